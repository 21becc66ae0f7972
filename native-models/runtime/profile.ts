/** Where the time of a network goes: onnxruntime's own profile of a session, added up by the scope of each node. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One node's turn in one run. Other events have other categories; durations are in microseconds. */
interface NodeEvent {
  readonly cat: string;
  readonly name: string;
  readonly dur: number;
}

/** The end of a node's event that times its kernel. */
const KERNEL_TIME = '_kernel_time';
/** The writer names nodes `scope/Op#index`. */
const NODE = /^\/\w+#\d/;

/** Its files are deleted where its scope ends. */
export interface Profile extends AsyncDisposable {
  /** For {@link DeviceOptions.profile}. */
  readonly prefix: string;
  /**
   * Once the session has ended its profile: milliseconds by scope, of the run in which each was quickest, since other
   * work on the machine only ever adds to them.
   * On other devices than the CPU a kernel's time is that of handing it over.
   */
  milliseconds(): Promise<ReadonlyMap<string, number>>;
}

export async function startProfile(): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), 'heirloom-profile-'));
  return {
    prefix: join(folder, 'profile'),
    async milliseconds() {
      const [file] = await readdir(folder);
      if (!file) throw new Error(`${folder}: onnxruntime wrote no profile; has the session ended it?`);
      return millisecondsByScope(JSON.parse(await readFile(join(folder, file), 'utf8')) as NodeEvent[]);
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

export function millisecondsByScope(events: readonly NodeEvent[]): ReadonlyMap<string, number> {
  const runs = new Map<string, number[]>();
  const turns = new Map<string, number>();
  for (const { cat, name, dur } of events) {
    const scope = cat === 'Node' && name.endsWith(KERNEL_TIME) ? scopeOf(name) : undefined;
    if (!scope) continue;
    // A node has one event a run: its how-manieth this is says which run.
    const run = turns.get(name) ?? 0;
    turns.set(name, run + 1);
    const sums = runs.get(scope) ?? [];
    sums[run] = (sums[run] ?? 0) + dur;
    runs.set(scope, sums);
  }
  return new Map([...runs].map(([scope, sums]) => [scope, Math.min(...sums) / 1000]));
}

function scopeOf(name: string): string | undefined {
  const slash = name.lastIndexOf('/', name.lastIndexOf('#'));
  return slash > 0 && NODE.test(name.slice(slash)) ? name.slice(0, slash) : undefined;
}
