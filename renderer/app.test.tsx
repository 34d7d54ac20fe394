// The whole window in jsdom, with its real scan bus, reducers, RxDB and words, against a station that judges by the
// product's own rules on rows in memory. Scans are bursts of keys, as from a scanner.
import { MantineProvider } from '@mantine/core';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { questionOf } from '#sync/conflict/judge.ts';
import type { Row, TableName } from '#domain/tables.ts';
import type { Answers, Changes, Notice, Question, Replies, RequestName, SubmitReply, Thing, WorkingTable } from '#electron/contract.ts';
import { announce, item, smallCompany, stock } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';
import { App } from './app.tsx';
import type { Bridge, Link } from './bridge.ts';
import { createCommands } from './commands.ts';
import { createItems } from './items.ts';
import { createValue } from './readable.ts';
import { createScanBus } from './scan/scan-bus.ts';
import { createSounds } from './scan/sounds.ts';
import { ServicesContext } from './services.ts';
import { createStationView } from './station.ts';
import { createThings } from './things.ts';
import { Providers } from './ui/providers.tsx';
import type { AnyStorage } from './working-set/database.ts';
import { createFeed } from './working-set/feed.ts';
import { workingTables } from './working-set/schema.ts';
import { createWorkingSet } from './working-set/working-set.ts';

const CODES: Readonly<Record<string, string>> = { '4006381333931': 'CUP', '4006381333948': 'LID' };
const people = [{ id: 'ann', name: 'Ann A.', badge: 'RB-1', roles: ['floor', 'inspector'] }];

/** One station: judges each command as it would be judged, and keeps what it recorded. */
function stationOf(world: World) {
  const recorded: { type: string; payload: Record<string, unknown>; confirmed: readonly string[] }[] = [];
  let person: (typeof people)[number] | undefined;
  const listeners = new Set<(notice: Notice) => void>();
  const rowsOf = (table: WorkingTable): Changes => ({ table, removed: [], rows: world.all(table as TableName) as unknown as Changes['rows'] });
  const status = () => ({ online: false, since: world.now, plugged: true, unsent: recorded.length, oldestUnsentAt: null, acceptedToday: 0, today: recorded.length, needsYou: 0, unheardFor: null, clockAhead: null, photosStuck: 0, lockAfter: null, stockAsOf: world.now, trouble: '', now: world.now });

  function submit(commands: readonly { id: string; type: string; payload: Record<string, unknown>; confirmed?: readonly string[] | undefined }[]): SubmitReply {
    const results: Extract<SubmitReply, { ok: true }>['results'][number][] = [];
    for (const { id, type, payload, confirmed = [] } of commands) {
      const command = world.command(type as 'scan.keep', payload as never, { id, person: person?.id ?? '', confirmed });
      const question = questionOf(command, world.sliceFor(command));
      if (question) return { ok: false, why: question.rule.verdict === 'refused' ? 'refused' : 'question', command: id, rejection: question.rejection, rule: question.rule.id };
      const { verdict, rule, rejection } = world.send(command);
      recorded.push({ type, payload, confirmed });
      results.push({ id, verdict: verdict as 'applied', rule, rejection: rejection ?? null });
    }
    return { ok: true, results, changes: workingTables.map(rowsOf) };
  }
  function thing(raw: string): Thing {
    const itemId = CODES[raw];
    if (itemId !== undefined) return { kind: 'item', itemId, units: 1, lot: '', expiresOn: null, serial: '' };
    if (raw.startsWith('LOC-')) return { kind: 'location', locationId: raw.slice(4), locationKind: 'bin' };
    if (raw.startsWith('DN-')) return { kind: 'document', document: 'delivery', id: raw };
    if (raw.startsWith('RB-')) return { kind: 'badge', badge: raw, person: null };
    return { kind: 'unknown', text: raw };
  }
  function answer(question: Question): Answers[keyof Answers] {
    switch (question.about) {
      case 'thing': return thing(question.raw);
      case 'items': return world.all('item').filter((row) => question.ids.includes(row.item_id)).map((row) => ({ item: row, packs: [], lookAlikes: row.item_id === 'LID' ? ['CUP'] : [], barcodes: Object.entries(CODES).flatMap(([code, id]) => (id === row.item_id ? [{ code, units: 1 }] : [])) }));
      case 'places': return world.all('location').filter((row) => row.warehouse_id === 'W1' && row.kind === question.kind);
      case 'expected': return world.all('position').filter((row) => row.location_id === question.locationId && row.quantity > 0).map((row) => ({ itemId: row.item_id, lot: row.lot }));
      case 'put_away': return { locationId: 'A2', why: 'empty' };
      case 'approvals_waiting': return 0;
      default: return [];
    }
  }
  const replies: { readonly [N in RequestName]: (body: never) => Replies[N] } = {
    hello: () => ({ device: { onlyCounts: false, id: 'D1', name: 'Dock 2' }, warehouse: { id: 'W1', name: 'Leeds' }, person: person ?? null, status: status(), workingSet: 'A', tray: true, badges: people }),
    working: () => ({ workingSet: 'A', changes: workingTables.map(rowsOf) }),
    signIn: ({ badge }: { badge: string }) => {
      person = people.find((each) => each.badge === badge);
      return { person: person ?? null, problem: person ? '' : 'Nobody here has this badge.', wants: '', name: person?.name ?? '' };
    },
    signOut: () => ({ person: null }),
    submit: ({ commands }: { commands: never[] }) => submit(commands),
    ask: ({ question }: { question: Question }) => answer(question) as object,
    print: () => ({ problem: '' }),
    printJob: () => ({ problem: '' }),
    labelSheet: () => ({ pdf: '', problem: 'none' }),
    tablePdf: () => ({ pdf: '', problem: 'none' }),
    claim: () => ({ pdf: '', problem: '' }),
    countSheet: () => ({ pdf: '', problem: 'none' }),
    keepPhoto: () => ({ hash: 'a'.repeat(64), problem: '' }),
    photo: () => ({ type: '', picture: '', problem: 'none' }),
    plug: () => status(),
    noted: () => status(),
  };
  const bridge: Bridge = {
    request: async (name, body) => {
      await Promise.resolve();
      return replies[name](body as never);
    },
    onNotice: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    link: createValue<Link>('up'),
  };
  return { bridge, recorded };
}

