// GS1 company prefixes. Which are allocated is known to GS1 only; that a key begins with digits enough for one is all that
// can be told offline.

const SHORTEST = 4;

export function companyPrefixFault(value: string): string | undefined {
  if (value.length < SHORTEST) return 'TOO_SHORT_FOR_GCP';
  return /^[0-9]{4}/.test(value) ? undefined : 'INVALID_GCP_PREFIX';
}
