// After goods were taken from or put into a bin: now and then, how many are left there?
import { useState, type ReactNode } from 'react';
import { ask } from './bridge.ts';
import { intent } from './commands.ts';
import { nameOf, useItem } from './items.ts';
import { useServices } from './services.ts';
import { GlanceBox } from './ui/glance-box.tsx';
import type { Tell } from './ui/scan-log.ts';

export interface Glance {
  /** Asks, if the station finds that it is worth a look. */
  readonly after: (itemId: string, locationId: string) => void;
  /** Whoever scans on is not asked any longer. */
  readonly drop: () => void;
  readonly box: ReactNode;
}

export function useGlance(tell: Tell): Glance {
  const { bridge, commands } = useServices();
  const [open, setOpen] = useState<{ readonly itemId: string; readonly locationId: string } | undefined>(undefined);
  const card = useItem(open?.itemId);
  const drop = (): void => setOpen(undefined);
  async function after(itemId: string, locationId: string): Promise<void> {
    if (await ask(bridge, { about: 'how_many_left', itemId, locationId })) setOpen({ itemId, locationId });
  }
  async function answer(counted: number): Promise<void> {
    if (!open) return;
    drop();
    const reply = await commands.submit([intent('count.glance', { ...open, counted })]);
    if (reply.ok) tell('ok', `${counted} left in ${open.locationId}`, 'thank you');
  }
  return {
    after: (itemId, locationId) => void after(itemId, locationId),
    drop,
    box: open && <GlanceBox key={`${open.itemId} ${open.locationId}`} title={`How many ${nameOf(card, open.itemId)} are left in ${open.locationId}?`} onDone={(left) => void answer(left)} onSkip={drop} />,
  };
}
