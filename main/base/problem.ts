/** What went wrong, told so that a person can act on it. Everything that reaches the screen as an error is one of these. */
export class Problem extends Error {
  override readonly name: string = 'Problem';
  /** `usage`: what was asked for makes no sense (exit code 2). `failure`: it made sense and did not work (exit code 1). */
  readonly kind: 'usage' | 'failure';
  /** What to do about it. */
  readonly remedy: string | null;

  constructor(
    kind: 'usage' | 'failure',
    /** What happened, and where. */
    message: string,
    remedy: string | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.kind = kind;
    this.remedy = remedy;
  }
}

/** A person asked for something that cannot be. */
export function usageProblem(message: string, remedy?: string, cause?: unknown): Problem {
  return new Problem('usage', message, remedy ?? null, { cause });
}

/** Something that should have worked did not. */
export function failure(message: string, remedy?: string, cause?: unknown): Problem {
  return new Problem('failure', message, remedy ?? null, { cause });
}
