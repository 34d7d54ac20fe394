// Who has which work, when each station was last heard of, and the way to take work back from one that is silent.
import { useState } from 'react';
import { mayDo } from '#domain/duties.ts';
import type { StationAtWork } from '#electron/contract.ts';
import { intent } from '#renderer/commands.ts';
import { useNow } from '#renderer/now.ts';
import { age, moment, plural } from '#renderer/numbers.ts';
import { useDecide } from '#renderer/outcome.ts';
import { usePeople } from '#renderer/people.ts';
import { useValue } from '#renderer/readable.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { useStations } from '#renderer/stations.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Chip, Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { stateWords } from '#renderer/words.ts';
import { NewPin } from './new-pin.tsx';
import { Revoke, type Whose } from './revoke.tsx';

/** Longer than a station in contact is ever silent. */
const SILENT_MS = 3 * 60_000;
const FREE = 'nobody';
const reasons = [['SILENT', 'It is silent, nobody answers'], ['BROKEN', 'It is broken'], ['GONE', 'Whoever worked there has gone'], ['URGENT', 'The work is needed sooner']] as const;
type Step = { readonly step: 'list' } | { readonly step: 'revoke'; readonly whose: Whose } | { readonly step: 'pin' } | { readonly step: 'reason'; readonly whole: boolean } | { readonly step: 'to'; readonly whole: boolean; readonly reason: string };