let number = 0;
let stop: () => Promise<void>;
let bus: ReturnType<typeof createScanBus>;
function open(world: World) {
  const { bridge, recorded } = stationOf(world);
  bus = createScanBus({ target: window, now: () => world.now });
  number += 1;
  const workingSet = createWorkingSet({ name: `app-${number}`, storages: async () => [getRxStorageMemory() as AnyStorage] });
  const feed = createFeed({ workingSet, load: () => bridge.request('working', {}) });
  const services = {
    bridge, bus, now: () => world.now, workingSet, feed, station: createStationView(bridge, feed), commands: createCommands(bridge, feed), items: createItems(bridge), things: createThings(bridge, () => world.now), sounds: createSounds({ on: false }),
  };
  const shown = render(<MantineProvider><ServicesContext value={services}><Providers bus={bus}><App /></Providers></ServicesContext></MantineProvider>);
  stop = async () => {
    shown.unmount();
    bus.stop();
    await workingSet.close();
  };
  return { recorded };
}

/** A burst of keys in one go, with its Enter unless the scanner stops before it. */
async function scan(code: string, { end = true } = {}): Promise<void> {
  await act(async () => {
    for (const key of [...code, ...(end ? ['Enter'] : [])]) {
      const target = document.activeElement ?? document.body;
      const init = { key, code: key === 'Enter' ? 'Enter' : /\d/.test(key) ? `Digit${key}` : key === '-' ? 'Minus' : `Key${key}`, bubbles: true, cancelable: true, shiftKey: /^[A-Z]$/.test(key) };
      target.dispatchEvent(new KeyboardEvent('keydown', init));
      target.dispatchEvent(new KeyboardEvent('keyup', init));
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
}
async function press(key: string): Promise<void> {
  await act(async () => {
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true }));
    target.dispatchEvent(new KeyboardEvent('keyup', { key, code: key, bubbles: true, cancelable: true }));
    await new Promise((resolve) => setTimeout(resolve, 150));
  });
}
const heading = (words: RegExp | string) => screen.findByRole('heading', { level: 1, name: words });
const running = () => document.querySelector('.running-number')?.textContent;

