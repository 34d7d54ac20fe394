// Putting back: scan the tote, then each piece, then the bin. What is scanned into a bin is done; the last of a tote
// closes its work item by itself.
import { useEffect, useMemo } from 'react';
import { ruleSays } from '#sync/conflict/rule-words.ts';
import { nameOf, useItem } from '#renderer/items.ts';
import { useNow } from '#renderer/now.ts';
import { age, plural } from '#renderer/numbers.ts';
import { useStored } from '#renderer/readable.ts';
import { useNavigation } from '#renderer/route.ts';
import { useServices } from '#renderer/services.ts';
import { labelFor, useExpectation } from '#renderer/tray/expectations.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useFacts } from '#renderer/use-facts.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { FactQuestion } from '#renderer/ui/fact-question.tsx';
import { LineList, type Line } from '#renderer/ui/line-list.tsx';
import { Chip, Instruction, Nothing, Panel, Picture, RunningNumber, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { problemWords } from '#renderer/words.ts';
import { useOpenExceptions } from '#renderer/working-set/queries.ts';
import { missing, placesOf, puttingBack, take, unitsLeft, type Hand } from './flow.ts';

const ASK = { about: 'put_backs' } as const;
const LOOK_AGAIN = 5000;
const why = (reason: string): string => (reason === 'CANCELLED' ? 'the order is cancelled' : 'picked twice, or too many');

export function PutBack({ placeId }: { readonly placeId: string }) {
  const { items, sounds } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const now = useNow(LOOK_AGAIN);
  const live = useOpenExceptions();
  const { answer, again } = useAnswer(ASK);
  useEffect(() => again(), [again, live, now]);
  const places = useMemo(() => placesOf(answer ?? []), [answer]);
  const rows = places.find((place) => place.placeId === placeId)?.rows ?? [];
  const [hand, held] = useStored<Hand | undefined>(undefined);
  const goods = hand?.row ?? rows[0];
  const card = useItem(goods?.item_id);

  const facts = useFacts<{ readonly hand: Hand; readonly to: string }>({
    onRecorded: ({ context }, result) => {
      sounds.play(result.verdict === 'flagged' ? 'attention' : 'done');
      tell(result.verdict === 'flagged' ? 'attention' : 'ok', `${context.hand.units} × ${nameOf(items.get(context.hand.row.item_id), context.hand.row.item_id)}`, context.to === '' ? 'reported missing, the tote gets a count' : `back in ${context.to}`);
      if (result.verdict === 'flagged') tell('attention', ruleSays(result.rule) ?? 'Somebody looks at it.', 'recorded');
      again();
    },
    onAsked: () => sounds.play('attention'),
    onRefused: (_fact, refusal) => {
      sounds.play('wrong');
      tell('stop', refusal.why === 'problem' ? problemWords(refusal.problem) : 'This was refused', 'not recorded');
    },
  });
  const open = (tote: string): void => {
    held.set(undefined);
    sounds.play('ok');
    go({ screen: 'put_back', placeId: tote });
  };
  function drop(to: string): boolean | void {
    const holding = held.get();
    if (!holding) return tell('attention', `Bin ${to}`, 'scan the item first');
    held.set(undefined);
    return facts.record(puttingBack(holding, to), { hand: holding, to });
  }

  useThings({
    screen: 'put_back', tell, neighbours: [placeId, goods?.item_id ?? ''], enabled: facts.question === undefined, expected: placeId === '' ? 'a tote or cart' : hand ? 'the bin' : 'an item of this tote',
    item: async (thing) => {
      if (placeId === '') return false;
      await items.load(thing.itemId);
      const more = take(held.get(), rows, thing);
      if (!more) {
        sounds.play('wrong');
        return tell('stop', nameOf(items.get(thing.itemId), thing.itemId), `is not to leave ${placeId}`);
      }
      sounds.play('ok');
      held.set(more);
      return tell('ok', nameOf(items.get(thing.itemId), thing.itemId), `${more.units} in hand`);
    },
    location: ({ locationId }) => (placeId === '' ? false : drop(locationId)),
    handlingUnit: ({ unitId }) => {
      if (unitId === placeId) return tell('ok', `Tote ${unitId}`, 'already open');
      if (places.some((place) => place.placeId === unitId)) return open(unitId);
      sounds.play('attention');
      return tell('attention', `Tote ${unitId}`, 'nothing of it is to be put back');
    },
  });
  useActions([
    ...(placeId !== '' && goods ? [{ key: 'F5', label: 'It is not there', run: () => { held.set(undefined); facts.record(missing(goods), { hand: { row: goods, units: unitsLeft(goods), lot: goods.lot, serial: '' }, to: '' }); } }] : []),
    ...(hand ? [{ key: 'F6', label: 'Back into the tote', run: () => held.set(undefined) }] : []),
    { key: 'Escape', label: placeId === '' ? 'Home' : 'Other tote', run: () => { held.set(undefined); go(placeId === '' ? { screen: 'home' } : { screen: 'put_back', placeId: '' }); }, atEnd: true },
  ]);
  useExpectation({
    right: placeId === '' ? places.slice(0, 3).map((place) => ({ what: place.placeId, code: place.placeId })) : hand ? [{ what: `Bin ${hand.row.to_location}`, code: labelFor('LOC', hand.row.to_location) }] : goods ? [{ what: nameOf(card, goods.item_id), code: card?.barcodes[0]?.code ?? '' }] : [],
    wrong: [],
  });

  const [asked] = facts.question?.facts ?? [];
  if (facts.question && asked) return <FactQuestion question={facts.question} scanned={asked.context.hand.row.item_id} count={asked.context.hand.units} wrongItem={false} where={asked.context.to} onItIsSo={facts.itIsSo} onNotSo={() => facts.withdraw()} log={log} />;
  if (placeId === '') {
    return (
      <div className="stack">
        <Instruction title="Scan a tote to empty" detail="goods that were picked twice, or for an order that is cancelled" />
        <Panel title="To put back" aside={plural(places.length, 'tote')} className="fill">
          {answer !== undefined && places.length === 0 && <Nothing>Nothing is to be put back.</Nothing>}
          <Choices label="Totes to empty" onChoose={open} choices={places.map((place) => ({ id: place.placeId, title: place.placeId, detail: `${plural(place.units, 'piece')} · ${why(place.rows[0]?.reason ?? '')}`, aside: `since ${age(now - place.since)}` }))} />
        </Panel>
        <ScanLog entries={log} most={2} />
      </div>
    );
  }
  const lines = rows.map((row): Line => ({ id: row.put_back_id, itemId: row.item_id, detail: `${row.to_location} · ${row.reason === 'CANCELLED' ? 'order cancelled' : 'too many'}`, value: `${row.done} of ${row.quantity}`, tone: 'none' }));
  return (
    <div className="stack">
      {!goods ? <Instruction tone="done" title={`${placeId} is empty again`} detail="Scan the next tote, or Esc." />
        : hand ? <Instruction title={`Bring it to ${hand.row.to_location}, scan the bin`} detail="it was taken from there · any other bin is fine too" />
        : <Instruction title={unitsLeft(goods) === 1 ? `Take it out of ${placeId} and scan it` : `Take ${unitsLeft(goods)} out of ${placeId}, scan each`} detail={`Order ${goods.order_id}: ${why(goods.reason)}`} />}
      <div className="two">
        <Panel className="fill" label="In hand">
          {goods && (
            <>
              <div className="in-hand">
                <Picture colour={card?.item.colour ?? ''} />
                <div>
                  <h2 className="item-name">{nameOf(card, goods.item_id)}</h2>
                  <p className="code">{[card?.item.sku, card?.barcodes[0]?.code].filter(Boolean).join(' · ')}</p>
                  <p className="chips">{(hand?.lot ?? goods.lot) !== '' && <Chip>lot {hand?.lot ?? goods.lot}</Chip>}{card?.item.serial_control && <Chip>scan its serial number</Chip>}</p>
                </div>
              </div>
              <RunningNumber value={hand?.units ?? 0} label="in hand" />
              <ol className="steps steps-two" aria-label="From and to">
                <li className="step step-done"><span>out of</span><b>{placeId}</b></li>
                <li className={hand ? 'step step-on' : 'step'}><span>to</span><b>{goods.to_location}</b></li>
              </ol>
            </>
          )}
          <ScanLog entries={log} />
        </Panel>
        <Panel title={`In ${placeId}`} aside={plural(rows.reduce((sum, row) => sum + unitsLeft(row), 0), 'piece')} className="fill flush">
          <LineList label="Goods to put back" lines={lines} current={goods?.put_back_id} />
        </Panel>
      </div>
    </div>
  );
}
