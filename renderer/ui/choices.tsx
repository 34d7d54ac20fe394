// A list to choose from without the scanner: arrows and Enter, digits for the first nine, or a tap. Long lists draw
// only the rows in sight.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useActions } from './action-stack.ts';
import type { Action } from './action.ts';

export interface Choice {
  readonly id: string;
  readonly title: ReactNode;
  readonly detail?: ReactNode;
  readonly aside?: ReactNode;
  readonly locked?: string | undefined;
}
export interface ChoicesProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly onChoose: (id: string) => void;
  /** Told as the highlight moves, for lists with a detail beside them. */
  readonly onMove?: (id: string) => void;
  readonly rowHeight?: number;
  /** What Enter does with the highlighted one. */
  readonly verb?: string;
  readonly digits?: boolean;
  /** False for the second list of a screen: one key must not mean two things. It is still tapped, and reached by Tab. */
  readonly keys?: boolean;
  readonly chosen?: string | undefined;
}

export function Choices({ label, choices, onChoose, onMove, rowHeight = 72, verb = 'Choose', digits = true, keys = true, chosen }: ChoicesProps) {
  const [highlighted, setHighlighted] = useState<string | undefined>(undefined);
  const box = useRef<HTMLElement>(null);
  const found = choices.findIndex((choice) => choice.id === (chosen ?? highlighted));
  const index = Math.max(0, found);
  // oxlint-disable-next-line react/incompatible-library -- only warns the React compiler, which is not used here
  const virtual = useVirtualizer({ count: choices.length, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: 6, initialRect: { width: 600, height: 800 } });

  function moveTo(next: number): void {
    const choice = choices[Math.min(choices.length - 1, Math.max(0, next))];
    if (!choice) return;
    setHighlighted(choice.id);
    onMove?.(choice.id);
    virtual.scrollToIndex(choices.indexOf(choice));
  }
  function choose(choice: Choice | undefined): void {
    if (!choice || choice.locked !== undefined) return;
    setHighlighted(choice.id);
    onChoose(choice.id);
  }
  const hidden: Omit<Action, 'key' | 'run'> = { label, elsewhere: true };
  const arrows: Action[] = choices.length === 0 ? [] : [
    { ...hidden, key: 'ArrowDown', run: () => moveTo(index + 1) },
    { ...hidden, key: 'ArrowUp', run: () => moveTo(index - 1) },
    { key: 'Enter', label: verb, run: () => choose(choices[index]) },
  ];
  const numbers = digits ? choices.slice(0, 9).map((choice, at): Action => ({ ...hidden, key: String(at + 1), run: () => choose(choice) })) : [];
  useActions([...arrows, ...numbers], { enabled: keys });
  useEffect(() => {
    box.current?.scrollTo?.(0, 0);
  }, [label]);

  return (
    <section className="choices" ref={box} aria-label={label}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index: at, start, size }) => {
          const choice = choices[at];
          return choice && (
            <button key={choice.id} type="button" className={keys && at === index ? 'choice choice-on' : 'choice'} style={{ transform: `translateY(${start}px)`, height: size }} aria-disabled={choice.locked !== undefined} aria-current={keys && at === index} onClick={() => choose(choice)}>
              {digits && at < 9 && <kbd>{at + 1}</kbd>}
              <span className="choice-words">
                <span className="choice-title">{choice.title}</span>
                {(choice.locked ?? choice.detail) !== undefined && <span className="choice-detail">{choice.locked ?? choice.detail}</span>}
              </span>
              {choice.aside !== undefined && <span className="choice-aside">{choice.aside}</span>}
            </button>
          );
        })}
      </div>
    </section>
  );
}
