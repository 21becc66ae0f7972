import { readdirSync, readFileSync } from 'node:fs';

/** Process numbers of what `parent` started, as Linux tells them. */
export function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)
    .map(Number);
}

/** null: it ended meanwhile. */
function parentOf(pid: string): number | null {
  try {
    // After the program's name, which may hold anything, and the state.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1]);
  } catch {
    return null;
  }
}
