// Work items that the server opens by itself, about what never reached the judge.
import type { ExceptionKind } from '#domain/exception-kinds.ts';
import type { Slice } from '#domain/slice.ts';
import type { Json } from '#domain/tables.ts';
import type { RuleId } from '#sync/conflict/rule-words.ts';

export interface ServerException {
  readonly warehouse: string;
  readonly id: string;
  readonly rule: RuleId;
  readonly kind: ExceptionKind;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly did: Json;
  readonly book: Json;
  readonly person: string;
  readonly device: string;
  readonly hours: number;
  readonly quantity?: number;
}

const HOUR = 3_600_000;

export function openException(slice: Slice, now: number, { warehouse, id, rule, kind, subject, did, book, person, device, hours, quantity = 0 }: ServerException): void {
  slice.apply({
    kind: 'became', table: 'exception',
    row: {
      warehouse_id: warehouse, exception_id: id, rule, kind, subject_kind: subject.kind, subject_id: subject.id, item_id: '', location_id: '', quantity,
      did, book, owner_role: 'supervisor', person_id: person, device_id: device, command_id: id,
      state: 'OPEN', opened_at: now, due_at: now + hours * HOUR, resolved_by: null, resolution: null, resolved_at: null, resolved_with: null, taken_by: null, taken_at: null,
    },
  });
}
