// Nobody touched the station for a while: whoever comes next shows who they are. What was begun waits for its person.
import { useEffect, useEffectEvent } from 'react';

const touches = ['keydown', 'pointerdown', 'wheel'] as const;

/** `after` in ms; null never locks. A scan is keys to the window, however it came. */
export function useIdleLock(after: number | null, lock: () => void): void {
  const lockNow = useEffectEvent(lock);
  useEffect(() => {
    if (after === null) return undefined;
    let timer = setTimeout(lockNow, after);
    const touched = (): void => {
      clearTimeout(timer);
      timer = setTimeout(lockNow, after);
    };
    for (const touch of touches) addEventListener(touch, touched, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      for (const touch of touches) removeEventListener(touch, touched, { capture: true });
    };
  }, [after]);
}
