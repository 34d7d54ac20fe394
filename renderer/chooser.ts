// Asking a person which of several things it is, from anywhere, and waiting for the answer.
import { createContext } from 'react';

export interface Choosing {
  readonly title: string;
  readonly itemIds: readonly string[];
}
/** The chosen item, or undefined when nobody knows. */
export type Choose = (choosing: Choosing) => Promise<string | undefined>;

export const ChooserContext = createContext<Choose | undefined>(undefined);
