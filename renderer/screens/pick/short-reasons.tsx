// Why not all of it is there: one key per reason.
import { useCodes } from '#renderer/codes.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Panel } from '#renderer/ui/parts.tsx';
import { useActions } from '#renderer/ui/action-stack.ts';
import { reasonWords } from '#renderer/words.ts';

const FALLBACK = ['NOT_FOUND', 'TOO_FEW', 'DAMAGED'];

export function ShortReasons({ name, bin, missing, onReason, onCancel }: { readonly name: string; readonly bin: string; readonly missing: number; readonly onReason: (reason: string) => void; readonly onCancel: () => void }) {
  const codes = useCodes('pick_exception', reasonWords);
  const reasons = codes.list.length > 0 ? codes.list.map((row) => row.code) : FALLBACK;
  useActions([{ key: 'Escape', label: 'It is there after all', run: onCancel, atEnd: true }], { modal: true });
  return (
    <div className="stack">
      <Instruction tone="ask" title={`${missing} missing in ${bin}. What is it?`} detail={`${name} · the bin gets a count, the order gets other stock, nothing is charged to you`} />
      <Panel className="fill" label="What it may be"><Choices label="Reasons" onChoose={onReason} choices={reasons.map((code) => ({ id: code, title: codes.words(code) }))} /></Panel>
    </div>
  );
}
