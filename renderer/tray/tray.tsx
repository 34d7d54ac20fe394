// The virtual scanner: for each step the right, a wrong and a damaged code, typed into the scan bus like any scanner's,
// and the plug that takes this station off the network.
import { Switch } from '@mantine/core';
import { useContext } from 'react';
import { useValue, createValue } from '#renderer/readable.ts';
import { useServices } from '#renderer/services.ts';
import { ExpectationContext, NOTHING, type Expected } from './expectations.ts';

const none = createValue(NOTHING);

export function Tray({ onClose }: { readonly onClose: () => void }) {
  const { bus, station } = useServices();
  const { right, wrong } = useValue(useContext(ExpectationContext) ?? none);
  const status = useValue(station.status);
  const first = right[0] ?? wrong[0];
  return (
    <aside className="tray" aria-label="Virtual scanner">
      <div className="panel-head"><h2>Scanner</h2><button type="button" className="plain-button" onClick={onClose} aria-label="Close the scanner tray">✕</button></div>
      <p className="tray-hint">For trying out without a scanner. Each press is one scan.</p>
      <Codes title="Right here" sign="✓" codes={right} onScan={bus.inject} />
      <Codes title="Wrong here" sign="✕" codes={wrong} onScan={bus.inject} />
      <Codes title="Damaged" sign="!" codes={[{ what: 'A torn label', code: damaged(first?.code ?? '5012345678900') }, { what: 'A code nobody knows', code: '00-NOBODY-KNOWS-ME' }]} onScan={bus.inject} />
      <section className="tray-plug">
        <Switch size="lg" label="Network of this station" description={status?.plugged === false ? 'Unplugged: work goes on and is kept here' : 'Plugged in'} checked={status?.plugged !== false} onChange={(event) => void station.plug(event.currentTarget.checked)} />
      </section>
      {/* Only a station that serves this page over HTTP has the sheet. */}
      {!('restow' in window) && <a className="tray-print" href="./barcodes.pdf" target="_blank" rel="noreferrer">Print these barcodes (PDF)</a>}
    </aside>
  );
}

/** The last digit is another one, so the check digit cannot be right. */
function damaged(code: string): string {
  const digits = /^\d{8,14}$/.test(code) ? code : '5012345678900';
  return digits.slice(0, -1) + String((Number(digits.at(-1)) + 1) % 10);
}

function Codes({ title, sign, codes, onScan }: { readonly title: string; readonly sign: string; readonly codes: readonly Expected[]; readonly onScan: (code: string) => void }) {
  if (codes.length === 0) return null;
  return (
    <section className="tray-codes" aria-label={title}>
      <h3><span aria-hidden="true">{sign}</span> {title}</h3>
      {codes.slice(0, 5).map(({ what, code }) => (
        <button key={code} type="button" className="tray-code" onClick={() => onScan(code)}>
          <span>{what}</span>
          <code>{code}</code>
        </button>
      ))}
    </section>
  );
}
