// Help over whatever is open: what this screen is for, what can be scanned, and which key does what.
import { Instruction, Panel } from '#renderer/ui/parts.tsx';
import { useActions, useActionStack } from '#renderer/ui/action-stack.ts';
import { keyName, type Action } from '#renderer/ui/action.ts';
import { useState } from 'react';
import { useNavigation, type Route } from '#renderer/route.ts';
import { useThings } from '#renderer/use-things.ts';
import { useScanLog } from '#renderer/ui/scan-log.ts';

const about: Readonly<Record<Route['screen'], readonly [title: string, words: string]>> = {
  replenish: ['Bring to pick faces', 'What falls under its minimum where pickers go, and what orders wait for. Choose one, scan the reserve place, the pieces, then the bin. F5 when it cannot be brought.'],
  transfers: ['Transfers', 'Goods to and from other warehouses. Scan the transfer, then the bin, then every piece. F8 says that this side is done; the other side need not be there. What was lost on the way is found when both have said so.'],
  pallets: ['Pallets', 'F2 makes a pallet at the dock and prints its label; the number is this station’s own, also without a network. Each scan of an item puts one more onto it, F6 takes the last off, and a scanned place is where it is brought. Goods come off it with Put away: scan the pallet first.'],
  sets: ['Sets', 'Make up a set from its parts, or open one: scan the set, once per piece, then the bin where its parts lie, and the bin again when it is done. F3 opens instead of making up, F6 takes the last back.'],
  more: ['Everything else', 'What is not on Home, a letter each. Scanning opens the screen that handles it, as on Home.'],
  home: ['Scan anything to begin', 'A tote opens packing, an order opens picking, a delivery note opens receiving, a bin opens a count, an item asks where it goes. Or press the digit of a tile.'],
  receive: ['Receiving', 'Scan the delivery note, then every item as you take it off the pallet. Each scan is one more; F2 types a number for one scan, F6 takes the last scan back, F5 says that a case holds another number, F3 that the next one is damaged, F3 twice that the driver takes it along again. The label of a pallet that was announced: once to see what is on it, again to receive it. What came without any paper: F2 before the delivery is chosen. What is not on the paper stops you once: say it is really here, or put it aside.'],
  put_away: ['Put away and move', 'Scan the item, once per piece, then the bin. Scan a bin first to take goods out of it.'],
  count: ['Counting', 'Scan the bin, then every piece you see. What the books have is not shown, so that you count what is there. F8 asks about what nobody saw.'],
  returns: ['Returns', 'Scan the parcel, then each item out of it. Answer with 1 and 2; the grade follows, and you may overrule it with its letter. Enter finishes the unit.'],
  pick: ['Picking', 'Bin, item, tote: in this order, and the screen always says which is next. F5 when not all is there. F2 takes several orders on a cart: a tote in each place, one walk, and at every stop the place it goes into.'],
  pack: ['Packing', 'Scan the tote, then every item into the box. The label stays locked until all of it was scanned.'],
  ship: ['Handing over', 'Scan each parcel as the carrier takes it.'],
  put_back: ['Putting back', 'Scan the tote, then each piece you take out of it, then the bin. The last piece closes the work item by itself. F5 when a piece is not there: the tote is counted then.'],
  stations: ['Stations', 'Who has which work, and when each was last heard of. A supervisor takes work back from a station that is silent (F2 all, F3 one piece), says why, and gives it to another or to whoever is free.'],
  adjust: ['Change stock', 'For what is broken, found or lost outside a count, or really lies elsewhere. Scan the bin and the item, say why, and how many. What is more than small change waits for somebody else to approve it.'],
  devices: ['Scanner and printer', 'Print the sheet (F3) and teach the scanner with its two codes (F2): keyboard, prefix, end, speed and the separator of GS1 codes. A picture or a camera scans as well. Labels wait here for a printer that is away; what may or may not be on paper is yours to say.'],
  count_sheet: ['A count sheet', 'A count on paper. F8 as you set out; when you are back, scan the sheet again and type what you wrote, line by line. Nothing written is not counted. F2 takes a time that was noted at a bin; a scan of a bin goes there, a scan of an item adds one that was not printed.'],
  count_figures: ['Figures of counts', 'Of planned first counts how many agree with the books, by position and by value. Counts that something called for stand apart. F2 saves the table, F3 prints it or makes a PDF.'],
  plan_counts: ['Planning counts', 'The bars are what the plan opens by itself. Scan bins or items, or choose a group, then open the counts for everybody or give them to somebody.'],
  approvals: ['Approvals', 'The change itself, in units and money. A approves what is shown and nothing else, T takes a line out of a sheet, R sends it to be counted again, Z corrects instead. What you counted yourself, somebody else decides; F5 names who stands in.'],
  exceptions: ['Needs you', 'Work items that a rule could not settle. F6 takes one on, so that nobody else works on it; F2 to F4 are the ways out, each with what it does to stock. Nothing disappears by itself.'],
  orders: ['Orders', 'Every open order with where it stands and what it waits for, late ones first. 1 to 9 show one kind. F2 lifts a hold, if yours to lift; F3 keeps an order back, F4 cancels it, F6 lets it go before others, F8 has it ship from another warehouse. A scan of an order, a tote or a parcel finds its order.'],
  promise: ['What can be promised', 'Scan an item: how many of it a channel may be promised now, and when more, with every step of the sum. 1 to 9 choose the channel, F2 another quantity.'],
  receiving_figures: ['Figures of receiving', 'Of what has come in here in four weeks: how long until put away, against the promise, how deliveries differ from their papers. Below the deliveries behind it; Enter opens one. F2 saves the table, F3 prints it.'],
  order_figures: ['Figures of orders', 'Of what has left here in four weeks: by the promise, without a short, whole, and nothing came back. Below the orders that spoilt it. F2 saves the table, F3 prints it.'],
  holds: ['Holds and recalls', 'Goods that nobody may sell, and where they are now: shelves, totes, parcels. Scan an item, a lot label, a bin or a tote to hold it. Of an item it is told who received the rest: F4 saves that list. F3 lifts the hold. What comes later falls under it by itself.'],
  suspense: ['Suspense', 'Goods that were taken although the books did not have them there. They are looked for by themselves for half an hour, as long as a station may still hold the receipt; then the bin is counted. F2 has it counted now.'],
  refunds: ['Refunds', 'Money for what came back. The policy decides most of it; what it leaves open stands first. F2 money back, F3 store credit, F4 send another, F6 refuse with a standard reason. Whatever you decide, somebody else signs it in approvals before it is paid, and each decision is paid once.'],
  rehearsal: ['Conflict rehearsal', 'Two people who cannot see each other’s work, and what comes of it. The arrows go through the story step by step, + and − change how many, left and right change when. It runs the real rules and touches no data.'],
};

