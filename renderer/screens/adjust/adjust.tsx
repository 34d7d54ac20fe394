// Change stock: what was found, broken or lost outside a count, or really lies elsewhere, told by scans. It waits for
// approval where its reason asks for it, and nothing is edited afterwards.
import { useState } from 'react';
import { useCodes } from '#renderer/codes.ts';
import { nameOf, useItem } from '#renderer/items.ts';
import { useOwnPhotos } from '#renderer/photos/use-photos.tsx';
import { signed } from '#renderer/numbers.ts';
import { useDecide } from '#renderer/outcome.ts';
import { useValue } from '#renderer/readable.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { QuantityBox } from '#renderer/ui/quantity.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { TextBox } from '#renderer/ui/text-box.tsx';
import { reasonWords } from '#renderer/words.ts';
import { NOTHING_TOLD, otherOf, proposing, reasonsFor, stepOf, type Reason, type Step, type Told } from './flow.ts';

const directions = { up: 'more than the books have', down: 'fewer than the books have', both: 'more or fewer', zero: 'it is somewhere else: nothing is lost' } as const;

export function Adjust() {
  const { station, sounds, items } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const decide = useDecide(tell);
  const roles = useValue(station.person)?.roles ?? [];
  const [told, setTold] = useState<Told>(NOTHING_TOLD);
  const codes = useCodes('adjustment_reason', reasonWords);
  const reasons = reasonsFor(codes.list, roles);
  const reason = reasons.find((each) => each.code === told.reason);
  const card = useItem(told.itemId === '' ? undefined : told.itemId);
  const otherCard = useItem(reason?.direction === 'zero' && otherOf(reason.code) === 'item' && told.other !== '' ? told.other : undefined);
  const photos = useOwnPhotos(told.itemId === '' ? 'what is different' : nameOf(card, told.itemId), { enabled: told.itemId !== '' });
  const step = stepOf(told, reason, card?.item.lot_control ?? false, photos.hashes.length);
  const add = (more: Partial<Told>): void => setTold((before) => ({ ...before, ...more }));

  async function send(whole: Reason): Promise<void> {
    const reply = await decide([proposing(told, whole, photos.hashes)], { text: `${nameOf(card, told.itemId)}, ${told.locationId}`, effect: whole.direction === 'zero' ? 'told' : 'told, waits for approval' });
    if (reply.ok) beginAgain();
  }
  function beginAgain(): void {
    photos.clear();
    setTold({ ...NOTHING_TOLD, locationId: told.locationId });
  }
  useThings({
    screen: 'adjust', expected: step === 'item' || (step === 'other' && reason && otherOf(reason.code) === 'item') ? 'an item' : step === 'bin' || step === 'other' ? 'a bin' : 'an answer by key', tell,
    neighbours: [told.locationId, told.itemId],
    any: (thing, { raw }) => {
      const isLot = step === 'lot' || (step === 'other' && reason !== undefined && otherOf(reason.code) === 'lot');
      if (!isLot || (thing.kind !== 'unknown' && !(thing.kind === 'item' && thing.lot !== ''))) return false;
      const lot = thing.kind === 'item' ? thing.lot : raw.trim().slice(0, 64);
      add(step === 'lot' ? { lot } : { other: lot });
      return true;
    },
    location: ({ locationId }) => {
      sounds.play('ok');
      if (step === 'other' && reason && otherOf(reason.code) === 'bin') {
        if (locationId === told.locationId) return tell('attention', `Bin ${locationId}`, 'it is there in the books already');
        return add({ other: locationId });
      }
      setTold({ ...NOTHING_TOLD, locationId });
      return tell('ok', `Bin ${locationId}`, 'scan the item');
    },
    item: async ({ itemId, lot, serial }) => {
      if (step === 'bin') return false;
      await items.load(itemId);
      sounds.play('ok');
      if (step === 'other' && reason && otherOf(reason.code) === 'item') return add({ other: itemId });
      return setTold({ ...NOTHING_TOLD, locationId: told.locationId, itemId, lot, serial, quantity: serial === '' ? 0 : 1 });
    },
  });
  useActions([
    ...(step === 'ready' && reason ? [{ key: 'F8', label: 'That is so', run: () => void send(reason), primary: true }] : []),
    ...(step === 'ready' || step === 'note' ? [{ key: 'F2', label: 'Another number', run: () => add({ quantity: 0 }) }] : []),
    ...(told.itemId === '' ? [] : [{ key: 'F6', label: 'Begin again', run: beginAgain }]),
    { key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true },
  ]);

  const rows = toldRows(told, reason, nameOf(card, told.itemId), otherCard === undefined ? told.other : nameOf(otherCard, told.other));
  return (
    <div className="stack">
      {photos.cover}
      <Ask step={step} reason={reason} lotOf={nameOf(card, told.itemId)} add={add} cancel={beginAgain} />
      <div className="two">
        {step === 'reason' ? <Panel title="Why" className="fill flush"><Choices label="Reasons" onChoose={(chosen) => add({ reason: chosen })} choices={reasons.map((each) => ({ id: each.code, title: each.label, detail: directions[each.direction] }))} /></Panel>
          : step === 'sign' ? <Panel title="More or fewer" className="fill flush"><Choices label="More or fewer" onChoose={(chosen) => add({ sign: chosen === 'up' ? 1 : -1 })} choices={[{ id: 'down', title: 'Fewer than the books have' }, { id: 'up', title: 'More than the books have' }]} /></Panel>
            : <Panel title="What you tell" className="fill"><dl className="told">{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>{photos.row}</Panel>}
        <Panel title="Last scans" className="fill"><ScanLog entries={log} /></Panel>
      </div>
    </div>
  );
}

interface AskProps {
  readonly step: Step;
  readonly reason: Reason | undefined;
  readonly lotOf: string;
  readonly add: (more: Partial<Told>) => void;
  readonly cancel: () => void;
}
/** The one thing to do now, with its box where something is typed. */
function Ask({ step, reason, lotOf, add, cancel }: AskProps) {
  const other = reason === undefined ? 'bin' : otherOf(reason.code);
  switch (step) {
    case 'bin': return <Instruction title="Scan the bin" detail="where the stock is not as the books say" />;
    case 'item': return <Instruction title="Scan the item" detail="one scan; the number is asked later" />;
    case 'reason': return <Instruction tone="ask" title="Why is it different?" detail="press the digit of the reason" />;
    case 'sign': return <Instruction tone="ask" title="More or fewer?" />;
    case 'ready': return <Instruction tone="done" title="Is that so? F8 tells it" detail="It is kept with your name. It is never changed afterwards, only taken back." />;
    case 'lot': return <TextBox title={`Lot of ${lotOf}`} onDone={(lot) => add({ lot })} onCancel={cancel} />;
    case 'photo': return <Instruction tone="ask" title="Take a photo of it: P" detail="this reason needs a photo" />;
    case 'note': return <TextBox title="What happened?" hint="This reason needs a note." onDone={(note) => add({ note })} onCancel={cancel} />;
    case 'quantity': return <QuantityBox title="How many pieces?" onDone={(quantity) => add({ quantity })} onCancel={cancel} />;
    case 'other': return other === 'lot' ? <TextBox title="Which lot is it really?" onDone={(lot) => add({ other: lot })} onCancel={cancel} /> : <Instruction tone="ask" title={other === 'item' ? 'Scan what it really is' : 'Scan the bin where it really lies'} detail="what goes and what comes sum to zero" />;
  }
}

const otherNames = { bin: 'Really lies in', lot: 'Is really lot', item: 'Is really' } as const;
function toldRows(told: Told, reason: Reason | undefined, item: string, other: string): readonly (readonly [string, string])[] {
  const sign = reason?.direction === 'up' ? 1 : reason?.direction === 'down' ? -1 : told.sign;
  const rows: readonly (readonly [string, string])[] = [
    ['Bin', told.locationId], ['Item', told.itemId === '' ? '' : item], ['Lot', told.lot], ['Serial number', told.serial], ['Reason', reason?.label ?? ''],
    [reason?.direction === 'zero' ? otherNames[otherOf(reason.code)] : 'Other', other], ['Pieces', told.quantity === 0 ? '' : reason?.direction === 'zero' ? String(told.quantity) : signed(sign * told.quantity)], ['Note', told.note],
  ];
  return rows.filter(([, value]) => value !== '');
}
