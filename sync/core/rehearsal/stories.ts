// Every story that can be rehearsed, the most telling first.
import type { Story } from './story.ts';
import { lastFromOneBin } from './stories/last-from-one-bin.ts';
import { moreThanAnnounced } from './stories/more-than-announced.ts';
import { finishedWhileOthersUnload } from './stories/finished-while-others-unload.ts';
import { pickedTwice } from './stories/picked-twice.ts';
import { cancelledWhilePicked } from './stories/cancelled-while-picked.ts';
import { gradedTwice } from './stories/graded-twice.ts';
import { disposedTwice } from './stories/disposed-twice.ts';
import { oneSerialTwice } from './stories/one-serial-twice.ts';
import { approvedTwice } from './stories/approved-twice.ts';
import { lostOnTheWay } from './stories/lost-on-the-way.ts';
import { oneLabelTwoBoxes } from './stories/one-label-two-boxes.ts';
import { oneCodeTwoItems } from './stories/one-code-two-items.ts';
import { leftBeforeCancelled } from './stories/left-before-cancelled.ts';
import { missingAndPicked } from './stories/missing-and-picked.ts';
import { moreBackThanSold } from './stories/more-back-than-sold.ts';
import { disputeSettled } from './stories/dispute-settled.ts';
import { pickedBeforeCounted } from './stories/picked-before-counted.ts';
import { countedTwice } from './stories/counted-twice.ts';
import { approvedBeforeRestated } from './stories/approved-before-restated.ts';
import { fastClock } from './stories/fast-clock.ts';
import { takenBackFromASilentStation } from './stories/taken-back-from-a-silent-station.ts';
import { recalledAndPicked } from './stories/recalled-and-picked.ts';
import { cancelledWhileDealt } from './stories/cancelled-while-dealt.ts';

export const stories: readonly Story[] = [
  pickedBeforeCounted,
  countedTwice,
  approvedBeforeRestated,
  approvedTwice,
  lastFromOneBin,
  recalledAndPicked,
  moreThanAnnounced,
  finishedWhileOthersUnload,
  pickedTwice,
  missingAndPicked,
  takenBackFromASilentStation,
  cancelledWhilePicked,
  cancelledWhileDealt,
  leftBeforeCancelled,
  gradedTwice,
  disputeSettled,
  disposedTwice,
  moreBackThanSold,
  oneSerialTwice,
  oneCodeTwoItems,
  oneLabelTwoBoxes,
  lostOnTheWay,
  fastClock,
];
