import { it } from 'vitest';
import { launchBrowser } from '#test/support/browser.ts';
import { barcodeOf, plainItem, rowsOf, says, startDemoCentral, startStationProgram } from '#test/support/demo-floor.ts';
import { scan } from '#test/support/scanner.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
it('shots', async () => {
  const [browser, central] = await Promise.all([launchBrowser(), startDemoCentral()]);
  const station = await startStationProgram(central.url, temporaryFolder());
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on('console', (m) => { if (m.type() !== 'log') console.log('CONSOLE', m.type(), m.text()); });
  page.on('pageerror', (e) => console.log('PAGEERROR', e.message));
  await page.goto(station.url); await says(page, /Scan your badge/); await page.getByText('Mara K.').waitFor({ timeout: 60_000 });
  await scan(page, 'RB-1001'); await says(page, 'Scan anything to begin');
  const { demo } = central;
  const shot = async (name: string) => { for (const dark of [false, true]) { if (dark) { await page.keyboard.press('F11'); } for (const size of [{ width: 1280, height: 800 }, { width: 1920, height: 1080 }]) { await page.setViewportSize(size); await page.waitForTimeout(400); await page.screenshot({ path: `/tmp/c9/${name}-${dark ? 'dark' : 'light'}-${size.width}.png` }); } } await page.keyboard.press('F11'); await page.setViewportSize({ width: 1280, height: 800 }); };
  const tasksOf = (f: string) => rowsOf(demo, 'pick_task').filter((t) => t.fulfilment_id === f);
  const order = demo.live.readyToPick.filter(({ fulfilmentId }) => tasksOf(fulfilmentId).every((t) => plainItem(demo, t.item_id))).toSorted((a, b) => tasksOf(b.fulfilmentId).length - tasksOf(a.fulfilmentId).length)[0]!;
  const tasks = tasksOf(order.fulfilmentId);
  console.log(tasks.map((t) => [t.location_id, t.quantity]));
  await scan(page, order.orderId); await says(page, /Go to .*scan the bin/);
  await page.waitForTimeout(500);
  await shot('pick1');
  for (let done = 0; done < tasks.length; done++) {
    await says(page, /Go to .*scan the bin/);
    const title = await page.locator('.instruction').first().innerText(); console.log(title.replace(/\n/g,' '), '|', await page.locator('.walk-words').innerText().catch(() => '-'));
    const task = tasks.find((each) => title.includes(each.location_id))!;
    await scan(page, `LOC-${task.location_id}`); await says(page, /Scan (the item|\d+ more)/);
    for (let i = 0; i < task.quantity; i++) await scan(page, barcodeOf(demo, task.item_id));
    await says(page, /tote/); await scan(page, 'TOTE-060');
    if (done === 0) { await page.waitForTimeout(500); await shot('pick2'); }
  }
  await says(page, /All picked/); await shot('pick3');
  await page.keyboard.press('F8'); await says(page, /Scan each item into the box/); await page.waitForTimeout(1500);
  await shot('pack1');
  let n = 0; const total = tasks.reduce((s, t) => s + t.quantity, 0);
  for (const t of tasks) for (let i = 0; i < t.quantity; i++) { await scan(page, barcodeOf(demo, t.item_id)); n++; await page.waitForTimeout(300); if (n === Math.ceil(total / 2)) await shot('pack2'); }
  await says(page, /Everything is in/); await shot('pack3');
  await browser.close(); await station.stop(); await central.stop();
}, 300_000);
