// The driver, with one defect of it healed on the way in: when Postgres ends a connection under a transaction, the
// driver goes on writing to a socket that is gone (porsager/postgres#1208), which either ends the whole process or
// leaves the transaction waiting for ever with its connection lost to the pool. Here such writes fail like any query
// on a closed connection. Whoever loads the driver loads it through this file.
import { registerHooks } from 'node:module';

const repairs: readonly (readonly [broken: string, whole: string])[] = [
  [
    'const x = socket.write(chunk, fn)',
    `if (socket === null) {
      clearImmediate(nextWriteTimer)
      chunk = nextWriteTimer = null
      error(Errors.connection('CONNECTION_CLOSED', options))
      return true
    }
    const x = socket.write(chunk, fn)`,
  ],
  // What was left to be written must not go out on the next connection, nor keep its first words waiting.
  ['clearImmediate(nextWriteTimer)\n    socket.removeListener(\'data\', data)\n    socket.removeListener(\'connect\', connected)\n    idleTimer', 'clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    socket.removeListener(\'data\', data)\n    socket.removeListener(\'connect\', connected)\n    idleTimer'],
  // A connection that ends while it is being set up is tried again by itself.
  ['return fetchArrayTypes()', 'return fetchArrayTypes().catch(() => {})'],
];

const hooks = registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.endsWith('/node_modules/postgres/src/connection.js')) return loaded;
    const source = repairs.reduce((text, [broken, whole]) => {
      if (!text.includes(broken)) throw new Error(`postgres.js is not the version that db/central/driver.ts heals: look whether its issue 1208 is fixed (no "${broken}")`);
      return text.replace(broken, () => whole);
    }, (typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source)).replaceAll('\r\n', '\n'));
    return { ...loaded, source };
  },
});

const { default: postgres } = await import('postgres');
hooks.deregister();

export { postgres };
