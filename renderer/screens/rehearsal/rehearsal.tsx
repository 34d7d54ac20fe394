// Conflict rehearsal: two people, two stations, no network. Choose a story, see what each side believes at every step,
// and how it ends whichever work reaches the ERP first. Everything happens in this window and touches no data.
import { useState } from 'react';
import { useNavigation } from '#renderer/route.ts';
import { useThings } from '#renderer/use-things.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Instruction, Panel } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { stories } from '#sync/core/rehearsal/stories.ts';
import type { Story } from '#sync/core/rehearsal/story.ts';
import { sentenceOf } from './moment-words.ts';
import { Stage } from './stage.tsx';

export function Rehearsal() {
  const { go } = useNavigation();
  const [, tell] = useScanLog();
  const [shown, setShown] = useState(stories[0]!.id);
  const [playing, setPlaying] = useState<Story | undefined>(undefined);
  useThings({ screen: 'rehearsal', expected: 'nothing to be scanned', tell });
  useActions([{ key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true }], { enabled: playing === undefined });
  if (playing) return <Stage story={playing} onBack={() => setPlaying(undefined)} />;
  const story = stories.find(({ id }) => id === shown)!;
  return (
    <div className="stack">
      <Instruction tone="ask" title="What happens when two people cannot see each other?" detail="Choose a story and play it. It runs the real rules in this window, without network, and touches no data." />
      <div className="two two-even">
        <Panel title="Stories" aside={stories.length} className="fill flush">
          <Choices label="Stories to play" verb="Play it" rowHeight={64} chosen={shown} onMove={setShown} onChoose={(id) => setPlaying(stories.find((each) => each.id === id))} choices={stories.map(({ id, title, about }) => ({ id, title, detail: about }))} />
        </Panel>
        <Panel label="The story" className="fill" scrolls>
          <h1 className="item-name">{story.title}</h1>
          <p>{story.setting}</p>
          <ol className="history">
            {story.acts.map((act) => <li key={act.name}><time>{act.at}</time><span>{sentenceOf({ act, quantity: act.quantity ?? 0 })}</span><span className="muted">{act.station === 'erp' ? 'the ERP, by itself' : story.stations[act.station]}</span></li>)}
          </ol>
        </Panel>
      </div>
    </div>
  );
}