export function Stations() {
  const { station: view } = useServices();
  const { go } = useNavigation();
  const person = useValue(view.person);
  const here = useValue(view.hello)?.device.id;
  const hasPins = (useValue(view.status)?.lockAfter ?? null) !== null;
  const [log, tell] = useScanLog();
  const decide = useDecide(tell);
  const now = useNow(15_000);
  const nameOfPerson = usePeople();
  const { list, nameOf, again } = useStations();
  const [chosen, setChosen] = useState('');
  const [piece, setPiece] = useState('');
  const [step, setStep] = useState<Step>({ step: 'list' });
  const silent = (station: StationAtWork): boolean => station.heardAt === null || now - station.heardAt > SILENT_MS;
  const sorted = (list ?? []).toSorted((a, b) => Number(b.work.length > 0 && silent(b)) - Number(a.work.length > 0 && silent(a)) || b.work.length - a.work.length || (a.name < b.name ? -1 : 1));
  const current = sorted.find((station) => station.deviceId === chosen) ?? sorted[0];
  const one = current?.work.find((work) => work.id === piece) ?? current?.work[0];
  const may = mayDo(person?.roles ?? [], 'work.take_back');
  const mayRevoke = mayDo(person?.roles ?? [], 'device.revoke');
  const locked = !may ? 'for a supervisor' : current === undefined || current.work.length === 0 ? 'it has no work' : undefined;

  async function takeBack(to: string, { whole, reason }: Extract<Step, { step: 'to' }>): Promise<void> {
    setStep({ step: 'list' });
    if (!current) return;
    const work = (whole ? current.work : one ? [one] : []).map(({ kind, id }) => ({ kind, id }));
    await decide([intent('work.take_back', { deviceId: current.deviceId, work, reason, ...(to === FREE ? {} : { to }) })], { text: `${plural(work.length, 'piece')} of work from ${current.name}`, effect: to === FREE ? 'free for everybody' : `goes to ${nameOf(to)}` });
    again();
  }
  useThings({ screen: 'stations', expected: 'nothing to be scanned', tell });
  useActions(step.step === 'list' ? [
    { key: 'F2', label: 'Take all of it back', run: () => setStep({ step: 'reason', whole: true }), locked },
    { key: 'F3', label: one ? `Only ${one.title}` : 'Only one', run: () => setStep({ step: 'reason', whole: false }), locked },
    { key: 'F4', label: 'It is lost', run: () => current && setStep({ step: 'revoke', whose: { kind: 'device', id: current.deviceId, name: current.name, heardAt: current.heardAt } }), locked: !mayRevoke ? 'for a supervisor' : current === undefined ? 'no station' : current.deviceId === here ? 'you work at it' : undefined },
    { key: 'F5', label: 'Somebody left', run: () => setStep({ step: 'revoke', whose: { kind: 'person' } }), locked: mayRevoke ? undefined : 'for a supervisor' },
    ...(!hasPins ? [] : [{ key: 'F6', label: 'New PIN for somebody', run: () => setStep({ step: 'pin' }), locked: mayRevoke ? undefined : 'for a supervisor' }]),
    { key: 'ArrowRight', label: 'Next piece', run: () => setPiece(after(current, one?.id)), elsewhere: true },
    { key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true },
  ] : [{ key: 'Escape', label: 'Back', run: () => setStep({ step: 'list' }), atEnd: true }]);

  if (step.step === 'pin') {
    return <NewPin self={person?.id ?? ''} onDecided={(command, name) => {
      setStep({ step: 'list' });
      void decide([command], { text: name, effect: 'chooses a new PIN with the next sign-in, within a day' });
    }} />;
  }
  if (step.step === 'revoke') {
    return <Revoke whose={step.whose} self={person?.id ?? ''} now={now} onDecided={(command, name) => {
      setStep({ step: 'list' });
      void decide([command], { text: `The rights of ${name}`, effect: 'ended' }).then(again);
    }} />;
  }
  if (step.step === 'reason' && current) {
    return (
      <div className="stack">
        <Instruction tone="ask" title={`Why is it taken back from ${current.name}?`} detail={mayBeDone(current, now)} />
        <Panel className="fill" label="Why"><Choices label="Reasons" onChoose={(reason) => setStep({ step: 'to', whole: step.whole, reason })} choices={reasons.map(([id, title]) => ({ id, title }))} /></Panel>
      </div>
    );
  }
  if (step.step === 'to' && current) {
    const others = sorted.filter((station) => station.deviceId !== current.deviceId && !silent(station));
    return (
      <div className="stack">
        <Instruction tone="ask" title="Who gets it?" detail={mayBeDone(current, now)} />
        <Panel className="fill" label="Stations">
          <Choices label="Who gets it" onChoose={(to) => void takeBack(to, step)} choices={[{ id: FREE, title: 'Whoever is free', detail: 'it is dealt anew by promise and priority' }, ...others.map((station) => ({ id: station.deviceId, title: station.name, detail: station.work.length === 0 ? 'has no work' : `has ${plural(station.work.length, 'piece')} of work`, aside: station.personId === null ? '' : nameOfPerson(station.personId) }))]} />
        </Panel>
      </div>
    );
  }
  return (
    <div className="two two-even">
      <Panel title="Stations" aside={list ? sorted.length : ''} className="fill flush">
        {list !== undefined && sorted.length === 0 && <Nothing>No station was heard of yet.</Nothing>}
        <Choices label="All stations" digits={false} chosen={current?.deviceId} onMove={setChosen} onChoose={setChosen} choices={sorted.map((station) => ({
          id: station.deviceId, title: station.name, detail: [station.work.length === 0 ? 'no work' : `${plural(station.work.length, 'piece')} of work, ${plural(station.work.reduce((sum, work) => sum + work.lines - work.done, 0), 'line')} to do`, station.personId === null ? '' : nameOfPerson(station.personId)].filter(Boolean).join(' · '),
          aside: station.heardAt === null ? <b className="late">never heard of</b> : silent(station) ? <b className="late">silent for {age(now - station.heardAt)}</b> : 'in contact',
        }))} />
        <ScanLog entries={log} most={3} />
      </Panel>
      <Panel className="fill" label="The station" scrolls>
        {current === undefined ? <Nothing>Choose one on the left.</Nothing> : (
          <>
            <h1 className="item-name">{current.name}</h1>
            <p className="chips">
              <Chip tone={silent(current) ? 'attention' : 'plain'}>{current.heardAt === null ? '! never heard of' : silent(current) ? `! last heard of ${moment(current.heardAt, now)}` : 'in contact'}</Chip>
              <Chip tone={current.unsent > 0 ? 'attention' : 'plain'}>{current.unsent > 0 ? `! ${current.unsent} unsent when last heard of` : silent(current) ? 'had sent everything then' : 'has sent everything'}</Chip>
              <Chip>{current.wants ? 'is dealt more when it needs it' : 'asks for no more'}</Chip>
            </p>
            {current.work.length > 0 && silent(current) && <p className="notice notice-attention">{mayBeDone(current, now)}</p>}
            <h2 className="sub">Dealt to it</h2>
            {current.work.length === 0 && <Nothing>It has no work.</Nothing>}
            <ul className="help-words">{current.work.map((work) => <li key={work.id} aria-current={work.id === one?.id}>{work.id === one?.id ? <b>{work.title}</b> : work.title} · {stateWords(work.state)} · {work.done} of {plural(work.lines, 'line')} done{work.dealtAt === null ? '' : ` · since ${moment(work.dealtAt, now)}`}</li>)}</ul>
            {!may && <p className="notice">A supervisor takes work back.</p>}
          </>
        )}
      </Panel>
    </div>
  );
}

/** What nobody here can know, said before somebody decides. */
function mayBeDone(station: StationAtWork, now: number): string {
  const begun = station.work.filter((work) => work.done > 0 || work.state === 'PICKING').length;
  const since = station.heardAt === null ? `${station.name} was never heard of` : `What ${station.name} did since ${moment(station.heardAt, now)} is not known here`;
  return `${since}: some of this may be picked already${begun === 0 ? '' : `, and ${plural(begun, 'piece')} had been begun`}. What is picked twice comes back as goods to put back; nothing is lost.`;
}
function after(station: StationAtWork | undefined, id: string | undefined): string {
  const work = station?.work ?? [];
  return work[(work.findIndex((each) => each.id === id) + 1) % Math.max(1, work.length)]?.id ?? '';
}
