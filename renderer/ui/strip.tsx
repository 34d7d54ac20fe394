// The strip that never lies: where, who, connected or since when not, how much is unsent, how much needs you.
import { useServices } from '#renderer/services.ts';
import { useValue } from '#renderer/readable.ts';
import { age, clock, figure, plural } from '#renderer/numbers.ts';
import { useNow } from '#renderer/now.ts';
import { roleWords } from '#renderer/words.ts';
import type { Link } from '#renderer/bridge.ts';
import type { StationStatus } from '#electron/contract.ts';

const ALARM_AFTER_MS = 30 * 60_000;

export interface Standing {
  readonly tone: 'well' | 'sending' | 'offline' | 'alarm';
  readonly words: string;
}

/** What the strip says about the way of the work, from the station's hand to the ERP. */
export function standing(link: Link, status: StationStatus | undefined, now: number): Standing {
  if (link === 'lost') return { tone: 'alarm', words: 'This window has lost its station · trying again' };
  if (link === 'locked') return { tone: 'alarm', words: 'Open the address your station printed' };
  if (!status || link === 'connecting') return { tone: 'sending', words: 'Connecting to the station …' };
  const unsent = status.unsent > 0 ? ` · ${figure(status.unsent)} saved here` : '';
  const waits = status.oldestUnsentAt === null ? 0 : now - status.oldestUnsentAt;
  if (!status.online) {
    const cut = status.plugged ? '' : ' (network unplugged)';
    return { tone: waits > ALARM_AFTER_MS ? 'alarm' : 'offline', words: `Offline since ${clock(status.since)}${cut}${unsent || ' · nothing unsent'}` };
  }
  if (status.unsent > 0) return { tone: waits > ALARM_AFTER_MS ? 'alarm' : 'sending', words: `Online · sending ${figure(status.unsent)}${waits > 60_000 ? `, oldest ${age(waits)}` : ''}` };
  if (status.acceptedToday < status.today) return { tone: 'sending', words: `Online · ${figure(status.acceptedToday)} of ${figure(status.today)} of today are in the ERP` };
  return { tone: 'well', words: status.today === 0 ? 'Online · nothing unsent' : `Online · all ${figure(status.today)} of today are in the ERP` };
}

/** Floor work goes on; what stops is said where somebody tries it. */
export const unheardWords = (unheardFor: number): string => `Rights not confirmed: no ERP for ${age(unheardFor)} · no approvals here`;

/** Nothing is refused for it: what is recorded carries the ERP's time. */
export const clockWords = (ahead: number): string => `This clock is ${age(Math.abs(ahead))} ${ahead > 0 ? 'ahead of' : 'behind'} the ERP’s`;

const shapes: Readonly<Record<Standing['tone'], string>> = { well: '●', sending: '↑', offline: '⌁', alarm: '▲' };

export function Strip({ doing, onNeedsYou }: { readonly doing: string; readonly onNeedsYou: () => void }) {
  const { station, bridge } = useServices();
  const hello = useValue(station.hello);
  const person = useValue(station.person);
  const status = useValue(station.status);
  const link = useValue(bridge.link);
  const now = useNow();
  const { tone, words } = standing(link, status, now);
  return (
    <header className="strip-and-trouble">
      <div className="strip">
        <span className="strip-brand">Restow</span>
        <span className="strip-place">
          <b>{hello?.device.name ?? '…'}</b> · {hello?.warehouse.name ?? '…'}
          {doing !== '' && <span className="strip-doing"> · {doing}</span>}
        </span>
        <span className="strip-gap" />
        <output className={`pill pill-${tone}`} aria-label="Connection"><span aria-hidden="true">{shapes[tone]}</span> {words}</output>
        {status && status.needsYou > 0 && person && (
          <button type="button" className="pill pill-needs" onClick={onNeedsYou}>{plural(status.needsYou, 'needs you', 'need you')}</button>
        )}
        <span className="strip-person">
          {person ? <><b>{person.name}</b> · {person.roles.slice(0, 2).map(roleWords).join(', ')}</> : 'nobody signed in'}
        </span>
      </div>
      {/* Below, because the strip has no room for them beside what always stands there. */}
      {status && status.unheardFor !== null && <p className="trouble" role="alert">▲ {unheardWords(status.unheardFor)}</p>}
      {status && status.clockAhead !== null && <p className="strip-note">◷ {clockWords(status.clockAhead)}. Nothing is lost or refused for it: work is dated by the ERP.</p>}
      {status && status.photosStuck > 0 && <p className="strip-note">▣ {plural(status.photosStuck, 'photo waits', 'photos wait')} here for the ERP. The work is sent; leave this station on.</p>}
      {status && status.trouble !== '' && <p className="trouble" role="alert">▲ {status.trouble}</p>}
    </header>
  );
}
