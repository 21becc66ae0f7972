import { type Command, Contender, type Request } from './contender.ts';
import { busySeconds, loadAverage, othersShare } from './load.ts';
import type { Block, ContenderId, Row } from './rows.ts';
import type { Turns } from './turns.ts';

const LOOK_EVERY_MS = 250;
/** Peers load their model, unless it is loaded; ours maps it when it first needs it. */
const OPEN: Request = { do: 'open' };

export interface Sample {
  /** Seconds, or bytes where the block measures memory. */
  readonly value: number;
  readonly cpuSeconds: number;
  /** Share of the machine that other programs took meanwhile; null where the system does not tell. */
  readonly othersShare: number | null;
  readonly loadAverage: number;
}

/** What came of a row: its samples, or why there are none. */
export type Outcome = { readonly samples: readonly Sample[] } | { readonly missing: string };

export interface MeasureOptions {
  readonly commands: Readonly<Record<ContenderId, Command | { readonly missing: string }>>;
  readonly priority: number;
  readonly turns: Turns;
  /** Instead of the blocks' own. */
  readonly rounds: number | undefined;
  /** With all samples of the row up to now, this one the last. */
  readonly onSample: (row: Row, samples: readonly Sample[]) => Promise<void>;
}

/**
 * Measures the rows of a block in turns. Only one contender works at a time.
 */
export async function measureBlock(block: Block, options: MeasureOptions): Promise<ReadonlyMap<string, Outcome>> {
  const running = new Map<ContenderId, Contender>();
  const samples = new Map<string, Sample[]>(block.rows.map(({ id }) => [id, []]));
  const missing = new Map<string, string>();
  const attempt = async (row: Row, work: () => Promise<void>) => {
    if (missing.has(row.id)) return;
    await work().catch((error: unknown) => missing.set(row.id, (error as Error).message));
  };
  const contender = ({ contender: id }: Row): Contender => {
    const command = options.commands[id];
    if ('missing' in command) throw new Error(command.missing);
    const started = running.get(id) ?? new Contender(command, options.priority);
    running.set(id, started);
    return started;
  };
  const closeAll = () => {
    for (const each of running.values()) each.close();
    running.clear();
  };

  try {
    const { alone, before, sample } = WAYS[block.measures];
    for (const row of before ? block.rows : []) {
      await options.turns.take();
      await attempt(row, async () => before!(contender(row), row));
      if (alone) closeAll();
      options.turns.pass();
    }
    for (let round = 0; round < (options.rounds ?? block.rounds); round++) {
      await options.turns.take();
      for (const row of block.rows) {
        await attempt(row, async () => {
          const taken = await sample(() => contender(row), row);
          samples.get(row.id)!.push(taken);
          await options.onSample(row, samples.get(row.id)!);
        });
        if (alone) closeAll();
      }
      options.turns.pass();
    }
  } finally {
    closeAll();
  }
  return new Map(
    block.rows.map(({ id }) => [id, missing.has(id) ? { missing: missing.get(id)! } : { samples: samples.get(id)! }]),
  );
}

interface Way {
  /** Whether each sample is of a process of its own. */
  readonly alone: boolean;
  /** Once for each row, not measured. */
  readonly before?: (contender: Contender, row: Row) => Promise<void>;
  readonly sample: (start: () => Contender, row: Row) => Promise<Sample>;
}

const WAYS: Readonly<Record<Block['measures'], Way>> = {
  seconds: {
    alone: false,
    async before(contender, { prepare }) {
      await contender.ask(OPEN);
      if (prepare) await contender.ask(prepare);
    },
    sample: (start, { work }) =>
      watched(async () => {
        const { seconds, cpuSeconds } = await start().ask(work);
        return { value: seconds, cpuSeconds };
      }),
  },

  start: {
    alone: true,
    // The first start reads the files in, and converts what must be converted.
    async before(contender, { work }) {
      await contender.ask(work);
    },
    sample: (start, { work }) =>
      watched(async () => {
        const started = performance.now();
        const { cpuSeconds } = await start().ask(work);
        return { value: (performance.now() - started) / 1000, cpuSeconds };
      }),
  },

  memory: {
    alone: true,
    sample: (start, { prepare, work }) =>
      watched(async () => {
        const contender = start();
        const watch = watchMemory(contender);
        await contender.ask(OPEN);
        if (prepare) await contender.ask(prepare);
        const { cpuSeconds } = await contender.ask(work);
        return { value: watch.most(), cpuSeconds };
      }),
  },
};

async function watched(work: () => Promise<{ value: number; cpuSeconds: number }>): Promise<Sample> {
  const load = loadAverage();
  const busy = busySeconds();
  const started = performance.now();
  const { value, cpuSeconds } = await work();
  const seconds = (performance.now() - started) / 1000;
  const others = busy === null ? null : othersShare(busySeconds()! - busy, { seconds, cpuSeconds });
  return { value, cpuSeconds, othersShare: others, loadAverage: load };
}

/** Looks at the process's memory while it works. */
function watchMemory(contender: Contender): { most(): number } {
  let most = 0;
  const look = () => {
    most = Math.max(most, contender.memoryBytes() ?? 0);
  };
  const looking = setInterval(look, LOOK_EVERY_MS);
  return {
    most() {
      look();
      clearInterval(looking);
      if (most === 0) throw new Error('this system does not tell the memory of a process; Linux does');
      return most;
    },
  };
}
