// What an operator's monitoring asks: how quick the doors are, how much waits, who has not been heard of. Counted here,
// looked up at the moment of asking; nothing in it names a person, an item or an order.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { inScope, type Central } from '#db/central/open.ts';

export interface Metrics {
  /** A request was answered. */
  answered(door: string, status: number, seconds: number): void;
  /** Somebody was asked to come back later. */
  turnedAway(why: 'rate' | 'load'): void;
  /** In the text format of Prometheus. */
  text(): Promise<{ readonly type: string; readonly body: string }>;
}

export function createMetrics(central: Central, now: () => number): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register, prefix: 'restow_' });
  const requests = new Histogram({ name: 'restow_request_seconds', help: 'Time to answer, by door and status', labelNames: ['door', 'status'], buckets: [0.005, 0.02, 0.1, 0.5, 2, 10], registers: [register] });
  const away = new Counter({ name: 'restow_turned_away_total', help: 'Requests that were asked to come back later', labelNames: ['why'], registers: [register] });
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [register] });
  const queued = gauge('restow_policy_queue', 'Triggers that are due and that no policy has looked at');
  const open = gauge('restow_exceptions_open', 'Work items that wait for a person');
  const parked = gauge('restow_commands_parked', 'Commands that are kept back and undecided');
  const stations = gauge('restow_stations', 'Stations that are enrolled and active');
  const silent = gauge('restow_stations_silent', 'Of them not heard of for 15 minutes');
  const unsent = gauge('restow_unsent_commands', 'Unsent commands that stations spoke of when they were last heard');

  const messages = gauge('restow_channel_messages_waiting', 'Messages that channels have not taken yet');
  const lag = gauge('restow_channel_messages_lag_seconds', 'Age of the oldest of them');

  async function look(): Promise<void> {
    const [row] = await inScope(central, { role: 'restow_writer', warehouse: '*', device: '*' }, (tx) => tx<{ queued: number; open: number; parked: number; stations: number; silent: number; unsent: number; messages: number; oldest: number }[]>`
      select (select count(*) from policy_queue where due_at <= ${now()}) as queued, (select count(*) from exception where state = 'OPEN') as open,
        (select count(*) from command_log l where verdict = 'parked' and not exists (select from parked_verdict p where p.parked_id = l.command_id)) as parked,
        (select count(*) from device where state = 'ACTIVE' and kind <> 'import') as stations,
        (select count(*) from device d left join device_contact c using (device_id) where d.state = 'ACTIVE' and d.kind <> 'import' and coalesce(c.heard_at, 0) < ${now() - 15 * 60_000}) as silent,
        (select coalesce(sum(unsent), 0)::bigint from device_contact) as unsent,
        (select count(*) from shop_message where state in ('PENDING', 'DEAD')) as messages, (select coalesce(min(created_at), ${now()})::bigint from shop_message where state in ('PENDING', 'DEAD')) as oldest`);
    for (const [metric, value] of [[queued, row!.queued], [open, row!.open], [parked, row!.parked], [stations, row!.stations], [silent, row!.silent], [unsent, row!.unsent], [messages, row!.messages], [lag, Math.max(0, now() - row!.oldest) / 1000]] as const) metric.set(value);
  }

  return {
    answered: (door, status, seconds) => requests.observe({ door, status }, seconds),
    turnedAway: (why) => away.inc({ why }),
    async text() {
      await look();
      return { type: register.contentType, body: await register.metrics() };
    },
  };
}
