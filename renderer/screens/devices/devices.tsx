// The desk's own tools: teach the scanner with one printed sheet, read pictures and a camera as scans, and see what is to be printed.
import { download, fromBase64 } from '#renderer/download.ts';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { PrintJobAnswer } from '#electron/contract.ts';
import { moment } from '#renderer/numbers.ts';
import { useNow } from '#renderer/now.ts';
import { useValue } from '#renderer/readable.ts';
import { useNavigation } from '#renderer/route.ts';
import type { Camera } from '#renderer/scan/sources/camera.ts';
import { diagnose, separatorOf, separatorWords } from '#renderer/scan/doctor.ts';
import type { KeyInput } from '#renderer/scan/key-reading.ts';
import type { ScanProfile } from '#renderer/scan/profile.ts';
import { keepScanners, keptScanners } from '#renderer/scan/profiles.ts';
import { chooseHid, hidOf, readHid } from '#renderer/scan/sources/hid-pos.ts';
import { readSerial, serialOf } from '#renderer/scan/sources/serial.ts';
import { useServices } from '#renderer/services.ts';
import { thingWords, useThings } from '#renderer/use-things.ts';
import { useAnswer } from '#renderer/use-answer.ts';
import { useActions } from '#renderer/ui/action-stack.ts';
import { Choices } from '#renderer/ui/choices.tsx';
import { Chip, Instruction, Nothing, Panel, ScanLog } from '#renderer/ui/parts.tsx';
import { useScanLog } from '#renderer/ui/scan-log.ts';
import { TextBox } from '#renderer/ui/text-box.tsx';
import { problemWords } from '#renderer/words.ts';

type Lesson = { readonly step: 'none' } | { readonly step: 'layout' } | { readonly step: 'separator'; readonly profile: ScanProfile } | { readonly step: 'name'; readonly profile: ScanProfile };

/** A scanner is done when no key came for this long. */
const QUIET_MS = 700;

