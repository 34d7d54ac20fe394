// Why something is so, told from this replica at once, and together with what the ERP knows where it can be asked: what
// lies before this station's horizon, and when each command reached it.
import { explain, namedIn, type Explanation } from '#domain/why/explain.ts';
import { foldOlder, sliceOf, together, type Evidence } from '#domain/why/evidence.ts';
import type { Subject } from '#domain/why/subject.ts';
import { evidenceHere } from '#db/local/why.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { Transport } from '#sync/client/transport.ts';
import type { Names, Question, WhyAnswer } from './contract.ts';

type WhyQuestion = Extract<Question, { about: 'why' }>;
export interface Why {
  answer(question: WhyQuestion): Promise<WhyAnswer>;
}

/** Lines that a screen shows; what is older is one opening line. */
const MOST_LINES = 500;

/** `levelAt`: when this replica was last level with the ERP. */
export function createWhy(replica: Pick<Replica, 'db' | 'meta'>, transport: Pick<Transport, 'why'>, levelAt: () => number | null): Why {
  return {
    async answer({ subject: asked, from }) {
      const { db, meta } = replica;
      const subject: Subject = { ...asked, warehouse: meta.get('warehouse_id') ?? '' };
      // The cursor and the rows are of one moment, so that both halves add up to the same position.
      const [here, query] = db.transaction(() => [evidenceHere(db, subject), { device: meta.get('device_id')!, cursor: meta.get('cursor') ?? '', epoch: meta.get('epoch') ?? '', subject }] as const)();
      const level = levelAt();
      if (from === 'here') return answerFrom(subject, here, { here: level, erp: null, missing: 'not_asked' });
      const reply = await transport.why(query);
      if (!reply.ok) return answerFrom(subject, here, { here: level, erp: null, missing: reply.refused ? 'refused' : 'offline' });
      return answerFrom(subject, together(here, reply.value.evidence, reply.value.atCursor), { here: level, erp: reply.value.now, missing: '' });
    },
  };
}

function answerFrom(subject: Subject, evidence: Evidence, sources: WhyAnswer['sources']): WhyAnswer {
  const kept = subject.kind === 'position' ? foldOlder(evidence, MOST_LINES) : evidence;
  const explanation = explain(subject, kept);
  return { explanation, names: namesFor(explanation, kept), sources };
}

/** Ids without a row keep being told as themselves. */
export function namesFor(explanation: Explanation, evidence: Evidence): Names {
  const rows = sliceOf(evidence);
  const { people, devices, items } = namedIn(explanation);
  return {
    people: named(people, (id) => rows.get('person', id)?.name), devices: named(devices, (id) => rows.get('device', id)?.name), items: named(items, (id) => rows.get('item', id)?.name),
    documents: Object.fromEntries([
      ...rows.list('fulfilment', {}).map((row) => [row.fulfilment_id, `order ${row.order_id}`] as const),
      ...rows.list('adjustment', {}).flatMap((row) => (row.task_id === null ? [] : [[row.adjustment_id, `count ${row.task_id}`] as const])),
    ]),
  };
}
const named = (ids: readonly string[], nameOf: (id: string) => string | undefined): Readonly<Record<string, string>> => Object.fromEntries(ids.map((id) => [id, nameOf(id) ?? id]));
