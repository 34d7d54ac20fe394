// Somebody has forgotten their PIN, or never had one: they choose it with their next sign-in, badge in hand.
import { intent, type AnyIntent } from '#renderer/commands.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Panel } from '#renderer/ui/parts.tsx';

const EVERYBODY = { about: 'people' } as const;

/** `onDecided` is given what is to be sent, and whom it lets choose. */
export function NewPin({ self, onDecided }: { readonly self: string; readonly onDecided: (command: AnyIntent, name: string) => void }) {
  const { answer: people } = useAnswer(EVERYBODY);
  const choices = (people ?? []).filter((row) => row.active && row.person_id !== self && !(row.roles as readonly string[]).includes('system')).map((row) => ({ id: row.person_id, title: row.name }));
  return (
    <div className="stack">
      <Instruction tone="ask" title="Who may choose a new PIN?" detail="The old one opens nothing any more. For a day, whoever shows the badge chooses: hand it over to nobody else." />
      <Panel className="fill" label="People"><Choices label="People" choices={choices} onChoose={(personId) => onDecided(intent('person.reset_pin', { personId }), choices.find((each) => each.id === personId)?.title ?? personId)} /></Panel>
    </div>
  );
}
