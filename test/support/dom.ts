// Gives jsdom the few browser features that Mantine asks for and jsdom lacks, and empties the page after each test.
import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

const nothing = (): void => {};

const neverMatches = (media: string): MediaQueryList => ({
  media,
  matches: false,
  onchange: null,
  addEventListener: nothing,
  removeEventListener: nothing,
  addListener: nothing,
  removeListener: nothing,
  dispatchEvent: () => false,
});

/** jsdom has no layout, so nothing ever changes its size. */
const stillObserver = function (this: ResizeObserver): void {
  this.observe = nothing;
  this.unobserve = nothing;
  this.disconnect = nothing;
} as unknown as typeof ResizeObserver;

window.matchMedia = neverMatches;
window.ResizeObserver = stillObserver;
window.scrollTo = nothing;
window.HTMLElement.prototype.scrollIntoView = nothing;
Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true });

// Testing Library only cleans up by itself where afterEach is a global.
afterEach(cleanup);
