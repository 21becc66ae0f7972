import { type Problem, problemOf } from '../host/problem.ts';

export interface Notice extends Problem {
  readonly id: number;
  readonly kind: 'done' | 'problem';
}

const DONE_SHOWN_MS = 4000;

/** Short messages at the foot of the window, for what has no place of its own. Problems stay until dismissed. */
export class NoticeStore {
  #notices = $state.raw<readonly Notice[]>([]);
  #next = 0;

  get all(): readonly Notice[] {
    return this.#notices;
  }

  done(message: string): void {
    const id = this.#add({ kind: 'done', message, advice: null });
    setTimeout(() => this.dismiss(id), DONE_SHOWN_MS);
  }

  problem(error: unknown): void {
    this.#add({ kind: 'problem', ...problemOf(error) });
  }

  dismiss(id: number): void {
    this.#notices = this.#notices.filter((notice) => notice.id !== id);
  }

  #add(notice: Omit<Notice, 'id'>): number {
    const id = this.#next++;
    this.#notices = [...this.#notices, { ...notice, id }];
    return id;
  }
}
