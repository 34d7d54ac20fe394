// Shows one question "which of these is it?" over the screen that asked.
import { useCallback, useState, type ReactNode } from 'react';
import { ChooserContext, type Choosing } from '#renderer/chooser.ts';
import { nameOf, useItems } from '#renderer/items.ts';
import { useScan } from '#renderer/scan/use-scan.ts';
import { useServices } from '#renderer/services.ts';
import { useActions } from './action-stack.ts';
import { Choices } from './choices.tsx';
import { Instruction } from './parts.tsx';

interface Open extends Choosing {
  readonly answer: (itemId: string | undefined) => void;
}

export function ChooserProvider({ children }: { readonly children: ReactNode }) {
  const [open, setOpen] = useState<Open | undefined>(undefined);
  const choose = useCallback((choosing: Choosing) => new Promise<string | undefined>((resolve) => {
    setOpen({ ...choosing, answer: (itemId) => { setOpen(undefined); resolve(itemId); } });
  }), []);
  return (
    <ChooserContext value={choose}>
      {children}
      {open && <section className="cover" aria-label={open.title}><Chooser open={open} /></section>}
    </ChooserContext>
  );
}

function Chooser({ open }: { readonly open: Open }) {
  const { sounds } = useServices();
  const cardOf = useItems(open.itemIds);
  useActions([{ key: 'Escape', label: 'I do not know: keep it aside', run: () => open.answer(undefined), atEnd: true }], { modal: true });
  // The scan queue waits for the answer, so nothing scanned meanwhile is lost; this only says so.
  useScan(() => sounds.play('attention'));
  return (
    <>
      <Instruction tone="ask" title={open.title} detail="Look at colour and size, then press its number." />
      <Choices label={open.title} onChoose={open.answer} choices={open.itemIds.map((id) => {
        const card = cardOf(id);
        return { id, title: nameOf(card, id), detail: [card?.item.sku, card?.item.colour, card?.item.size].filter(Boolean).join(' · ') };
      })} />
    </>
  );
}
