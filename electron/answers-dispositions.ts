// The company's table of what happens to returned units, for a window that proposes while somebody grades.
import { DISPOSITION_RULES, readDispositions } from '#domain/disposing.ts';
import { GRADE_VALUE } from '#domain/valuing/grades.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { DispositionsAnswer } from './contract.ts';

export function dispositionTable({ rows }: Pick<Replica, 'rows'>): DispositionsAnswer {
  const setting = (key: string) => rows.find('setting', { key })[0]?.value;
  return { policy: readDispositions(setting(DISPOSITION_RULES)), gradeValue: setting(GRADE_VALUE) ?? null };
}
