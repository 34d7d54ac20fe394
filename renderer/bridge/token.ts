// The key to a headless station: comes once in the address' fragment, which never travels, and is kept for this
// tab so that a reload works.

const KEPT = 'restow.token';

/** Takes the token out of the visible address; empty when there never was one. */
export function takeToken(page: Pick<Window, 'location' | 'history' | 'sessionStorage'>): string {
  const fragment = page.location.hash.slice(1);
  const given = new URLSearchParams(fragment).get('token') ?? (fragment.includes('=') ? '' : fragment);
  if (given !== '') {
    page.sessionStorage.setItem(KEPT, given);
    page.history.replaceState(null, '', page.location.pathname + page.location.search);
  }
  return given || (page.sessionStorage.getItem(KEPT) ?? '');
}
