// What every screen does with a scan: learn what it stands for, hand it on if the screen wants that kind, and
// otherwise say what was scanned and what was expected. A code nobody knows is always kept.
import { useContext, useRef } from 'react';
import type { Thing } from '#electron/contract.ts';
import { intent } from './commands.ts';
import { ChooserContext } from './chooser.ts';
import { CUT_OFF, type ScanRead } from './scan/scan-bus.ts';
import { useScan } from './scan/use-scan.ts';
import { useServices } from './services.ts';
import type { Tell } from './ui/scan-log.ts';

type KindOf<K extends Thing['kind']> = Extract<Thing, { kind: K }>;
type ItemThing = KindOf<'item'>;
type Taken = Promise<void | boolean> | void | boolean;

export interface Wants {
  /** Name of the screen, kept with a scan nobody knows. */
  readonly screen: string;
  /** Ends "This step needs …". */
  readonly expected: string;
  readonly tell: Tell;
  /** Codes of what is at hand, kept with a scan nobody knows. */
  readonly neighbours?: readonly string[];
  /** Each may answer `false`: not here, treat it as unexpected. */
  readonly item?: (thing: ItemThing, read: ScanRead) => Taken;
  readonly location?: (thing: KindOf<'location'>, read: ScanRead) => Taken;
  readonly handlingUnit?: (thing: KindOf<'handling_unit'>, read: ScanRead) => Taken;
  readonly pallet?: (thing: KindOf<'pallet'>, read: ScanRead) => Taken;
  readonly document?: (thing: KindOf<'document'>, read: ScanRead) => Taken;
  /** Before anything else; `true` means the scan was text for this screen (a serial number, a tracking number). */
  readonly any?: (thing: Thing, read: ScanRead) => Promise<boolean> | boolean;
  /** Told after a scan nobody knows was kept, so that the goods can go on without a name. */
  readonly unmatched?: (text: string) => void;
  readonly enabled?: boolean;
}

const documentNames: Readonly<Record<KindOf<'document'>['document'], string>> = {
  delivery: 'a delivery', return_parcel: 'a returned parcel', return_unit: 'a returned unit', fulfilment: 'an order to send', parcel: 'a parcel', count_task: 'a count', count_sheet: 'a count sheet', transfer: 'a transfer', rma: 'an announced return', purchase_order: 'a purchase order',
};

export function thingWords(thing: Thing): string {
  switch (thing.kind) {
    case 'item': return 'an item';
    case 'several': return 'a code of several items';
    case 'location': return `the bin ${thing.locationId}`;
    case 'handling_unit': return `the ${/^[0-9]{18}$/.test(thing.unitId) ? 'pallet' : 'tote'} ${thing.unitId}`;
    case 'pallet': return `the pallet ${thing.sscc} of delivery ${thing.deliveryId}`;
    case 'badge': return 'a badge';
    case 'document': return `${documentNames[thing.document]}, ${thing.id}`;
    case 'unknown': return 'a code nobody knows';
    case 'damaged': return 'a damaged code';
  }
}

export function useThings(wants: Wants): void {
  const { things, commands, sounds, items } = useServices();
  const choose = useContext(ChooserContext);
  /** The scan before was cut off on its way: scanning again usually helps, so only the second in a row is somebody's work. */
  const cutOffBefore = useRef(false);

  async function keep(read: ScanRead, text: string, why: string): Promise<void> {
    sounds.play('wrong');
    const reply = await commands.submit([intent('scan.keep', { raw: read.raw.replaceAll('\u0000', '').slice(0, 4096), screen: wants.screen, neighbours: (wants.neighbours ?? []).slice(0, 4).map((code) => code.slice(0, 128)), why })]);
    wants.tell('stop', text, reply.ok ? 'kept aside for the supervisor' : 'not kept: tell a supervisor');
  }

  async function take(thing: Thing, read: ScanRead): Promise<void> {
    const firstCutOff = isFirstCutOff(read);
    if (await wants.any?.(thing, read)) return;
    if (await handled(thing, read)) return;
    if (thing.kind === 'unknown') {
      await keep(read, `Nobody knows “${thing.text}”`, 'unknown');
      return wants.unmatched?.(thing.text);
    }
    if (firstCutOff) {
      sounds.play('wrong');
      return wants.tell('stop', CUT_OFF, 'not counted');
    }
    if (thing.kind === 'damaged') {
      await keep(read, thing.reason, 'damaged');
      return wants.unmatched?.(thing.text);
    }
    sounds.play('wrong');
    wants.tell('stop', `You scanned ${thingWords(thing)}`, `this step needs ${wants.expected}`);
  }

  function isFirstCutOff({ scan }: ScanRead): boolean {
    const cutOff = scan.kind === 'damaged' && scan.reason === CUT_OFF;
    const first = cutOff && !cutOffBefore.current;
    cutOffBefore.current = cutOff;
    return first;
  }

  async function handled(thing: Thing, read: ScanRead): Promise<boolean> {
    switch (thing.kind) {
      case 'item': return wants.item !== undefined && (await wants.item(thing, read)) !== false;
      case 'location': return wants.location !== undefined && (await wants.location(thing, read)) !== false;
      case 'handling_unit': return wants.handlingUnit !== undefined && (await wants.handlingUnit(thing, read)) !== false;
      case 'pallet': return wants.pallet !== undefined && (await wants.pallet(thing, read)) !== false;
      case 'document': return wants.document !== undefined && (await wants.document(thing, read)) !== false;
      case 'several': return chooseAmong(thing.itemIds, read);
      // A label with a badge's text must not make somebody else of the person at work: whoever takes over says so first.
      case 'badge': {
        sounds.play('attention');
        wants.tell('attention', thing.person ? `The badge of ${thing.person.name}` : 'A badge nobody has', 'press F10 first to switch person');
        return true;
      }
      default: return false;
    }
  }

  async function chooseAmong(itemIds: readonly string[], read: ScanRead): Promise<boolean> {
    if (!wants.item || !choose) return false;
    sounds.play('attention');
    await Promise.all(itemIds.map((id) => items.load(id)));
    const itemId = await choose({ title: 'This code stands for several items. Which one is it?', itemIds });
    if (itemId === undefined) await keep(read, 'Several items carry this code', 'several');
    else await wants.item({ kind: 'item', itemId, units: 1, lot: '', expiresOn: null, serial: '' }, read);
    return true;
  }

  useScan(async (read) => take(await things.of(read), read), { enabled: wants.enabled ?? true });
}
