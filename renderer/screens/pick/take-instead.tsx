// What is missing lies elsewhere as well, or another item may stand in for it: one key, and it is on the walk.
import { useEffect } from 'react';
import { nameOf, useItems } from '#renderer/items.ts';
import type { AnyIntent } from '#renderer/commands.ts';
import { intent } from '#renderer/commands.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Panel } from '#renderer/ui/parts.tsx';
import { useActions } from '#renderer/ui/action-stack.ts';
import type { InsteadPlace } from '#electron/contract.ts';
import type { WorkingRow } from '#renderer/working-set/schema.ts';

type Task = WorkingRow<'pick_task'>;
export interface TakeInsteadProps {
  readonly task: Task;
  /** What has become of its work meanwhile: asked again when it changes. */
  readonly version: string;
  readonly onTake: (place: InsteadPlace) => void;
  readonly onLeave: () => void;
}

export const takingInstead = (task: Task, place: InsteadPlace, newTaskId: string): AnyIntent => intent('pick.instead', {
  fulfilmentId: task.fulfilment_id, taskId: task.task_id, newTaskId, orderId: task.order_id, orderLine: task.order_line, itemId: place.itemId, lot: place.lot, fromLocation: place.locationId, quantity: place.units,
});

export function TakeInstead({ task, version, onTake, onLeave }: TakeInsteadProps) {
  const { answer, again } = useAnswer({ about: 'instead', taskId: task.task_id });
  useEffect(again, [version, again]);
  const places = answer ?? [];
  const cards = useItems([task.item_id, ...places.map((place) => place.itemId)]);
  const isOver = answer?.length === 0;
  useEffect(() => {
    if (isOver) onLeave();
  }, [isOver, onLeave]);
  useActions([{ key: 'Escape', label: 'Go on without', run: onLeave, atEnd: true }], { modal: true });
  if (places.length === 0) return null;
  const card = (itemId: string) => cards(itemId);
  return (
    <div className="stack">
      <Instruction tone="ask" title={places[0]!.standsIn ? 'Take another one for it?' : 'Take it from another bin?'} detail={`${nameOf(card(task.item_id), task.item_id)} · order ${task.order_id} · without, it waits for other stock`} />
      <Panel className="fill" label="Where else">
        <Choices label="Where else" verb="Take" onChoose={(id) => onTake(places[Number(id)]!)} choices={places.map((place, index) => ({
          id: String(index), title: place.standsIn ? `${place.units} × ${nameOf(card(place.itemId), place.itemId)}` : `${place.units} from ${place.locationId}`,
          detail: place.standsIn ? `may stand in for it · in ${place.locationId}` : place.lot === '' ? 'the same item' : `the same item · lot ${place.lot}`,
        }))} />
      </Panel>
    </div>
  );
}
