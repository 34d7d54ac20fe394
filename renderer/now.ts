// The time of day for ages on the screen, drawn again now and then rather than with every tick.
import { useEffect, useState } from 'react';
import { useServices } from './services.ts';

export function useNow(everyMs = 10_000): number {
  const { now } = useServices();
  const [time, setTime] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setTime(now()), everyMs);
    return () => clearInterval(timer);
  }, [now, everyMs]);
  return time;
}
