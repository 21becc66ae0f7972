/** What went wrong, in words for a person: what happened, and what to do. */
export interface Problem {
  readonly message: string;
  readonly advice: string | null;
}

/** The host's errors carry their advice in `data`; anything else has its message only. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof Error)) return { message: String(error), advice: null };
  const data = (error as { readonly data?: unknown }).data;
  const told = typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : {};
  if (isLost(error.message)) {
    return { message: 'The connection to Heirloom is lost.', advice: 'It is tried again by itself; then repeat this.' };
  }
  const advice = told['advice'] ?? told['remedy'];
  return { message: error.message, advice: typeof advice === 'string' ? advice : null };
}

function isLost(message: string): boolean {
  return /websocket is not open|connection/i.test(message) || (/peer/i.test(message) && /closed/i.test(message));
}
