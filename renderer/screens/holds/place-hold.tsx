// Placing a hold, one question after the other: which lot, why, and a note. Nothing is held before the last answer.
import { useState } from 'react';
import { nameOf, useItems } from '#renderer/items.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Panel } from '#renderer/ui/parts.tsx';
import { TextBox } from '#renderer/ui/text-box.tsx';
import { useActions } from '#renderer/ui/action-stack.ts';

/** What was scanned: an item with the lot and serial that its code carried, or a whole place. */
export interface Target {
  readonly itemId: string;
  readonly lot: string;
  readonly serial: string;
  readonly locationId: string;
  readonly words: string;
}
export interface Wanted extends Target {
  readonly code: string;
  readonly note: string;
}

const codes = [
  { id: 'RECALL', title: 'Recall', detail: 'the supplier or we call it back; you see who received the rest' },
  { id: 'QUALITY', title: 'Quality in doubt', detail: 'until somebody has looked' },
  { id: 'QUARANTINE', title: 'Kept aside', detail: 'for any other reason' },
] as const;

export function PlaceHold({ target, onDone, onCancel }: { readonly target: Target; readonly onDone: (wanted: Wanted) => void; readonly onCancel: () => void }) {
  const card = useItems(target.itemId === '' ? [] : [target.itemId])(target.itemId);
  const [saidLot, setLot] = useState<string | undefined>(target.itemId === '' || target.lot !== '' || target.serial !== '' ? target.lot : undefined);
  const lot = saidLot ?? (card && !card.item.lot_control ? '' : undefined);
  const [code, setCode] = useState<string | undefined>(undefined);
  useActions([{ key: 'Escape', label: 'Cancel', run: onCancel, atEnd: true }]);
  const words = `${target.itemId === '' ? target.words : nameOf(card, target.itemId)}${lot === undefined || lot === '' ? '' : `, lot ${lot}`}${target.serial === '' ? '' : `, serial number ${target.serial}`}`;
  return (
    <div className="stack">
      <Instruction tone="ask" title={`Hold ${words}?`} detail="wherever it is: shelves, totes and parcels that are still here, and whatever comes while the hold stands" />
      {lot === undefined && card && <TextBox title="Which lot?" hint="Scan it, or type it and press Enter. Leave it empty for all lots." optional onDone={setLot} onCancel={onCancel} />}
      {lot !== undefined && code === undefined && <Panel className="fill" label="Why"><Choices label="Why it is held" onChoose={setCode} choices={codes} /></Panel>}
      {lot !== undefined && code !== undefined && <TextBox title="What is it about?" hint="Whoever meets these goods reads it. Type it and press Enter." optional onDone={(note) => onDone({ ...target, lot, code, note, words })} onCancel={onCancel} />}
    </div>
  );
}
