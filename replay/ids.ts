// Owns the ids of everything a replay makes: a function of invoice, position and step alone, so that whatever is sent
// again, after an interruption or from a renamed file, is known already.
import { idFrom } from '#domain/ids.ts';

/** `step` tells the commands of one line (or of the document: position 0) apart. */
export const stepId = (invoice: string, position: number, step: string): string => idFrom('replay', invoice, position, step);

export const orderIdOf = (invoice: string): string => stepId(invoice, 0, 'order');
export const binOf = (code: string): string => `BIN-${code}`;
export const parcelIdOf = (fulfilmentId: string): string => `PC-${idFrom('replay', fulfilmentId, 'parcel').slice(0, 20).toUpperCase()}`;
export const returnParcelIdOf = (invoice: string): string => `RP-${stepId(invoice, 0, 'return').slice(0, 20).toUpperCase()}`;
export const returnUnitIdOf = (invoice: string, position: number, part: number): string => `RU-${stepId(invoice, position, `unit:${part}`).slice(0, 20).toUpperCase()}`;
export const adjustmentIdOf = (documentClass: string, invoice: string, position: number): string => `AD-${stepId(invoice, position, documentClass).slice(0, 20).toUpperCase()}`;
