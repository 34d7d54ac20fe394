// Today's work in six tiles, and "scan anything": whatever is scanned opens the screen that handles it.
import { useServices } from '#renderer/services.ts';
import { useValue } from '#renderer/readable.ts';
import { useNow } from '#renderer/now.ts';
import { figure } from '#renderer/numbers.ts';
import { usePeople } from '#renderer/people.ts';
import { useNavigation } from '#renderer/route.ts';
import { labelFor, useExpectation } from '#renderer/tray/expectations.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Instruction, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { useScanAnything } from './scan-anything.ts';
import { useTiles } from './tiles.ts';

export function Home() {
  const { station } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const now = useNow(30_000);
  const nameOfPerson = usePeople();
  const hello = useValue(station.hello);
  const { tiles, approvals, broken, packed, first } = useTiles(now, hello?.device.id ?? '', useValue(station.person));

  const isSupervisor = useValue(station.person)?.roles.includes('supervisor') ?? false;
  const isFinance = useValue(station.person)?.roles.includes('finance') ?? false;
  const putBacks = useScanAnything('home', tell);
  useActions([
    ...tiles.map((tile, index) => ({ key: String(index + 1), label: tile.title, run: () => go(tile.route), elsewhere: true })),
    { key: 'F2', label: 'Put away', run: () => go({ screen: 'put_away' }) },
    { key: 'F3', label: packed === 0 ? 'Ship' : `Ship (${packed})`, run: () => go({ screen: 'ship' }) },
    { key: 'F4', label: approvals === 0 ? 'Approvals' : `Approvals (${approvals})`, run: () => go({ screen: 'approvals' }) },
    { key: 'F5', label: 'Change stock', run: () => go({ screen: 'adjust' }) },
    { key: 'F6', label: putBacks === 0 ? 'Put back' : `Put back (${putBacks})`, run: () => go({ screen: 'put_back', placeId: '' }) },
    { key: 'F8', label: 'Stations', run: () => go({ screen: 'stations' }), elsewhere: !isSupervisor },
    { key: '7', label: 'Refunds', run: () => go({ screen: 'refunds', refundId: '' }), elsewhere: !isSupervisor && !isFinance },
    { key: '8', label: 'More', run: () => go({ screen: 'more' }) },
    { key: '9', label: 'Holds and recalls', run: () => go({ screen: 'holds' }), elsewhere: !isSupervisor },
    { key: '0', label: 'Scanner and printer', run: () => go({ screen: 'devices' }) },
    { key: 'F9', label: 'Rehearse a conflict', run: () => go({ screen: 'rehearsal' }), elsewhere: true },
  ]);
  useExpectation({ right: first.map(({ what, prefix, id }) => ({ what, code: labelFor(prefix, id) })), wrong: [] });

  return (
    <div className="home">
      <Instruction title="Scan anything to begin" detail="a tote, an order, a delivery, a parcel, a bin, an item" />
      {broken.slice(0, 2).map((row) => <p key={row.exception_id} className="notice notice-attention">! {nameOfPerson(row.person_id)} approved beyond the limit: “{reasonOf(row.did)}”</p>)}
      <div className="tiles">
        {tiles.map((tile, index) => (
          <button key={tile.title} type="button" className={tile.loud ? 'tile tile-loud' : 'tile'} onClick={() => go(tile.route)}>
            <span className="tile-head"><span className="tile-title">{tile.title}</span><kbd>{index + 1}</kbd></span>
            <span className="tile-number">{figure(tile.number)}</span>
            <span className="tile-words">{tile.words}{tile.urgent !== '' && <b>{tile.words === '' ? '' : ' · '}{tile.urgent}</b>}</span>
          </button>
        ))}
      </div>
      {log.length > 0 && <ScanLog entries={log} most={2} />}
    </div>
  );
}

const reasonOf = (did: unknown): string => (typeof did === 'object' && did !== null && 'breakGlass' in did ? String(did.breakGlass) : '');
