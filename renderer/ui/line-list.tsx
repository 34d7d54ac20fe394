// Lines of a document: expected, done, and what is wrong; only rows in sight are drawn, and only changed ones again.
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef } from 'react';
import { nameOf, useItem } from '#renderer/items.ts';
import { Mark, type Tone } from './parts.tsx';

export interface Line {
  readonly id: string;
  /** Named when its row comes into sight. */
  readonly itemId: string;
  readonly detail: string;
  /** Its number stands before the detail. */
  readonly numbered?: boolean;
  readonly value: string;
  readonly tone: Tone | 'none';
}

export function LineList({ label, lines, current, rowHeight = 66 }: { readonly label: string; readonly lines: readonly Line[]; readonly current?: string | undefined; readonly rowHeight?: number }) {
  const box = useRef<HTMLElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- only warns the React compiler, which is not used here
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: 8, initialRect: { width: 400, height: 800 } });
  const at = lines.findIndex((line) => line.id === current);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
    // The virtualiser is the same object for the life of the list.
  }, [at, virtual]);
  return (
    // Scrollable, so it must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="line-list" ref={box} tabIndex={0} aria-label={label}>
      <ul style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, size }) => {
          const line = lines[index];
          return line && <LineRow key={line.id} {...line} start={start} size={size} on={line.id === current} />;
        })}
      </ul>
    </section>
  );
}

const LineRow = memo(function LineRow({ itemId, detail, numbered = false, value, tone, start, size, on }: Line & { readonly start: number; readonly size: number; readonly on: boolean }) {
  const card = useItem(itemId);
  return (
    <li className={on ? 'line line-on' : 'line'} style={{ transform: `translateY(${start}px)`, height: size }}>
      <Mark tone={tone} />
      <span className="line-words">
        <span className="line-title">{nameOf(card, itemId)}</span>
        <span className="line-detail">{numbered ? [card?.item.sku, detail].filter(Boolean).join(' · ') : detail}</span>
      </span>
      <b className="line-value">{value}</b>
    </li>
  );
});
