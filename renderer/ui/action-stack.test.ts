// Which keys act: the layer on top first, and nothing below a modal one.
import { describe, expect, it } from 'vitest';
import { createActionStack } from './action-stack.ts';

const action = (key: string, label: string) => ({ key, label, run: () => undefined });

describe('the action stack', () => {
  it('offers all layers, and a key belongs to the topmost that uses it', () => {
    const stack = createActionStack();
    const [screen, list] = [{}, {}];
    stack.put(screen, { modal: false, actions: [action('F2', 'Quantity'), action('Escape', 'Home')] });
    stack.put(list, { modal: false, actions: [action('Enter', 'Choose'), action('Escape', 'Back')] });
    expect(stack.shown.get().map(({ label }) => label)).toEqual(['Quantity', 'Choose', 'Back']);
    stack.drop(list);
    expect(stack.find('Escape')?.label).toBe('Home');
  });

  it('hides and disables what lies below a modal layer, whatever is put there meanwhile', () => {
    const stack = createActionStack();
    const [screen, question] = [{}, {}];
    stack.put(screen, { modal: false, actions: [action('F8', 'Done')] });
    stack.put(question, { modal: true, actions: [action('F6', 'Take back')] });
    stack.put(screen, { modal: false, actions: [action('F8', 'Done now')] });
    expect(stack.find('F8')).toBeUndefined();
    expect(stack.find('f6')).toBeUndefined();
    expect(stack.find('F6')?.label).toBe('Take back');
    stack.drop(question);
    expect(stack.find('F8')?.label).toBe('Done now');
  });

  it('letters act in any case', () => {
    const stack = createActionStack();
    stack.put({}, { modal: false, actions: [action('A', 'Approve')] });
    expect(stack.find('a')?.label).toBe('Approve');
  });
});
