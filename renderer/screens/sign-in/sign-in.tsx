// Who works here: one scan of the badge; where badges are offered, a name from a list.
import { useState } from 'react';
import { useServices } from '#renderer/services.ts';
import { useValue } from '#renderer/readable.ts';
import { useScan } from '#renderer/scan/use-scan.ts';
import { roleWords } from '#renderer/words.ts';
import { useExpectation } from '#renderer/tray/expectations.ts';
import { PinBox } from './pin-box.tsx';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Panel } from '#renderer/ui/parts.tsx';

export function SignIn({ waiting, locked }: { readonly waiting: boolean; readonly locked: boolean }) {
  const { station, sounds, things } = useServices();
  const hello = useValue(station.hello);
  const [problem, setProblem] = useState('');
  const badges = hello?.badges ?? [];
  const status = useValue(station.status);
  const isEmpty = status !== undefined && status.stockAsOf === null;

  const [asked, setAsked] = useState<{ readonly badge: string; readonly name: string; readonly wants: 'pin' | 'new_pin' } | undefined>(undefined);
  const [busy, setBusy] = useState(false);

  async function signIn(badge: string, more: { readonly pin?: string; readonly next?: string } = {}): Promise<void> {
    setBusy(true);
    const said = await station.signIn({ badge, ...more });
    setBusy(false);
    setProblem(said.problem);
    setAsked(said.wants === '' ? undefined : { badge, name: said.name, wants: said.wants });
    sounds.play(said.person ? 'done' : said.problem === '' ? 'ok' : 'wrong');
  }
  useScan(async (read) => {
    const thing = await things.of(read);
    if (thing.kind === 'badge') return signIn(thing.badge);
    sounds.play('wrong');
    setProblem('That was no badge. Scan the badge that carries your name.');
    return undefined;
  });
  useExpectation({ right: badges.slice(0, 5).map(({ name, badge }) => ({ what: name, code: badge })), wrong: [{ what: 'An item instead of a badge', code: '5012345678900' }] });

  if (locked) return <Instruction tone="ask" title="This window does not know its station" detail="Open the address that the station printed when it started; it carries the key." />;
  return (
    <div className="sign-in">
      <Instruction title={waiting ? 'Connecting to the station …' : asked ? `Hello ${asked.name}` : 'Scan your badge'} detail={asked ? 'Type your PIN. Somebody else scans their badge instead.' : problem !== '' ? undefined : isEmpty ? `This station is new and ${status.online ? 'loads' : 'waits to load'} from the ERP; badges work as soon as that is done.` : 'What is recorded here carries your name from then on.'}>
        {problem !== '' && !asked && <p className="instruction-problem" role="alert">▲ {problem}</p>}
      </Instruction>
      {asked && <PinBox key={asked.badge + asked.wants} {...asked} busy={busy} problem={problem} onPin={(pin) => void signIn(asked.badge, asked.wants === 'pin' ? { pin } : { pin: '', next: pin })} onMismatch={() => { sounds.play('wrong'); setProblem('That was not the same PIN twice: begin again.'); }} onCancel={() => { setAsked(undefined); setProblem(''); }} />}
      {!asked && badges.length > 0 && (
        <Panel title="Or choose your name" aside="this station has demonstration badges" className="fill">
          <Choices label="People" onChoose={(badge) => void signIn(badge)} choices={badges.map(({ name, badge, roles }) => ({ id: badge, title: name, detail: roles.map(roleWords).join(', '), aside: <code>{badge}</code> }))} />
        </Panel>
      )}
    </div>
  );
}
