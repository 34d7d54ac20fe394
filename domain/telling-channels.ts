// What is between us and a sales channel and needs a person: an order that could not be taken in, messages that the channel
// does not take. One work item for each stands until it is over.
import { decider } from './decider.ts';
import { raise, resolveException } from './exceptions.ts';
import { idFrom } from './ids.ts';
import { reject } from './rejections.ts';

export const channelExceptionId = (warehouse: string, about: string, subjectId: string): string => idFrom('channel', warehouse, about, subjectId);

export const tellOfChannel = decider('channel.tell', {
  reads: ({ warehouse, payload: p }) => {
    const exception_id = channelExceptionId(warehouse, p.about, p.subjectId);
    return [{ table: 'exception', where: { warehouse_id: warehouse, exception_id }, lock: `exception:${warehouse}:${exception_id}` }];
  },
  refuse: ({ warehouse, payload: p }, slice) => {
    const isOpen = slice.get('exception', warehouse, channelExceptionId(warehouse, p.about, p.subjectId))?.state === 'OPEN';
    return isOpen === p.over ? undefined : reject('already_done', { about: p.subjectId });
  },
  effects: (book) => {
    const { slice, command: { warehouse, type, payload: p } } = book;
    const id = channelExceptionId(warehouse, p.about, p.subjectId);
    if (!p.over) return raise(book, { id, rule: 'CHN-2', kind: p.about, subject: { kind: 'channel', id: p.subjectId }, ownerRole: 'supervisor', maxAgeHours: 4, did: { type, channelId: p.channelId, text: p.text, problems: p.problems } });
    const row = slice.get('exception', warehouse, id);
    if (row) resolveException(book, row, 'OVER');
    return undefined;
  },
});
