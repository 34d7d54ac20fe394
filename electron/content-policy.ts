// What every answer with a part of the window carries, whichever host serves it: a page that may load only itself,
// talk only to where it came from, and cannot be framed. Inline styles stay allowed because the component library
// writes its variables and responsive styles into <style>; with no foreign address reachable they can carry nothing out.
const directives = [
  "default-src 'none'",
  // Its own WebAssembly may be compiled (the picture decoder); text still cannot become script.
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "media-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
];

export const windowPolicy = directives.join('; ');

/** Lower-case header names. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': windowPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
