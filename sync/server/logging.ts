// One JSON object per line, for machines that collect logs. What is secret is cut out whoever logs it: passwords in
// addresses, tokens, keys; of a request only what it asked for, never its query, body or headers.
import { pino, type DestinationStream, type Logger } from 'pino';

const SECRET = ['authorization', 'password', 'token', 'accessToken', 'key', 'privateKey', 'secret', 'databaseUrl', 'DATABASE_URL', 'DATABASE_OWNER_URL'];
const censor = '[secret]';

export function createLogger(destination: DestinationStream): Logger {
  return pino({
    base: { service: 'restow-central', pid: process.pid },
    redact: { paths: [...SECRET, ...SECRET.map((name) => `*.${name}`), ...SECRET.map((name) => `*.*.${name}`)], censor },
    serializers: {
      req: (request: { method?: string; url?: string }) => ({ method: request.method, path: request.url?.split('?')[0] }),
      err: (error: Error & { code?: string }) => ({ type: error.name, code: error.code, message: withoutSecrets(error.message), stack: withoutSecrets(error.stack ?? '') }),
    },
    hooks: {
      logMethod(given, method) {
        // An error without words of its own would otherwise be told once more, as it is.
        const said: unknown[] = given[0] instanceof Error && given.length < 2 ? [given[0], (given[0] as Error).message] : given;
        method.apply(this, said.map((each: unknown) => (typeof each === 'string' ? withoutSecrets(each) : each)) as Parameters<typeof method>);
      },
    },
  }, destination);
}

/** A text without the passwords of addresses and without bearer tokens. */
export const withoutSecrets = (text: string): string => text
  .replaceAll(/([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@]*@/gi, `$1:${censor}@`)
  .replaceAll(/(bearer\s+)[\w.~+/=-]+/gi, `$1${censor}`)
  .replaceAll(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g, censor);
