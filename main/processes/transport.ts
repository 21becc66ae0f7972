/** How a process of ours is started and talked to, whether Node or Electron carries the messages. */
export interface Program {
  /** What lists of processes call it, where they can. */
  readonly name: string;
  /** The module that it runs: `.ts` from source, `.js` once built. */
  readonly entry: URL;
  /** What it is told at its start; travels as JSON. */
  readonly config: unknown;
  /** Variables beside the program's own. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** How a process ended. */
export interface Death {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The last lines it wrote to stderr. */
  readonly lastWords: string;
}

/** A process, seen from the program. */
export interface Child<To, From> {
  /** undefined: it never came to be. */
  readonly pid: number | undefined;
  /** Lost when the process is gone; `gone` tells. */
  post(message: To): void;
  onMessage(listener: (message: From) => void): void;
  /** At once and for certain (SIGKILL): one that blocks its thread cannot be asked. */
  kill(): void;
  /** Whether the program stays open for its sake; true at first. One without work should not keep it. */
  keepsProgram(keeps: boolean): void;
  /** Fulfilled when the process has ended, however it did. Never rejected. */
  readonly gone: Promise<Death>;
}

/** Messages are typed by who starts the process: both ends are ours and of one version. */
export type StartProcess = <To, From>(program: Program) => Child<To, From>;

/** The program, seen from a process that it started. */
export interface Parent<To, From> {
  post(message: From): void;
  onMessage(listener: (message: To) => void): void;
  /** The program is gone. */
  onGone(listener: () => void): void;
}

/** Beside the module whose `import.meta.url` is given, with its extension: `.ts` from source (Node strips the types), `.js` once built. */
export function entryBeside(module: string, name: string): URL {
  return new URL(`./${name}${module.endsWith('.ts') ? '.ts' : '.js'}`, module);
}
