/** How messages travel; nothing else in this folder knows whether `child_process` or Electron carries them. */
import type { Death } from './errors.ts';
import type { EngineConfig, FromEngine, ToEngine } from './messages.ts';

/** An engine's process, seen from the program. */
export interface EngineChild {
  /** undefined: it never came to be. */
  readonly pid: number | undefined;
  /** Lost when the process is gone; `gone` tells. */
  post(message: ToEngine): void;
  onMessage(listener: (message: FromEngine) => void): void;
  /** At once and for certain (SIGKILL): a run that blocks its thread cannot be asked. */
  kill(): void;
  /** Fulfilled when the process has ended, however it did. Never rejected. */
  readonly gone: Promise<Death>;
}

export type StartEngine = (config: EngineConfig) => EngineChild;

/** The program, seen from an engine's process. */
export interface EngineParent {
  post(message: FromEngine): void;
  onMessage(listener: (message: ToEngine) => void): void;
  /** The program is gone. */
  onGone(listener: () => void): void;
}
