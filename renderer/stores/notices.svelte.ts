import { type Problem, problemOf } from '../host/problem.ts';
import { changed, isSaid, type Notice, type NoticeAction, standing, withNotice } from './notice-list.ts';

/** Time enough to read; what went wrong is read more than once. */
const SHOWN_MS: Readonly<Record<Notice['kind'], number>> = { done: 4000, problem: 20_000 };
/** And to reach for a button. */
const WITH_ACTION_SHOWN_MS = 12_000;

/** Short messages for what has no place of its own. They leave by themselves, and stay in a list. */
export class NoticeStore {
  #all = $state.raw<readonly Notice[]>([]);
  #next = 0;
  /** Whether somebody points at them or has the focus among them: none leaves meanwhile. */
  isHeld: () => boolean = () => false;

  /** Everything that was said, the latest first. */
  get all(): readonly Notice[] {
    return this.#all.toReversed();
  }

  /** Those at the foot of the window, the latest last. */
  get standing(): readonly Notice[] {
    return standing(this.#all);
  }

  get unseen(): number {
    return this.#all.filter(({ unseen }) => unseen).length;
  }

  done(message: string): void {
    this.say({ kind: 'done', message });
  }

  problem(error: unknown): void {
    this.say({ kind: 'problem', ...problemOf(error) });
  }

  say(told: { kind: Notice['kind']; message: string; advice?: Problem['advice']; action?: NoticeAction }): void {
    const { kind, message, advice, action = null } = told;
    if (kind === 'problem' && isSaid(this.#all, message)) return;
    const id = this.#next++;
    const notice = { id, kind, message, advice: advice || null, action, at: Date.now(), standing: true, unseen: true };
    this.#all = withNotice(this.#all, notice);
    this.#leaveAfter(id, Math.max(SHOWN_MS[kind], action ? WITH_ACTION_SHOWN_MS : 0));
  }

  /** Away from the foot of the window; it stays in the list. */
  dismiss(id: number): void {
    this.#all = changed(this.#all, id, { standing: false });
  }

  /** Does what a message offers, once. */
  act({ id, action }: Notice): void {
    this.#all = changed(this.#all, id, { standing: false, action: null });
    action?.run();
  }

  /** The list is looked at: what stands at the foot of the window is in it. */
  see(): void {
    this.#all = this.#all.map((notice) => ({ ...notice, unseen: false, standing: false }));
  }

  clear(): void {
    this.#all = [];
  }

  #leaveAfter(id: number, ms: number): void {
    setTimeout(() => (this.isHeld() ? this.#leaveAfter(id, ms) : this.dismiss(id)), ms);
  }
}
