// Everything that is not on Home, in groups, a letter each. A scan does here what it does there.
import { useValue } from '#renderer/readable.ts';
import { useServices } from '#renderer/services.ts';
import { useNavigation } from '#renderer/route.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Instruction, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanAnything } from '#renderer/screens/home/scan-anything.ts';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { placesFor } from './places.ts';

export function More() {
  const { station } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  useScanAnything('more', tell);
  const shown = placesFor(useValue(station.person)?.roles ?? []);
  useActions([
    ...shown.flatMap((group) => group.places).map((place) => ({ key: place.key, label: place.title, run: () => go(place.route), elsewhere: true })),
    { key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true },
  ]);
  return (
    <div className="more">
      <Instruction title="Where to?" detail="press its letter, or scan anything" />
      <div className="places"><div className="place-columns">
        {shown.map((group) => (
          <section key={group.title} className="place-group" aria-label={group.title}>
            <h2>{group.title}</h2>
            {group.places.map((place) => (
              <button key={place.key} type="button" className="place" onClick={() => go(place.route)}>
                <kbd>{place.key}</kbd>
                <span><b>{place.title}</b><small>{place.detail}</small></span>
              </button>
            ))}
          </section>
        ))}
      </div></div>
      {log.length > 0 && <ScanLog entries={log} most={2} />}
    </div>
  );
}
