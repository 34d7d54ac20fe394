// Ending the rights of a station that is lost, or of somebody who has left: who, why, and since when.
import { useState } from 'react';
import { intent, type AnyIntent } from '#renderer/commands.ts';
import { moment } from '#renderer/numbers.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Panel } from '#renderer/ui/parts.tsx';

export type Whose = { readonly kind: 'device'; readonly id: string; readonly name: string; readonly heardAt: number | null } | { readonly kind: 'person' };
interface Subject {
  readonly id: string;
  readonly name: string;
}

const EVERYBODY = { about: 'people' } as const;
const reasons = {
  device: [['stolen or lost', 'It is stolen or lost'], ['broken', 'It is broken'], ['given away', 'It is given away or replaced']],
  person: [['left the company', 'They have left'], ['badge lost', 'Their badge is lost or somebody else has it'], ['suspended', 'They may not work here for now']],
} as const;

/** `onDecided` is given what is to be sent, and whose rights it ends. */
export function Revoke({ whose, self, now, onDecided }: { readonly whose: Whose; readonly self: string; readonly now: number; readonly onDecided: (command: AnyIntent, name: string) => void }) {
  const { answer: people } = useAnswer(EVERYBODY);
  const [subject, setSubject] = useState<Subject | undefined>(whose.kind === 'device' ? whose : undefined);
  const [reason, setReason] = useState('');
  if (!subject) {
    const choices = (people ?? []).filter((row) => row.active && row.person_id !== self && !(row.roles as readonly string[]).includes('system')).map((row) => ({ id: row.person_id, title: row.name }));
    return ask('Who may not work here any more?', 'People', choices, (id) => setSubject({ id, name: choices.find((each) => each.id === id)?.title ?? id }));
  }
  if (reason === '') return ask(`Why may ${subject.name} not go on?`, 'Reasons', reasons[whose.kind].map(([id, title]) => ({ id, title })), setReason);
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const earlier = whose.kind === 'device' ? (whose.heardAt === null ? [] : [{ at: whose.heardAt, title: 'Since it was last heard of' }]) : [{ at: midnight, title: 'Since midnight' }, { at: midnight - 86_400_000, title: 'Since midnight yesterday' }];
  const since = [{ id: 'now', title: 'From now on' }, ...earlier.map(({ at, title }) => ({ id: String(at), title, detail: moment(at, now) }))];
  return ask(`Since when may ${subject.name} not go on?`, 'Since when', since, (id) => {
    const given = { ...(id === 'now' ? {} : { since: Number(id) }), reason };
    onDecided(whose.kind === 'device' ? intent('device.revoke', { deviceId: subject.id, ...given }) : intent('person.revoke', { personId: subject.id, ...given }), subject.name);
  });
}

const ask = (title: string, label: string, choices: readonly { readonly id: string; readonly title: string; readonly detail?: string }[], onChoose: (id: string) => void) => (
  <div className="stack">
    <Instruction tone="ask" title={title} detail="Work that was done before counts, whenever it arrives. What comes after it is kept, its goods are held, and a supervisor decides." />
    <Panel className="fill" label={label}><Choices key={label} label={label} onChoose={onChoose} choices={choices} /></Panel>
  </div>
);