beforeEach(() => {
  sessionStorage.clear();
  // jsdom has no layout; without a height a long list would draw no row.
  Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { configurable: true, value: 800 });
  Object.defineProperty(HTMLElement.prototype, 'offsetWidth', { configurable: true, value: 800 });
});
afterEach(() => stop());

const company = (): World => {
  const world = smallCompany();
  world.seed('item', item('LID', { name: 'Lid, red', look_alike_group: 'g' }), item('CUP', { name: 'Cup, white', look_alike_group: 'g' }));
  announce(world, 'DN-1', { CUP: 3 });
  return world;
};
async function atDelivery(world: World) {
  const opened = open(world);
  await heading('Scan your badge');
  await scan('RB-1');
  await heading('Scan anything to begin');
  await scan('DN-1');
  await heading('Scan the next item');
  return opened;
}

describe('receiving', () => {
  it('counts one more per scan, and a wrong item stops until the right one is scanned', async () => {
    const { recorded } = await atDelivery(company());
    await scan('4006381333931');
    await scan('4006381333931');
    await waitFor(() => expect(running()).toBe('2'));
    await scan('4006381333948');
    const stopped = await screen.findByRole('alertdialog', { name: 'Not on this delivery' });
    expect(within(stopped).getByText('red').tagName).toBe('MARK');
    await press('Enter');
    expect(screen.getByRole('alertdialog')).toBeTruthy();
    expect(recorded.length).toBe(2);
    await scan('4006381333931');
    await waitFor(() => expect(running()).toBe('3'));
    expect(recorded.map(({ type, payload }) => [type, payload['itemId'], payload['quantity']])).toEqual(Array.from({ length: 3 }, () => ['delivery.receive', 'CUP', 1]));
  });

  it('a wrong item that is really here is recorded as that', async () => {
    const { recorded } = await atDelivery(company());
    await scan('4006381333948');
    await screen.findByRole('alertdialog');
    await press('Escape');
    await waitFor(() => expect(recorded.map(({ payload, confirmed }) => [payload['itemId'], confirmed])).toEqual([['LID', ['not_this_document']]]));
    await waitFor(() => expect(running()).toBe('1'));
    expect(screen.getAllByText(/kept aside for the buyer/).length).toBeGreaterThan(0);
  });

  it('more than expected is asked about once, whatever came meanwhile', async () => {
    const { recorded } = await atDelivery(company());
    for (let scans = 0; scans < 6; scans += 1) await scan('4006381333931');
    const asked = await screen.findByRole('alertdialog', { name: 'More than expected' });
    await waitFor(() => expect(asked.textContent).toContain('3 units'));
    expect(recorded.length).toBe(3);
    await press('Escape');
    await waitFor(() => expect(running()).toBe('6'));
    await scan('4006381333931');
    await waitFor(() => expect(running()).toBe('7'));
    expect(recorded.length).toBe(7);
  });

  it('F2 counts for one scan only', async () => {
    const { recorded } = await atDelivery(company());
    await press('F2');
    await press('2');
    await scan('4006381333931');
    await waitFor(() => expect(running()).toBe('2'));
    await scan('4006381333931');
    await waitFor(() => expect(running()).toBe('3'));
    expect(recorded.map(({ payload }) => payload['quantity'])).toEqual([2, 1]);
  });

  it('F3 is for the next scan: damaged', async () => {
    const { recorded } = await atDelivery(company());
    await press('F3');
    await scan('4006381333931');
    await scan('4006381333931');
    await waitFor(() => expect(recorded.map(({ payload }) => payload['condition'])).toEqual(['D', 'N']));
  });

  it('a code nobody knows is kept, with where it was scanned, and said so', async () => {
    const { recorded } = await atDelivery(company());
    await scan('WHAT-IS-THIS');
    await waitFor(() => expect(recorded[0]).toMatchObject({ type: 'scan.keep', payload: { raw: 'WHAT-IS-THIS', screen: 'receive', why: 'unknown' } }));
    expect((await screen.findAllByText(/kept aside for the supervisor/)).length).toBeGreaterThan(0);
  });

  it('a scan that was cut off asks for another one; only the second in a row is somebody’s work', async () => {
    const { recorded } = await atDelivery(company());
    await scan('400638133', { end: false });
    await screen.findAllByText(/not counted/);
    expect(recorded).toEqual([]);
    // What follows at once might be the rest of the broken scan.
    const pause = () => act(() => new Promise((resolve) => setTimeout(resolve, 500)));
    await pause();
    await scan('4006381333931');
    await waitFor(() => expect(recorded.map(({ type }) => type)).toEqual(['delivery.receive']));
    await scan('400638133', { end: false });
    await pause();
    await scan('400638133', { end: false });
    await waitFor(() => expect(recorded.map(({ type }) => type)).toEqual(['delivery.receive', 'scan.keep']));
  });
});

