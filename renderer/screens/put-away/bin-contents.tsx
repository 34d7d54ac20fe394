// What lies at the dock, or in the bin that goods are taken from, to choose from without the scanner.
import { useEffect } from 'react';
import { nameOf, useItems } from '#renderer/items.ts';
import { figure } from '#renderer/numbers.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Nothing, Panel } from '#renderer/ui/parts.tsx';
import { holdWords, statusWords } from '#renderer/words.ts';

export function BinContents({ locationId, onTake, refreshed }: { readonly locationId: string | undefined; readonly onTake: (itemId: string) => void; readonly refreshed: unknown }) {
  const { answer, again } = useAnswer(locationId === undefined ? undefined : { about: 'stock', locationId });
  useEffect(() => again(), [again, refreshed]);
  const lines = (answer ?? []).filter((line) => line.status !== 'suspense' && line.quantity > 0);
  const cardOf = useItems(lines.map((line) => line.itemId));
  return (
    <Panel title={locationId === undefined ? 'Waiting' : `In ${locationId}`} aside={lines.length} className="fill flush">
      {answer === null && <Nothing>What the books have is not shown to you.</Nothing>}
      {answer !== undefined && answer !== null && lines.length === 0 && <Nothing>Nothing waits here.</Nothing>}
      <Choices label="What lies here" digits={false} onChoose={onTake} choices={lines.slice(0, 500).map((line) => ({
        id: line.itemId, title: nameOf(cardOf(line.itemId), line.itemId), detail: [cardOf(line.itemId)?.item.sku, line.lot && `lot ${line.lot}`, line.status === 'at_dock' ? '' : line.hold === '' || line.hold === 'INSPECTION' ? statusWords(line.status) : holdWords(line.hold)].filter(Boolean).join(' · '), aside: <b>{figure(line.quantity)}</b>,
      }))} />
    </Panel>
  );
}
