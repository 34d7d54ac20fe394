// What the ERP signs for: that it holds all of a station's commands up to a number. The link is the hash of that one, which
// carries the hash of the one before it and so on, so one signature stands for every command up to there.
import { isSignedBy, type SigningKey } from './ed25519.ts';

export interface Receipt {
  readonly device: string;
  /** The last number that is held. */
  readonly held: number;
  /** Hash of the command at that number. */
  readonly link: string;
  /** By the server's clock. */
  readonly at: number;
  /** The company's seal: SPKI and signature, base64. */
  readonly publicKey: string;
  readonly signature: string;
}
type Said = Pick<Receipt, 'device' | 'held' | 'link' | 'at'>;

const textOf = ({ device, held, link, at }: Said): string => `restow receipt 1\n${JSON.stringify([device, held, link, at])}`;

export const signReceipt = (key: SigningKey, said: Said): Receipt => ({ ...said, publicKey: key.publicKey, signature: key.sign(textOf(said)) });
export const isGenuine = (receipt: Receipt): boolean => isSignedBy(receipt.publicKey, textOf(receipt), receipt.signature);
