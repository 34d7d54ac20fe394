// The name of a command that could not be taken, which station and server work out each for itself: by its place and
// content, because the id it carries may be unreadable, invented or somebody else's.
import { idFrom } from '#domain/ids.ts';

/** `hash` is the SHA-256 of the exact bytes. */
export const parkedId = (device: string, sequence: number, hash: string): string => idFrom('parked', device, sequence, hash);
