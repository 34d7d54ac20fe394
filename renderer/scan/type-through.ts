// Gives a held key back to the page as if it had just been pressed: the page's own handlers first, then
// what the browser would have done. Held keys were cancelled, so the browser does nothing by itself.
//
// Text goes in by execCommand('insertText') where the browser has it: that is the browser's own typing, with
// caret, undo, maxlength and half-typed numbers ("1.") intact. Elsewhere the native value setter is called
// and `input` dispatched. React sees both, because neither goes through the property React put on the element.

type TextField = HTMLInputElement | HTMLTextAreaElement;

const TEXT_TYPES = new Set(['text', 'search', 'url', 'tel', 'email', 'password', 'number']);

/** Fields a burst must never land in and typing must reach: text inputs, text areas, editable elements. */
export function isTextTarget(target: EventTarget | null): boolean {
  return isTextField(target) || isEditable(target);
}

function isTextField(target: EventTarget | null): target is TextField {
  const element = target as Partial<HTMLInputElement> | null;
  if (element?.tagName === 'TEXTAREA') return true;
  return element?.tagName === 'INPUT' && TEXT_TYPES.has(element.type ?? 'text');
}

function isEditable(target: EventTarget | null): boolean {
  return (target as Partial<HTMLElement> | null)?.isContentEditable === true;
}

/** Date fields, lists and the like: only the browser can act on their keys, so theirs are never held. */
export function needsNativeKeys(target: EventTarget | null): boolean {
  const element = target as Partial<HTMLInputElement> | null;
  if (element?.tagName === 'SELECT') return true;
  return element?.tagName === 'INPUT' && /^(?:date|datetime-local|month|time|week)$/.test(element.type ?? '');
}

export type TypeThroughOptions = {
  /** Called with each event about to be dispatched, so that its maker lets it pass. */
  readonly mark: (event: KeyboardEvent) => void;
  /** The key was let go while it was held back. */
  readonly released: boolean;
};

/** Dispatches a copy of a held keydown where the original was aimed, and does its default action. */
export function typeThrough(event: KeyboardEvent, options: TypeThroughOptions): void {
  const target = aim(event);
  if (!target) return;
  const down = copyOf(event, 'keydown');
  options.mark(down);
  if (target.dispatchEvent(down)) actOn(target, event.key);
  if (!options.released) return;
  const up = copyOf(event, 'keyup');
  options.mark(up);
  target.dispatchEvent(up);
}

function aim(event: KeyboardEvent): HTMLElement | undefined {
  const target = event.target as HTMLElement | null;
  if (target?.isConnected) return target;
  const active = event.view?.document.activeElement ?? document.activeElement;
  return (active as HTMLElement | null) ?? undefined;
}

function copyOf(event: KeyboardEvent, type: 'keydown' | 'keyup'): KeyboardEvent {
  return new KeyboardEvent(type, {
    key: event.key,
    code: event.code,
    location: event.location,
    shiftKey: event.shiftKey,
    altKey: event.altKey,
    ctrlKey: event.ctrlKey,
    metaKey: event.metaKey,
    modifierAltGraph: event.getModifierState('AltGraph'),
    modifierCapsLock: event.getModifierState('CapsLock'),
    bubbles: true,
    cancelable: true,
    composed: true,
    view: event.view,
  });
}

function actOn(target: HTMLElement, key: string): void {
  if (isTextTarget(target)) {
    if ([...key].length === 1) insertText(target, key);
  } else if (key === ' ' && isPressedBySpace(target)) {
    target.click();
  }
}

function isPressedBySpace(target: HTMLElement): boolean {
  if (target.tagName === 'BUTTON' || target.tagName === 'SUMMARY') return true;
  return target.tagName === 'INPUT' && /^(?:button|checkbox|radio|reset|submit)$/.test((target as HTMLInputElement).type);
}

/** Types text at the caret of a field. */
export function insertText(target: HTMLElement, text: string): void {
  if (isTextField(target) && (target.readOnly || target.disabled)) return;
  const page = target.ownerDocument;
  if (page.activeElement === target && execInsert(page, text)) return;
  if (isTextField(target)) setThroughNativeSetter(target, text);
  else target.append(text);
}

/** Deprecated by name, but the only way to type as the browser does, and every browser has it. */
function execInsert(page: Document, text: string): boolean {
  const editing = page as { execCommand?: (command: string, showUi: boolean, value: string) => boolean };
  return editing.execCommand?.('insertText', false, text) ?? false;
}

function setThroughNativeSetter(field: TextField, text: string): void {
  // Number and e-mail fields tell no caret; there the end is where people type.
  const start = field.selectionStart ?? field.value.length;
  const end = field.selectionEnd ?? field.value.length;
  const value = field.value.slice(0, start) + text + field.value.slice(end);
  if (field.maxLength >= 0 && value.length > field.maxLength) return;
  const prototype: unknown = Object.getPrototypeOf(field);
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  if (field.selectionStart !== null) field.setSelectionRange(start + text.length, start + text.length);
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }));
}
