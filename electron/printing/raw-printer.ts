// A network printer at its raw port (9100): the label goes in, and the printer's own answer says that it went through. Whoever
// is asked about a print must be able to say printed, not printed, or not known; nothing is sent twice on a guess.
import { connect } from 'node:net';

export interface PrinterAddress {
  readonly host: string;
  readonly port: number;
}
export type Sent =
  | { readonly outcome: 'printed' }
  /** Nothing of the label has left this computer. */
  | { readonly outcome: 'not_sent'; readonly problem: string }
  /** Some of it has, and what the printer made of it is not known. */
  | { readonly outcome: 'uncertain'; readonly problem: string };

export interface SendOptions {
  /** How long the printer may be silent, in ms. */
  readonly patience: number;
}

/** Host status: three lines, each between STX and ETX. Printers answer it in order with the labels before it. */
const ASK = '~HS\r\n';
const ANSWER_LINES = 3;
const STX = '\u0002';
const ETX = '\u0003';

export function sendToPrinter({ host, port }: PrinterAddress, zpl: string, { patience }: SendOptions): Promise<Sent> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let heard = '';
    let sent = false;
    let done = false;
    function end(result: Sent): void {
      if (done) return;
      done = true;
      socket.destroy();
      resolve(result);
    }
    const fail = (problem: string): void => end({ outcome: sent ? 'uncertain' : 'not_sent', problem });

    socket.setTimeout(patience, () => fail(sent ? 'The printer took the label and said nothing more.' : 'The printer does not answer.'));
    socket.on('error', (error: NodeJS.ErrnoException) => fail(`The printer cannot be reached (${error.code ?? error.message}).`));
    socket.on('close', () => fail('The printer closed the line.'));
    // Asked first: a printer that has no paper, or a line that only looks open, gets nothing.
    socket.on('connect', () => socket.write(ASK));
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1');
      if (heard.length > 4096) return fail('The printer says something that no label printer says.');
      const lines = heard.split(ETX).slice(0, -1).map((line) => line.slice(line.indexOf(STX) + 1));
      if (lines.length < ANSWER_LINES) return;
      heard = '';
      if (sent) return end({ outcome: 'printed' });
      const trouble = troubleIn(lines);
      if (trouble !== '') return fail(trouble);
      sent = true;
      socket.write(`${zpl}\n${ASK}`);
    });
  });
}

/** What the first answer says against printing: no paper, paused, no ribbon, head open. */
function troubleIn([first = '', second = '']: readonly string[]): string {
  const flags = (line: string): string[] => line.split(',');
  const [, paperOut, pause] = flags(first);
  const [, , headUp, ribbonOut] = flags(second);
  if (paperOut === '1') return 'The printer has no paper.';
  if (headUp === '1') return 'The printer is open.';
  if (ribbonOut === '1') return 'The printer has no ribbon.';
  return pause === '1' ? 'The printer is paused.' : '';
}