export function Help({ doing, onClose }: { readonly doing: Route['screen']; readonly onClose: () => void }) {
  const { go } = useNavigation();
  const stack = useActionStack();
  // As they were before help itself laid its keys on top.
  const [actions] = useState<readonly Action[]>(() => stack.shown.get());
  const [, tell] = useScanLog();
  const [title, words] = about[doing];
  useThings({ screen: 'help', expected: 'nothing to be scanned: press Esc first', tell });
  useActions([{ key: 'F9', label: 'Rehearse a conflict', run: () => go({ screen: 'rehearsal' }) }, { key: 'Escape', label: 'Back to work', run: onClose, atEnd: true }, { key: 'F1', label: 'Back to work', run: onClose, elsewhere: true }], { modal: true });
  return (
    <div className="stack">
      <Instruction title={title} detail={words} />
      <div className="two two-even">
        <Panel title="Keys here" className="fill" scrolls>
          <ul className="help-keys">{actions.map((action) => <li key={action.key}><kbd>{keyName(action.key)}</kbd> {action.label}</li>)}<li><kbd>F11</kbd> Light or dark</li></ul>
        </Panel>
        <Panel title="Good to know" className="fill" scrolls>
          <ul className="help-words">
            <li>The scanner works whatever has the focus. Its Enter never presses a button.</li>
            <li>Every scan is kept, however fast. Where units are counted each one counts.</li>
            <li>Without network everything goes on and is kept on this station; the strip above says how much is unsent.</li>
            <li>A code nobody knows is kept aside for the supervisor, with where you scanned it.</li>
            <li>Four sounds: one short and high is right, two long and low is wrong, three rising asks you to look, a chord is done.</li>
          </ul>
        </Panel>
      </div>
    </div>
  );
}
