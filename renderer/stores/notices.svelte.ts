import { type Problem, problemOf } from '../host/problem.ts';

interface Action {
  readonly title: string;
  readonly run: () => void;
}

export interface Notice extends Problem {
  readonly id: number;
  readonly kind: 'done' | 'problem';
  /** What can be done about it: a way back, say. */
  readonly action: Action | null;
}

const DONE_SHOWN_MS = 4000;
/** Time enough to read, and to reach for a button. */
const WITH_ACTION_SHOWN_MS = 12_000;

/** Short messages at the foot of the window, for what has no place of its own. Problems stay until dismissed. */
export class NoticeStore {
  #notices = $state.raw<readonly Notice[]>([]);
  #next = 0;

  get all(): readonly Notice[] {
    return this.#notices;
  }

  done(message: string): void {
    this.say({ kind: 'done', message });
  }

  problem(error: unknown): void {
    this.say({ kind: 'problem', ...problemOf(error) });
  }

  say({ kind, message, advice, action }: Pick<Notice, 'kind' | 'message'> & Partial<Notice>): void {
    const id = this.#next++;
    this.#notices = [...this.#notices, { id, kind, message, advice: advice || null, action: action ?? null }];
    const shownMs = action ? WITH_ACTION_SHOWN_MS : DONE_SHOWN_MS;
    if (kind === 'done') setTimeout(() => this.dismiss(id), shownMs);
  }

  dismiss(id: number): void {
    this.#notices = this.#notices.filter((notice) => notice.id !== id);
  }
}
