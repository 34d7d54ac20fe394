// What is it? Goods or a code nobody knew get their name: by another code that is on them, or by typing a part of the name.
// A supervisor may teach the code at once, so that the next one is known.
import { TextInput } from '@mantine/core';
import { useDeferredValue, useState } from 'react';
import { mayDo } from '#domain/duties.ts';
import type { Row } from '#domain/tables.ts';
import { intent, type AnyIntent } from '#renderer/commands.ts';
import { nameOf, useItem } from '#renderer/items.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Nothing, Panel } from '#renderer/ui/parts.tsx';
import type { Tell } from '#renderer/ui/scan-log.ts';

/** The code as it could be taught: what was scanned, or under what the goods stand in the books. */
function codeOf(row: Row<'exception'>): string {
  const raw = (row.did as { readonly raw?: unknown } | null)?.raw;
  const scanned = row.kind === 'UNKNOWN_ITEM' ? row.item_id : typeof raw === 'string' ? raw : row.subject_id;
  return scanned.replace(/^\][A-Za-z][0-9A-Fa-f]/, '').replaceAll(/\p{Cc}/gu, '').trim().slice(0, 128);
}

export function matching(row: Row<'exception'>, itemId: string, teach: boolean): readonly AnyIntent[] {
  const match = intent('scan.match', { exceptionId: row.exception_id, itemId, heldAs: row.kind === 'UNKNOWN_ITEM' ? row.item_id : '' });
  return teach ? [match, intent('barcode.teach', { barcode: codeOf(row), itemId })] : [match];
}

const focusIt = (field: HTMLInputElement | null): void => field?.focus();

export function Match({ row, roles, tell, onDone, onCancel }: { readonly row: Row<'exception'>; readonly roles: readonly string[]; readonly tell: Tell; readonly onDone: (itemId: string, teach: boolean) => void; readonly onCancel: () => void }) {
  const [itemId, setItemId] = useState('');
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim());
  const found = useAnswer(wanted.length < 2 ? undefined : { about: 'search', text: wanted }).answer;
  const card = useItem(itemId === '' ? undefined : itemId);
  const code = codeOf(row);
  const mayTeach = mayDo(roles, 'barcode.teach');
  useThings({ screen: 'exceptions', expected: 'a code of the item that it is', tell, item: (thing) => { setItemId(thing.itemId); setText(''); } });
  useActions([
    ...(itemId === '' ? [] : [
      { key: 'F2', label: 'It is this, only now', run: () => onDone(itemId, false), primary: true },
      { key: 'F3', label: `Teach “${code.slice(0, 24)}”`, run: () => onDone(itemId, true), locked: mayTeach ? undefined : 'a supervisor teaches' },
    ]),
    { key: 'Escape', label: itemId === '' ? 'Not now' : 'Another item', run: () => (itemId === '' ? onCancel() : setItemId('')), atEnd: true },
  ], { modal: true });
  return (
    <section className="cover" aria-label="What is it?">
      <Instruction tone="ask" title={itemId === '' ? 'What is it?' : `Is it ${nameOf(card, itemId)}?`} detail={itemId === '' ? `“${code}”: scan another code of the item, or type a part of its name or number` : [card?.item.sku, card?.item.colour, card?.item.size].filter(Boolean).join(' · ')} />
      {itemId === '' && <TextInput classNames={{ input: 'text-input', label: 'sr-only' }} label="Name or number" placeholder="Name or number" autoComplete="off" maxLength={128} ref={focusIt} value={text} onChange={(event) => setText(event.currentTarget.value)} />}
      {itemId === '' && wanted.length >= 2 && (
        <Panel title="Found" aside={found?.length} className="fill flush">
          {found?.length === 0 && <Nothing>No item has this in its name or number.</Nothing>}
          <Choices label="Found items" digits={false} onChoose={(id) => { setItemId(id); setText(''); }} choices={(found ?? []).map((item) => ({ id: item.item_id, title: item.name, detail: [item.sku, item.colour, item.size].filter(Boolean).join(' · ') }))} />
        </Panel>
      )}
    </section>
  );
}
