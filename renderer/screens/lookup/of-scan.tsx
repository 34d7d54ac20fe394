// A code that nothing here answers to, explained as far as its own form says: what kind it is, its fields, whose number it may be.
import type { ScanReport } from '#domain/barcode/scan-report.ts';
import { applicationIdentifier } from '#domain/barcode/application-identifiers.ts';
import { Chip, Panel } from '#renderer/ui/parts.tsx';

const classes: Readonly<Record<NonNullable<ScanReport['class']>, string>> = {
  valid: 'A product number whose check digit is right, but of no item in the list',
  restricted: 'A product number that only the shop that printed it knows',
  bad_check_digit: 'Not a product number: its check digit is wrong',
  bad_length: 'Not a product number: it has the wrong number of digits',
};
const MOST = 12;

export function kindOfScan({ kind, ais, class: productClass, candidates, gtin14 }: ScanReport): string {
  if (ais) return 'A GS1 code';
  if (productClass === 'valid' || productClass === 'restricted') return classes[productClass];
  if (candidates.length > 0) return candidates.length === 1 ? `A parcel number of ${candidates[0]?.name ?? ''}` : 'A parcel number';
  if (productClass) return classes[productClass];
  if (kind === 'sscc') return 'The number of a pallet';
  if (kind === 'digital-link') return 'A web address';
  return gtin14 ? 'A product number' : 'A code without a known form';
}

export function OfScan({ report, reason }: { readonly report: ScanReport; readonly reason: string }) {
  const text = report.ais ? '' : (report.data ?? '');
  return (
    <Panel className="fill" label="The code" scrolls>
      <h1 className="item-name">{kindOfScan(report)}</h1>
      {text !== '' && <p className="code">{text.slice(0, 128)}</p>}
      {(reason !== '' || report.error) && <p className="notice notice-attention">! {reason || report.error?.replace(/ \([A-Z_0-9]+\)$/, '')}</p>}
      <p className="chips">{[...new Set(report.candidates.map((one) => `${one.name}${one.service ? `, ${one.service}` : ''}`))].slice(0, 6).map((words) => <Chip key={words}>{words}</Chip>)}{report.candidates.some((one) => one.isReturn) && <Chip tone="attention">! a return label</Chip>}</p>
      {report.ais && <dl className="fields">{report.ais.slice(0, MOST).map(([ai, value]) => <div key={`${ai} ${value}`}><dt>{applicationIdentifier(ai)?.name ?? ai} <span className="muted">({ai})</span></dt><dd>{value}</dd></div>)}</dl>}
      {report.repair && <p className="muted">With its leading zeros it would be {report.repair}. Nothing is changed by itself.</p>}
      <p className="muted">No item, place or paper here carries it. Looking it up keeps nothing and asks nobody.</p>
    </Panel>
  );
}
