// Why goods are sent away at the door: one key per reason.
import { useCodes } from '#renderer/codes.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Panel } from '#renderer/ui/parts.tsx';
import { useActions } from '#renderer/ui/action-stack.ts';
import { reasonWords } from '#renderer/words.ts';

const FALLBACK = ['DAMAGED', 'WRONG_ITEM', 'TOO_LATE'];

export function RefusalReasons({ name, units, onReason, onCancel }: { readonly name: string; readonly units: number; readonly onReason: (reason: string) => void; readonly onCancel: () => void }) {
  const codes = useCodes('receipt_refusal', reasonWords);
  const reasons = codes.list.length > 0 ? codes.list.map((row) => row.code) : FALLBACK;
  useActions([{ key: 'Escape', label: 'Keep it here after all', run: onCancel, atEnd: true }], { modal: true });
  return (
    <div className="stack">
      <Instruction tone="ask" title={units === 1 ? 'Why is it sent away?' : `Why are these ${units} sent away?`} detail={`${name} · the driver takes it along; the supplier is told in the claim`} />
      <Panel className="fill" label="What it may be"><Choices label="Reasons" onChoose={onReason} choices={reasons.map((code) => ({ id: code, title: codes.words(code) }))} /></Panel>
    </div>
  );
}
