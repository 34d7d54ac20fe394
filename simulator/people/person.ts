// What the simulator must know about a command type to have people do it, tell it and know what it did to the world.
import type { CommandOf, CommandType, Payload, PayloadInput } from '#domain/commands.ts';
import type { Row, TableName } from '#domain/tables.ts';
import type { View } from './view.ts';

/** Units that a hand moved: into a place, or with a negative number out of it. */
export interface Did {
  readonly itemId: string;
  readonly place: string;
  readonly units: number;
}
/** The company's rows at the end, for acts whose command does not name the goods. */
export interface Books {
  rows<T extends TableName>(table: T): readonly Row<T>[];
  /** Id of the command that was the first to stick this label on a returned unit. */
  firstToName(warehouse: string, unitId: string): string | undefined;
}

export interface Doing<T extends CommandType> {
  /** How often, against the others. */
  readonly weight: number;
  /** Who does it; `system` sends from the office. */
  readonly by: readonly string[];
  /** What somebody does with what they see; undefined when there is nothing of the kind to do. */
  draw(view: View): PayloadInput<T> | undefined;
  /** In words, after the person's name. */
  tell(payload: Payload<T>): string;
  /** What the hands did, whatever any book says; under which rule they are told; nothing for decisions and reports. */
  did(command: CommandOf<T>, books: Books, rule: string): readonly Did[];
}

export const everybody = ['mara', 'joe', 'lee', 'sam'] as const;
export const deciders = ['dana', 'sam', 'fin'] as const;

export const nothing = (): readonly Did[] => [];
export const into = (p: { readonly itemId: string; readonly quantity: number }, place: string): Did => ({ itemId: p.itemId, place, units: p.quantity });
export const outOf = (p: { readonly itemId: string; readonly quantity: number }, place: string): Did => ({ itemId: p.itemId, place, units: -p.quantity });
export const units = (p: { readonly itemId: string; readonly quantity: number; readonly lot?: string; readonly serial?: string }): string => `${p.quantity} ${p.itemId}${p.lot ? ` of lot ${p.lot}` : ''}${p.serial ? ` no. ${p.serial}` : ''}`;
