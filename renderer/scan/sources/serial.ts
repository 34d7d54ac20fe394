// Scanners at a serial port, where the browser offers ports: each line is one scan.
import type { ScanBus } from '#renderer/scan/scan-bus.ts';

/** As far as it is used here; browsers without it lack the property. */
export interface SerialPortLike {
  readonly readable: ReadableStream<Uint8Array> | null;
  open(options: { readonly baudRate: number }): Promise<void>;
  close(): Promise<void>;
}
interface Serial {
  requestPort(): Promise<SerialPortLike>;
}

/** No symbol holds more; what a broken line sends beyond it is cut and reads as damaged. */
const LONGEST = 8193;

export const serialOf = (from: Navigator): Serial | undefined => (from as { serial?: Serial }).serial;

/** Hands on every line until the port ends or is stopped. */
export async function readSerial(port: SerialPortLike, bus: Pick<ScanBus, 'inject'>, baudRate = 9600): Promise<() => Promise<void>> {
  await port.open({ baudRate });
  const reader = port.readable?.getReader();
  const lines = createLines((line) => bus.inject(line));
  void (async () => {
    for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) lines.push(chunk.value);
  })().catch(reportError);
  return async () => {
    await reader?.cancel();
    await port.close();
  };
}

/** Bytes in, lines out; CR, LF or both end one, and empty ones are none. */
export function createLines(onLine: (line: string) => void): { readonly push: (bytes: Uint8Array) => void } {
  const decoder = new TextDecoder('latin1');
  let rest = '';
  return {
    push(bytes) {
      const parts = (rest + decoder.decode(bytes, { stream: true })).split(/[\r\n]+/);
      rest = (parts.pop() ?? '').slice(0, LONGEST);
      for (const line of parts) if (line !== '') onLine(line.slice(0, LONGEST));
    },
  };
}
