// What a station knows of time and of its contact with the server, by evidence that a clock set back does not change:
// the latest time it has seen by the server's clock, kept in its file, and a clock in the machine that nobody can set.
import { CLOCK_STEP, rightsFor } from '#domain/revoking.ts';
import type { Replica } from './replica.ts';

export interface RightsHere {
  /** The latest time seen, in ms by the server's clock; undefined before the first contact. */
  readonly latest: number | undefined;
  readonly heardAt: number | undefined;
  /** Whether the server was heard so lately that what it says of people's rights still holds. */
  readonly confirmed: boolean;
  /** How long rights last without contact, in ms. */
  readonly lasts: number;
}

export function rightsHere({ meta, rows }: Replica, now: number): RightsHere {
  const lasts = rightsFor(rows.find('setting', { key: 'rights_hours' })[0]);
  const [heard, seen] = [meta.get('heard_at'), meta.get('latest_at')];
  if (heard === undefined) return { latest: undefined, heardAt: undefined, confirmed: true, lasts };
  const latest = Math.max(Math.round(now + Number(meta.get('offset_ms') ?? 0)), Number(seen ?? heard));
  return { latest, heardAt: Number(heard), confirmed: latest - Number(heard) <= lasts, lasts };
}

export interface TimeKeeper {
  /** The server was heard, and said what time it is. */
  heard(serverNow: number): void;
  /** Called again and again: some time has passed. Answers whether rights are confirmed no more, or are again. */
  passed(): boolean;
}

/** So much (ms) may be lost of either with a power cut; each writing costs the disk a moment. */
const KEPT_EVERY = 60_000;

export function createTimeKeeper(replica: Replica, now: () => number, elapsed: () => number): TimeKeeper {
  const { meta } = replica;
  let last = elapsed();
  let { latest, confirmed } = rightsHere(replica, now());
  const isSet = (serverNow: number) => Math.abs(now() + Number(meta.get('offset_ms') ?? 0) - serverNow) > CLOCK_STEP;
  const keep = (heard?: number) => replica.inTransaction(() => {
    if (heard !== undefined) meta.set('heard_at', String(Math.round(heard)));
    if (heard !== undefined && isSet(heard)) meta.set('offset_ms', String(Math.round(heard - now())));
    meta.set('latest_at', String(Math.round(latest!)));
  });
  return {
    heard(serverNow) {
      last = elapsed();
      // A clock that had run ahead is corrected here, and nowhere else.
      latest = serverNow;
      const [heardAt, kept] = [Number(meta.get('heard_at') ?? -Infinity), Number(meta.get('latest_at') ?? -Infinity)];
      if (Math.abs(serverNow - heardAt) >= KEPT_EVERY || Math.abs(kept - serverNow) >= KEPT_EVERY || isSet(serverNow)) keep(serverNow);
    },
    passed() {
      if (latest === undefined) return false;
      const at = elapsed();
      latest = Math.max(latest + Math.max(0, at - last), rightsHere(replica, now()).latest ?? latest);
      last = at;
      if (latest - Number(meta.get('latest_at') ?? 0) >= KEPT_EVERY) keep();
      const before = confirmed;
      confirmed = rightsHere(replica, now()).confirmed;
      return confirmed !== before;
    },
  };
}