export function Devices() {
  const { bridge, bus, sounds, station } = useServices();
  const { go } = useNavigation();
  const [log, tell] = useScanLog();
  const [lesson, setLesson] = useState<Lesson>({ step: 'none' });
  const [scanners, setScanners] = useState(() => keptScanners(localStorage));
  const [chosen, setChosen] = useState('');
  const [camera, setCamera] = useState<Camera | undefined>(undefined);
  const picture = useRef<HTMLInputElement>(null);
  const preview = useRef<HTMLDivElement>(null);
  const now = useNow(5000);
  const printing = useValue(station.printing);
  const { answer: queue, again } = useAnswer({ about: 'print_jobs' });
  useEffect(() => again(), [again, printing]);
  useEffect(() => {
    if (camera) preview.current?.replaceChildren(camera.video);
    return () => camera?.stop();
  }, [camera]);

  function learn(before: Lesson, keys: readonly KeyInput[]): Lesson {
    if (before.step === 'layout') {
      const found = diagnose(keys);
      sounds.play(found.ok ? 'ok' : 'wrong');
      tell(found.ok ? 'ok' : 'stop', found.ok ? `Keyboard ${found.profile.layout.toUpperCase()}, ${found.averageGapMs} ms a key${found.profile.prefix ? `, prefix ${found.profile.prefix}` : ''}` : found.problem, found.ok ? 'learnt' : 'not learnt');
      if (!found.ok) return before;
      for (const advice of found.advice) tell('attention', advice, 'for the scanner’s own settings');
      return { step: 'separator', profile: found.profile };
    }
    if (before.step !== 'separator') return before;
    const separator = separatorOf(keys, before.profile);
    sounds.play(separator === 'sent' ? 'ok' : 'attention');
    tell(separator === 'sent' ? 'ok' : 'attention', separatorWords[separator], separator === 'unknown' ? 'scan code 2' : 'learnt');
    return separator === 'unknown' ? before : { step: 'name', profile: before.profile };
  }
  const learnt = useEffectEvent((keys: readonly KeyInput[]) => setLesson(learn(lesson, keys)));
  const listening = lesson.step === 'layout' || lesson.step === 'separator';
  useEffect(() => {
    if (!listening) return undefined;
    let keys: KeyInput[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const judge = (): void => {
      const heard = keys;
      keys = [];
      learnt(heard);
    };
    const leave = bus.listenIn((key) => {
      if (key.key === 'Escape' && keys.length === 0) return setLesson({ step: 'none' });
      keys = [...keys, key];
      clearTimeout(timer);
      timer = setTimeout(judge, QUIET_MS);
    });
    return () => {
      clearTimeout(timer);
      leave();
    };
  }, [listening, bus]);

  function keep(name: string, profile: ScanProfile): void {
    const next = { active: name, scanners: { ...scanners.scanners, [name]: profile } };
    keepScanners(localStorage, next);
    setScanners(next);
    bus.use(profile);
    setLesson({ step: 'none' });
    sounds.play('done');
    tell('ok', name, 'is the scanner of this desk now');
  }

  async function sheet(): Promise<void> {
    const { pdf, problem } = await bridge.request('labelSheet', { title: 'Scanner sheet', labels: [{ of: 'scanner', id: 'sheet' }] });
    if (problem !== '') return tell('stop', problemWords(problem), 'no sheet');
    download('scanner-sheet.pdf', 'application/pdf', fromBase64(pdf));
    tell('ok', 'Scanner sheet', 'print it at full size');
  }
  async function read(file: File): Promise<void> {
    const { readPicture } = await import('#renderer/scan/sources/picture.ts');
    const found = await readPicture(file);
    if (!found) {
      sounds.play('wrong');
      return tell('stop', file.name, 'no code found in it');
    }
    bus.inject(found.raw);
  }
  async function toggleCamera(): Promise<void> {
    if (camera) return setCamera(undefined);
    const { startCamera } = await import('#renderer/scan/sources/camera.ts');
    await startCamera(bus, () => sounds.play('ok')).then(setCamera, (problem: unknown) => tell('stop', 'The camera cannot be used here', problem instanceof Error ? problem.message : ''));
  }
  async function serial(): Promise<void> {
    const ports = serialOf(navigator);
    if (!ports) return tell('stop', 'This window cannot reach serial ports', 'use the scanner as a keyboard');
    await ports.requestPort().then((port) => readSerial(port, bus)).then(() => tell('ok', 'Serial scanner', 'is read now'), (problem: unknown) => tell('stop', 'No serial scanner', problem instanceof Error ? problem.message : ''));
  }
  async function hidPos(): Promise<void> {
    const hid = hidOf(navigator);
    if (!hid) return tell('stop', 'This window cannot reach USB scanners', 'use the scanner as a keyboard');
    try {
      const [device] = await chooseHid(hid);
      if (!device) return tell('stop', 'No USB scanner', 'none was chosen');
      await readHid(device, bus);
      tell('ok', device.productName, 'is read now, and whenever this window opens');
    } catch (problem) {
      tell('stop', 'No USB scanner', problem instanceof Error ? problem.message : '');
    }
  }
  async function job(what: 'again' | 'printed' | 'dropped'): Promise<void> {
    const one = queue?.jobs.find(({ jobId }) => jobId === chosen) ?? queue?.jobs[0];
    if (!one) return;
    const { problem } = await bridge.request('printJob', { jobId: one.jobId, what });
    sounds.play(problem === '' ? 'ok' : 'wrong');
    tell(problem === '' ? 'ok' : 'stop', one.label.title, problem === '' ? { again: 'printed again, marked as a reprint', printed: 'it is on paper', dropped: 'not wanted any more' }[what] : problemWords(problem));
    again();
  }

  useThings({
    screen: 'devices', expected: 'anything, to see what it is', tell, enabled: !listening,
    any: (thing, { raw }) => {
      sounds.play('ok');
      tell('ok', raw.replaceAll(/\p{Cc}/gu, '·').slice(0, 60), thingWords(thing));
      return true;
    },
  });
  useActions(lesson.step === 'name' || listening ? [] : [
    { key: 'F2', label: 'Teach the scanner', run: () => setLesson({ step: 'layout' }), primary: true },
    { key: 'F3', label: 'Scanner sheet', run: () => void sheet() },
    { key: 'F4', label: 'Read a picture', run: () => picture.current?.click() },
    { key: 'F5', label: camera ? 'Camera off' : 'Camera', run: () => void toggleCamera() },
    { key: 'F6', label: 'Serial scanner', run: () => void serial() },
    { key: 'U', label: 'USB scanner', run: () => void hidPos() },
    ...((queue?.jobs.length ?? 0) > 0 ? [
      { key: 'F8', label: 'Print again', run: () => void job('again') },
      { key: 'F9', label: 'It is on paper', run: () => void job('printed') },
      { key: 'Delete', label: 'Not wanted', run: () => void job('dropped') },
    ] : []),
    { key: 'Escape', label: 'Home', run: () => go({ screen: 'home' }), atEnd: true },
  ]);
  const names = Object.keys(scanners.scanners);
  return (
    <div className="stack">
      <Instruction title={lesson.step === 'layout' ? 'Scan code 1 of the sheet' : lesson.step === 'separator' ? 'Scan code 2 of the sheet' : 'Scanner and printer'} detail={listening ? 'the scanner types here only, until it is learnt; Esc leaves' : 'scan anything to see what it is'} />
      {lesson.step === 'name' && <TextBox title="Name of this scanner" hint="As people call it: the one at dock 2. Type it and press Enter." onDone={(name) => keep(name, lesson.profile)} onCancel={() => setLesson({ step: 'none' })} />}
      <input ref={picture} type="file" accept="image/png,image/jpeg,image/webp" className="sr-only" tabIndex={-1} aria-label="Picture of a code" onChange={(event) => { const [file] = event.currentTarget.files ?? []; event.currentTarget.value = ''; if (file) void read(file); }} />
      <div className="two two-even">
        <Panel title="Scanner of this desk" className="fill" scrolls>
          <p className="chips"><Chip>{scanners.active === '' ? 'as it comes out of the box' : scanners.active}</Chip></p>
          {names.length > 1 && <Choices label="Scanners" keys={false} digits={false} onChoose={(name) => keep(name, scanners.scanners[name]!)} choices={names.map((name) => ({ id: name, title: name, detail: `keyboard ${scanners.scanners[name]!.layout.toUpperCase()}` }))} />}
          <div ref={preview} className="camera" />
          <ScanLog entries={log} most={6} />
        </Panel>
        <Panel title="To be printed" aside={queue?.jobs.filter(({ state }) => state === 'WAITING' || state === 'UNCERTAIN').length} className="fill flush">
          {queue && !queue.printer && <p className="notice">This station has no label printer. Labels wait here until it is told one.</p>}
          {queue?.jobs.length === 0 && <Nothing>Nothing was asked for. Look something up (F7) and print its label (F4).</Nothing>}
          <Choices label="Print jobs" digits={false} onMove={setChosen} onChoose={setChosen} chosen={chosen === '' ? undefined : chosen} choices={(queue?.jobs ?? []).map((one) => ({
            id: one.jobId, title: one.label.title, detail: [jobWords(one), one.problem].filter(Boolean).join(' · '), aside: moment(one.askedAt, now),
          }))} />
        </Panel>
      </div>
    </div>
  );
}

const stateNames: Readonly<Record<PrintJobAnswer['state'], string>> = { WAITING: 'waits for the printer', SENDING: 'is being printed', PRINTED: 'printed', UNCERTAIN: '! look whether it is on paper', DROPPED: 'not wanted any more' };
function jobWords({ state, copies, reprint, label }: PrintJobAnswer): string {
  return [stateNames[state], copies > 1 ? `${copies} copies` : '', reprint > 0 ? `reprint ${reprint}` : '', label.text].filter(Boolean).join(' · ');
}
