// A new transfer: where to, then every item that shall go, scanned once with its number.
import { useState } from 'react';
import { nameOf, useItems } from '#renderer/items.ts';
import { plural } from '#renderer/numbers.ts';
import { useDecide } from '#renderer/outcome.ts';
import { useValue } from '#renderer/readable.ts';
import { useServices } from '#renderer/services.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { LineList } from '#renderer/ui/line-list.tsx';
import { Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { QuantityBox } from '#renderer/ui/quantity.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { useTypedQuantity } from '#renderer/ui/typed-quantity.ts';
import { opening, wanting, type Wanted } from './flow.ts';

const WAREHOUSES = { about: 'warehouses' } as const;

export function NewTransfer({ onDone }: { readonly onDone: () => void }) {
  const { station, items, sounds } = useServices();
  const home = useValue(station.hello)?.warehouse.id ?? '';
  const [log, tell] = useScanLog();
  const decide = useDecide(tell);
  const others = (useAnswer(WAREHOUSES).answer ?? []).filter((row) => row.warehouse_id !== home);
  const [to, setTo] = useState('');
  const [lines, setLines] = useState<readonly Wanted[]>([]);
  const quantity = useTypedQuantity();
  const cardOf = useItems(lines.map((line) => line.itemId));
  const chosen = others.find((row) => row.warehouse_id === to);
  async function open(): Promise<void> {
    const { transferId, command } = opening(home, to, lines);
    const reply = await decide([command], { text: `Transfer ${transferId}`, effect: 'asked: it comes as soon as the ERP has it' });
    if (reply.ok) onDone();
  }
  useThings({
    screen: 'transfers', expected: to === '' ? 'nothing yet: choose the warehouse' : 'an item that shall go', tell,
    item: async (thing) => {
      if (to === '') return false;
      await items.load(thing.itemId);
      const units = thing.units * quantity.take();
      sounds.play('ok');
      setLines((before) => wanting(before, { itemId: thing.itemId, lot: thing.lot, quantity: units }));
      tell('ok', nameOf(items.get(thing.itemId), thing.itemId), `+${units}`);
      return undefined;
    },
  });
  useActions([
    ...(to === '' ? [] : [...quantity.digits, { key: 'F2', label: quantity.value === 1 ? 'Quantity' : `Quantity: ${quantity.value} ×`, run: quantity.open }, { key: 'F8', label: 'Open the transfer', run: () => void open(), primary: true, locked: lines.length === 0 ? 'scan what shall go' : undefined }]),
    ...(lines.length === 0 ? [] : [{ key: 'F6', label: 'Take the last off', run: () => setLines(lines.slice(0, -1)) }]),
    { key: 'Escape', label: 'Not now', run: onDone, atEnd: true },
  ]);
  if (chosen === undefined) {
    return (
      <div className="stack">
        <Instruction tone="ask" title="Where to?" detail="press the digit of the warehouse" />
        <Panel label="Warehouses" className="fill flush"><Choices label="Other warehouses" onChoose={setTo} choices={others.map((row) => ({ id: row.warehouse_id, title: row.name, detail: row.country }))} /><ScanLog entries={log} most={2} /></Panel>
      </div>
    );
  }
  return (
    <div className="stack">
      <Instruction title={quantity.value > 1 ? `Scan once for ${quantity.value} ×` : 'Scan what shall go'} detail={`to ${chosen.name} · each scan is one more · F8 opens the transfer`} />
      {quantity.isOpen && <QuantityBox title="How many shall go?" first={quantity.first} onTyping={quantity.set} onDone={(value) => { quantity.set(value); quantity.close(); }} onCancel={() => { quantity.set(1); quantity.close(); }} />}
      <Panel title={`To ${chosen.name}`} aside={plural(lines.length, 'line')} className="fill flush">
        {lines.length === 0 && <Nothing>Nothing yet.</Nothing>}
        <LineList label="What shall go" lines={lines.map((line) => ({ id: `${line.itemId} ${line.lot}`, itemId: line.itemId, numbered: true, detail: [cardOf(line.itemId)?.item.category, line.lot && `lot ${line.lot}`].filter(Boolean).join(' · '), value: String(line.quantity), tone: 'ok' as const }))} />
        <ScanLog entries={log} most={2} />
      </Panel>
    </div>
  );
}
