/** Which two runs are compared where nobody said, and which rival belongs to a run. */
import type { Run } from '../../preload/contract/task.ts';

export interface Pair {
  readonly a: number | null;
  readonly b: number | null;
}

/** What was asked for, completed: a run's baseline beside it, or the latest comparison there is. */
export function pairFor({ a, b }: Pair, recent: readonly Run[]): Pair {
  if (a !== null && b !== null) return { a, b };
  const one = a ?? b;
  if (one === null) {
    const latest = recent.find(({ baselineId, purpose }) => baselineId !== null && purpose !== 'rival');
    return latest ? { a: latest.baselineId, b: latest.id } : { a: recent[1]?.id ?? null, b: recent[0]?.id ?? null };
  }
  const baselineId = recent.find(({ id }) => id === one)?.baselineId ?? null;
  return b === null && baselineId === null ? { a: one, b: null } : { a: baselineId, b: one };
}

/** Plain sampling that takes as long as the run: same prompt and seed, made for it. */
export function rivalOf(run: Run, recent: readonly Run[]): Run | null {
  const { prompt, seed, modelId } = run.settings;
  return (
    recent.find(
      ({ purpose, group, settings }) =>
        purpose === 'rival' &&
        group === run.group &&
        settings.prompt === prompt &&
        settings.seed === seed &&
        settings.modelId === modelId,
    ) ?? null
  );
}
