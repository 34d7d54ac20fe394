// Wraps a bundled preload script (CommonJS that may require only 'electron') so that it runs in a page before the
// page's own scripts. It runs in a closure of the page's world: a true isolated world is what this cannot show.

/** `source` is the text of the built preload. */
export const wrapPreload = (source: string): string => `(() => {
  if (window !== window.top) return;
  const call = window.__electronStandIn.bind(window); delete window.__electronStandIn;
  const listeners = new Map(); const ports = new Map();
  const on = (channel, listener) => { (listeners.get(channel) ?? listeners.set(channel, new Set()).get(channel)).add(listener); };
  const off = (channel, listener) => { listeners.get(channel)?.delete(listener); };
  Object.defineProperty(window, '__standIn', { value(kind, channel, args, portIds) {
    if (kind === 'port') return ports.get(channel)?.postMessage(args[0]);
    if (kind === 'close') return ports.get(channel)?.close();
    const handed = portIds.map((id) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = (event) => void call('port', id, [event.data]);
      port1.onclose = () => { ports.delete(id); void call('close', id, []); };
      ports.set(id, port1);
      return port2;
    });
    for (const listener of [...(listeners.get(channel) ?? [])]) listener({ ports: handed, senderId: 0 }, ...args);
  } });
  const ipcRenderer = {
    invoke: (channel, ...args) => call('invoke', channel, structuredClone(args)),
    send: (channel, ...args) => void call('send', channel, structuredClone(args)),
    on(channel, listener) { on(channel, listener); return this; },
    once(channel, listener) { const own = (...args) => { off(channel, own); listener(...args); }; on(channel, own); return this; },
    off(channel, listener) { off(channel, listener); return this; },
    removeListener(channel, listener) { off(channel, listener); return this; },
    removeAllListeners(channel) { listeners.delete(channel); return this; },
  };
  // What crosses Electron's bridge: copies, functions wrapped, objects frozen, of an error its message.
  const copy = (value) => typeof value === 'function' ? wrapFunction(value) : structuredClone(value);
  const rethrow = (error) => { throw new Error(error instanceof Error ? error.message : String(error)); };
  const wrapFunction = (inner) => (...args) => {
    let result; try { result = inner(...args.map(copy)); } catch (error) { rethrow(error); }
    return result instanceof Promise ? result.then(copy, rethrow) : copy(result);
  };
  const wrap = (value) => typeof value === 'function' ? wrapFunction(value)
    : value && typeof value === 'object' && !Array.isArray(value) ? Object.freeze(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, wrap(inner)]))) : value;
  const contextBridge = { exposeInMainWorld(name, api) {
    if (name in window) throw new Error('Cannot bind an API on top of an existing property on the window object');
    Object.defineProperty(window, name, { value: wrap(api), writable: false, configurable: false, enumerable: true });
  } };
  window.open = (url = 'about:blank') => { void call('open', String(url), []); return null; };
  const require = (id) => { if (id === 'electron') return { ipcRenderer, contextBridge }; throw new Error('module not found: ' + id); };
  (function (require, exports, module, process) {
${source}
}).call(undefined, require, {}, { exports: {} }, { platform: 'linux', versions: {}, env: {} });
})();`;
