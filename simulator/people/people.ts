// The table of what people do: a command type without an entry does not compile.
import type { CommandType } from '#domain/commands.ts';
import { approvingWork } from './approving.ts';
import { countingWork } from './counting.ts';
import { looseEnds } from './loose-ends.ts';
import { orderWork } from './orders.ts';
import type { Doing } from './person.ts';
import { receivingWork } from './receiving.ts';
import { refundsWork } from './refunds.ts';
import { returnsWork } from './returns.ts';
import { workWork } from './work.ts';

export const doings: { readonly [T in CommandType]: Doing<T> } = { ...receivingWork, ...countingWork, ...approvingWork, ...returnsWork, ...refundsWork, ...orderWork, ...looseEnds, ...workWork };
export const doingOf = <T extends CommandType>(type: T): Doing<T> => doings[type] as unknown as Doing<T>;
