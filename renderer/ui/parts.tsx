// The pieces every screen is built of: the one sentence, panels, chips, the running number, the last scans.
import { memo, type ReactNode } from 'react';
import { clockSeconds } from '#renderer/numbers.ts';
import type { LogEntry } from './scan-log.ts';

/** The one sentence that rules the screen: what to scan now. */
export function Instruction({ title, detail, children, tone = 'go' }: { readonly title: ReactNode; readonly detail?: ReactNode; readonly children?: ReactNode; readonly tone?: 'go' | 'ask' | 'done' }) {
  return (
    <section className={`instruction instruction-${tone}`} aria-label="What to do now">
      <span className="instruction-sign" aria-hidden="true">{tone === 'go' ? <BarsSign /> : tone === 'ask' ? '?' : '✓'}</span>
      <div className="instruction-words">
        <h1>{title}</h1>
        {detail !== undefined && <p>{detail}</p>}
      </div>
      {children}
    </section>
  );
}

const BarsSign = () => (
  <svg viewBox="0 0 32 32" width="36" height="36" fill="currentColor">
    <rect x="3" y="5" width="4" height="22" /><rect x="10" y="5" width="2" height="22" /><rect x="15" y="5" width="5" height="22" /><rect x="23" y="5" width="2" height="22" /><rect x="27" y="5" width="3" height="22" />
  </svg>
);

export function Panel({ title, aside, children, className = '', label, scrolls = false }: { readonly title?: ReactNode; readonly aside?: ReactNode; readonly children: ReactNode; readonly className?: string; readonly label?: string; /** May hold more than fits, so the keyboard must reach it. */ readonly scrolls?: boolean }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <section className={`panel ${className}`} {...(scrolls ? { tabIndex: 0 } : {})} aria-label={label ?? (typeof title === 'string' ? title : undefined)}>
      {title !== undefined && <div className="panel-head"><h2>{title}</h2>{aside !== undefined && <span className="panel-aside">{aside}</span>}</div>}
      {children}
    </section>
  );
}

export type Tone = 'plain' | 'ok' | 'stop' | 'attention';
export const Chip = ({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }) => <span className={`chip chip-${tone}`}>{children}</span>;

/** State as shape, word and colour, never colour alone. */
export function Mark({ tone, children }: { readonly tone: Tone | 'none'; readonly children?: ReactNode }) {
  const sign = { ok: '✓', stop: '✕', attention: '!', plain: '', none: '' }[tone];
  return <span className={`mark mark-${tone}`} aria-hidden="true">{children ?? sign}</span>;
}

export function RunningNumber({ value, of, label }: { readonly value: number | undefined; readonly of?: number | undefined; readonly label: string }) {
  const share = of === undefined || of === 0 ? undefined : Math.min(1, (value ?? 0) / of);
  return (
    <div className="running">
      <div className="running-line">
        <output className={of !== undefined && (value ?? 0) > of ? 'running-number running-over' : 'running-number'} aria-label={label}>{value ?? '–'}</output>
        <span className="running-of">{of === undefined ? label : `of ${of} expected`}</span>
      </div>
      {share !== undefined && <div className="bar" role="presentation"><div style={{ width: `${share * 100}%` }} /></div>}
    </div>
  );
}

/** The last scans with what each did; the newest is also said aloud. */
export const ScanLog = memo(function ScanLog({ entries, most = 6 }: { readonly entries: readonly LogEntry[]; readonly most?: number }) {
  return (
    <>
      <p className="sr-only" aria-live="polite" role="log">{entries[0] ? `${entries[0].text}. ${entries[0].effect}` : ''}</p>
      <ol className="scan-log" aria-label="Last scans">
        {entries.slice(0, most).map((entry) => (
          <li key={entry.id} className={`scan-log-${entry.tone}`}>
            <time>{clockSeconds(entry.at)}</time>
            <Mark tone={entry.tone} />
            <span className="scan-log-text">{entry.text}</span>
            <b>{entry.effect}</b>
          </li>
        ))}
      </ol>
    </>
  );
});

export function Nothing({ children }: { readonly children: ReactNode }) {
  return <p className="nothing">{children}</p>;
}

/** A stand-in for the picture of an item, told apart by its colour where the item has one. */
export function Picture({ colour, className = '' }: { readonly colour: string; readonly className?: string }) {
  return (
    <span className={`picture ${className}`} aria-hidden="true">
      <svg viewBox="0 0 48 48" width="56" height="56" fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinejoin="round">
        <path d="M24 5 41 14v20L24 43 7 34V14z" fill={cssColour(colour)} fillOpacity="0.55" /><path d="M7 14l17 9 17-9M24 23v20" />
      </svg>
    </span>
  );
}

const known = /^(?:white|black|red|green|blue|yellow|pink|purple|orange|brown|grey|gray|silver|gold|ivory|beige|navy|teal|turquoise|violet|olive|maroon|coral|mint|cream)$/;
const own: Readonly<Record<string, string>> = {
  cream: '#f3e9c8', mint: '#b7e4cf', 'dark blue': 'navy', rust: '#b7410e', wine: '#722f37', denim: '#4a6a94', coal: '#2b2b2e', charcoal: '#36454f', mustard: '#d9a520', sage: '#9caf88', sand: '#d9c6a3', 'bottle green': '#0d4f38',
  natural: '#d8c7a8', blush: '#e8b4b8', copper: '#b87333', oak: '#b58b59', slate: '#5f6b76', terracotta: '#c8633f', lilac: '#c3a6d8', lavender: '#b9a7dc', sky: '#8ecae6', forest: '#2c5f34', moss: '#6b7f3a', plum: '#6e3562', rose: '#d98b96', lime: '#9bc53d',
};
function cssColour(colour: string): string {
  const name = colour.toLowerCase().trim();
  return own[name] ?? (known.test(name) ? name : 'transparent');
}
