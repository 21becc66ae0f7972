/** `npm run bench -- kills`: the studio, killed at random again and again with work in its queue: what is lost, twice, half. */
import { parseArgs } from 'node:util';
import { keepToOneThread } from '../../e2e/hosts/one-thread.ts';
import { describeMachine, thisMachine } from '../machine.ts';
import { recordResults, table, writeSection } from '../record.ts';
import { withDataFolder } from '../studio/browser.ts';
import { type Victim, VICTIMS, liveUntilKilled, liveUntilDone } from './life.ts';
import { Ledger } from './ledger.ts';

const HELP = `npm run bench -- kills [--lives 500]    writes bench/results/kills.json and docs/robustness.md where there were 500 or more`;
const LIVES = 500;
/** Longer than it takes from a start to the second picture: kills fall on the start, on the work, on what settles it. */
const LONGEST_LIFE_MS = 3000;

const { values } = parseArgs({
  options: { help: { type: 'boolean', short: 'h' }, lives: { type: 'string', default: String(LIVES) } },
});
const lives = Number(values.lives);
if (values.help || !Number.isInteger(lives) || lives < 1) {
  console.log(HELP);
  process.exit(values.help ? 0 : 1);
}

await withDataFolder(async (folder) => {
  keepToOneThread(folder);
  const ledger = new Ledger(folder);
  const killed = new Map<Victim, number>(VICTIMS.map((victim) => [victim, 0]));
  for (let life = 0; life < lives; life += 1) {
    ledger.fill();
    const victim = VICTIMS[life % VICTIMS.length]!;
    ledger.complain(await liveUntilKilled(folder, victim, Math.random() * LONGEST_LIFE_MS));
    killed.set(victim, killed.get(victim)! + 1);
    ledger.check();
    if ((life + 1) % 25 === 0) console.log(`${life + 1} of ${lives} killed: ${ledger.inWords()}`);
  }
  await liveUntilDone(folder, () => ledger.isDone());
  const givenUp = ledger.askAgain();
  await liveUntilDone(folder, () => ledger.isDone());
  ledger.checkDone();
  console.log(`worked off to the end: ${ledger.inWords()}`);
  for (const complaint of ledger.complaints) console.log(`  ${complaint}`);

  const rows = [
    ...[...killed].map(([victim, times]) => [`killed: ${victim}`, String(times)]),
    ['tasks that were queued', String(ledger.tasks)],
    ['pictures that were made', String(ledger.pictures)],
    ['of those given up after two kills, and made when asked for again', String(givenUp)],
    ['lost, twice, half, or not gone on', String(ledger.complaints.length)],
  ];
  if (lives >= LIVES) {
    const machine = thisMachine();
    await recordResults('kills', { machine, rows });
    await writeSection('kills', `${describeMachine(machine)}.\n\n${table(['what', 'count'], rows)}`, 'robustness.md');
  }
  process.exitCode = ledger.complaints.length > 0 ? 1 : 0;
});
