// Serves the built window at app://restow/ out of one folder. The window is never a file: address, which could read
// its neighbours, and never a remote one.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { securityHeaders } from './content-policy.ts';

export const scheme = 'app';
/** The one origin the app trusts; the page itself is at its root. */
export const appOrigin = `${scheme}://restow`;
export const appPage = `${appOrigin}/`;

/** A kind of file that is not listed is not part of the window. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wasm': 'application/wasm',
};

/** Whether an address is within the app's origin. Compared after parsing, so look-alike hosts and user names fail. */
export const isOfApp = (address: string): boolean => {
  const url = parse(address);
  return url !== undefined && url.protocol === `${scheme}:` && url.host === 'restow' && url.username === '' && url.password === '' && url.port === '';
};

/** Whether an address is the page itself (whatever its fragment), the only one a window may go to. */
export const isAppPage = (address: string): boolean => isOfApp(address) && ['/', '/index.html'].includes(parse(address)?.pathname ?? '');

/**
 * The path inside the folder that an address names, with forward slashes, or undefined for anything that is not
 * plainly a file of the window. Decoded exactly once; what would still be encoded then is refused, not decoded again.
 */
export const fileNamedBy = (address: string): string | undefined => {
  if (!isOfApp(address)) return undefined;
  const decoded = decode(parse(address)?.pathname ?? '');
  if (decoded === undefined || !/^\/[\w./@ -]*$/.test(decoded)) return undefined;
  const segments = decoded.slice(1).split('/');
  if (decoded === '/') return 'index.html';
  return segments.some((segment) => segment === '' || segment.startsWith('.') || segment.endsWith('.') || segment.trim() !== segment) ? undefined : segments.join('/');
};

/** Answers requests to the scheme from a folder (absolute path, may lie in an asar archive). */
export const serveApp = (folder: string) => async (request: Request): Promise<Response> => {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refused(405);
  const name = fileNamedBy(request.url);
  const type = contentTypes[path.extname(name ?? '').toLowerCase()];
  if (name === undefined || type === undefined) return refused(404);
  const content = await readFile(path.join(folder, name)).catch(() => undefined);
  if (content === undefined) return refused(404);
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(content), { headers: { ...securityHeaders, 'content-type': type, 'cache-control': 'no-cache' } });
};

const refused = (status: number): Response => new Response(null, { status, headers: securityHeaders });

const parse = (address: string): URL | undefined => URL.parse(address) ?? undefined;

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};
