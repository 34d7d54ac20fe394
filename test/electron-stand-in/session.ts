// The session and the custom protocols: what the app decides here is what the pages' requests meet.
type Decide<T> = (decision: T) => void;
type Handler = (request: Request) => Response | Promise<Response>;
type PermissionHandler = (contents: unknown, permission: string, decide: Decide<boolean>, details: object) => void;
type CheckHandler = (contents: unknown, permission: string, origin: string, details: object) => boolean;
type BeforeRequest = (details: { url: string; method: string; resourceType: string }, decide: Decide<{ cancel?: boolean }>) => void;

const handlers = new Map<string, Handler>();
const rules: { permission?: PermissionHandler; check?: CheckHandler; device?: (details: object) => boolean; before?: BeforeRequest } = {};

/** As in Chromium, where nobody decides a request goes through and a permission is granted. */
export const decisions = {
  isPermitted: (contents: unknown, permission: string, details: object): Promise<boolean> =>
    new Promise((resolve) => (rules.permission === undefined ? resolve(true) : rules.permission(contents, permission, resolve, details))),
  isChecked: (contents: unknown, permission: string, origin: string, details: object): boolean => rules.check?.(contents, permission, origin, details) ?? true,
  isDevicePermitted: (details: object): boolean => rules.device?.(details) ?? false,
  mayRequest: (url: string, method: string, resourceType: string): Promise<boolean> =>
    new Promise((resolve) => (rules.before === undefined ? resolve(true) : rules.before({ url, method, resourceType }, ({ cancel }) => resolve(cancel !== true)))),
  handlerOf: (url: string): Handler | undefined => handlers.get(url.slice(0, url.indexOf(':'))),
};

export const protocol = {
  registerSchemesAsPrivileged(): void {},
  handle: (scheme: string, handler: Handler): void => void handlers.set(scheme, handler),
  unhandle: (scheme: string): void => void handlers.delete(scheme),
  isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
};

export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: PermissionHandler): void => void (rules.permission = handler),
    setPermissionCheckHandler: (handler: CheckHandler): void => void (rules.check = handler),
    setDevicePermissionHandler: (handler: (details: object) => boolean): void => void (rules.device = handler),
    webRequest: { onBeforeRequest: (handler: BeforeRequest): void => void (rules.before = handler) },
  },
};

// Chromium cannot navigate to a scheme it does not know, so app://host/x is fetched as https://host.app.test/x .
export const toHttp = (url: string): string => url.replace(/^([a-z]+):\/\/([^/?#]+)/, (all, scheme: string, host: string) => (handlers.has(scheme) ? `https://${host}.${scheme}.test` : all));
export const fromHttp = (url: string): string => url.replace(/^(blob:)?https:\/\/([^./]+)\.([a-z]+)\.test/, '$1$3://$2');
