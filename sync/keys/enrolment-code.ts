// A code that enrols one station: random, typed by hand once, known to the server as a hash alone. The station signs it
// with its key, which is the device's from then on.
import { createHash, randomInt } from 'node:crypto';
import { isSignedBy, type SigningKey } from './ed25519.ts';

/** Without what looks alike on paper. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const [GROUPS, GROUP] = [4, 4];

/** 80 bits, as four groups of four. */
export const newEnrolmentCode = (): string => Array.from({ length: GROUPS }, () => Array.from({ length: GROUP }, () => LETTERS[randomInt(LETTERS.length)]!).join('')).join('-');

/** As it is kept; lower case, spaces and dashes do not matter. */
export const enrolmentHash = (code: string): string => createHash('sha256').update(`restow enrolment code\n${code.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')}`).digest('hex');

interface Claim {
  readonly device: string;
  readonly incarnation: string;
  readonly code: string;
}
const textOf = ({ device, incarnation, code }: Claim): string => `restow enrolment 1\n${JSON.stringify([device, incarnation, enrolmentHash(code)])}`;

export const signEnrolment = (key: SigningKey, claim: Claim): string => key.sign(textOf(claim));
export const isEnrolmentOf = (publicKey: string, claim: Claim, signature: string): boolean => isSignedBy(publicKey, textOf(claim), signature);
