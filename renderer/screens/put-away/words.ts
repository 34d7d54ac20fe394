// Why a place is suggested, and why goods were put elsewhere, as people say it.
import type { OverrideReason, Suggestion } from '#domain/put-away.ts';

const words: Readonly<Record<Suggestion['why'], string>> = { awaited: 'orders wait for it', pick_face: 'pickers run low there', reserve: 'its pick face has enough: to reserve', same_item: 'the same item lies there', zone: 'its zone, the nearest with room', sells_often: 'sells often: near and within reach', empty: 'the nearest empty bin' };
export const whyWords = ({ why, awaited }: Suggestion): string => (why === 'awaited' ? `${awaited} of it ${awaited === 1 ? 'is' : 'are'} waited for by orders` : words[why]);

export const overrideWords: Readonly<Record<OverrideReason, string>> = {
  FULL: 'It is full', BLOCKED: 'I cannot get to it', TOO_SMALL: 'It does not fit in', OUT_OF_REACH: 'Too high or too heavy', BELONGS_ELSEWHERE: 'It belongs elsewhere', ON_THE_WAY: 'This one was on my way',
};
