/** Messages as they come and go: the latest stand at the foot of the window, and all of them are in a list. */
import type { Problem } from '../host/problem.ts';

/** What can be done about a message: a way back, say. */
export interface NoticeAction {
  readonly title: string;
  readonly run: () => void;
}

export interface Notice extends Problem {
  readonly id: number;
  readonly kind: 'done' | 'problem';
  /** null where there is none, and once it was done. */
  readonly action: NoticeAction | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** At the foot of the window, or waiting for room there. */
  readonly standing: boolean;
  /** Nobody has looked at the list since. */
  readonly unseen: boolean;
}

/** More would cover the page. */
const MOST_STANDING = 3;
/** Of a long day; what matters for longer is in the queue and in the history. */
const MOST_KEPT = 50;

export function withNotice(all: readonly Notice[], notice: Notice): readonly Notice[] {
  return [...all, notice].slice(-MOST_KEPT);
}

/** The latest of those that have not left, the newest last. */
export function standing(all: readonly Notice[]): readonly Notice[] {
  return all.filter((notice) => notice.standing).slice(-MOST_STANDING);
}

/** Whether a problem stands there in the same words already: a batch may fail many times for one reason. */
export function isSaid(all: readonly Notice[], message: string): boolean {
  return all.some((notice) => notice.standing && notice.kind === 'problem' && notice.message === message);
}

/** With one changed. */
export function changed(all: readonly Notice[], id: number, part: Partial<Notice>): readonly Notice[] {
  return all.map((notice) => (notice.id === id ? { ...notice, ...part } : notice));
}