describe('counting', () => {
  const shelf = (): World => {
    const world = company();
    stock(world, 'A1', 'CUP', 4);
    stock(world, 'A1', 'LID', 2);
    return world;
  };
  async function atBin(world: World) {
    const opened = open(world);
    await heading('Scan your badge');
    await scan('RB-1');
    await heading('Scan anything to begin');
    await scan('LOC-A1');
    await heading('Scan every piece you see');
    return opened;
  }

  it('asks for each expected item nobody saw, and leaves uncounted what is not answered', async () => {
    const world = shelf();
    const { recorded } = await atBin(world);
    await scan('4006381333931');
    await waitFor(() => expect(running()).toBe('1'));
    await press('F8');
    await heading(/None of these here\? Lid, red/);
    await press('F9');
    await heading('Everything is asked');
    await press('F8');
    await heading('Scan the bin you count');
    expect(recorded.map(({ type }) => type)).toEqual(['count.open', 'count.record', 'count.submit']);
    expect(world.all('count_line').filter((row) => row.last_look > 0).map((row: Row<'count_line'>) => [row.item_id, row.counted])).toEqual([['CUP', 1]]);
  });

  it('"none here" is a look of zero, and an undo takes a look back as a new event', async () => {
    const { recorded } = await atBin(shelf());
    await scan('4006381333931');
    await scan('4006381333931');
    await waitFor(() => expect(running()).toBe('2'));
    await press('F6');
    await waitFor(() => expect(running()).toBe('1'));
    await press('F8');
    await heading(/None of these here/);
    await press('F8');
    await waitFor(() => expect(recorded.filter(({ type }) => type === 'count.record').map(({ payload }) => [payload['itemId'], payload['quantity']])).toEqual([['CUP', 1], ['CUP', 1], ['CUP', -1], ['LID', 0]]));
  });

  it('200 scans without waiting are 200 looks', async () => {
    const world = shelf();
    const { recorded } = await atBin(world);
    await act(async () => {
      for (let scans = 0; scans < 200; scans += 1) bus.inject('4006381333931');
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
    await waitFor(() => expect(running()).toBe('200'), { timeout: 20_000 });
    expect(recorded.filter(({ type }) => type === 'count.record').length).toBe(200);
    expect(world.all('count_line')[0]?.counted).toBe(200);
  });
});

describe('a badge', () => {
  it('in the middle of the work is said and changes nothing: a label may carry its text', async () => {
    await atDelivery(company());
    await scan('RB-1');
    await screen.findByText('press F10 first to switch person');
    await heading('Scan the next item');
    expect(screen.queryByText(/signed in/)).toBeNull();
  });
});
