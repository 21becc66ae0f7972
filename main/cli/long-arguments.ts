/**
 * Arguments too long for onnxruntime: when its first session is made, it looks for something in the process's command line, byte
 * by byte and call within call, and some 30,000 are more than a stack holds (the process ends with SIGSEGV). They
 * are then given to a process whose own command line is short.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { APART_FROM_DRIVER, asksForDriver, lastOf, speakToPerson } from './driver-lines.ts';

/** Bytes of all arguments. Half of what was seen to go well: stacks may be smaller elsewhere. */
const MOST_BYTES = 10_000;
/** Says to the process that its arguments come over the channel. */
const OVER_CHANNEL = 'HEIRLOOM_ARGUMENTS';
/** Its value where what drivers write is not for the person. */
const QUIET = 'quiet';

/** What was written behind the command, wherever it comes from. */
export async function givenArguments(): Promise<readonly string[]> {
  if (process.env[OVER_CHANNEL] === undefined || !process.channel) return process.argv.slice(2);
  if (process.env[OVER_CHANNEL] === QUIET) speakToPerson();
  const [message]: unknown[] = await once(process, 'message');
  process.on('disconnect', () => process.exit(1)); // whoever asked is gone
  process.channel.unref();
  return Array.isArray(message) ? message.map(String) : [];
}

/** Whether they are for a process of their own: too long for a session to be made here, or for a driver that writes lines of its own. */
export function runsApart(args: readonly string[]): boolean {
  // What came over the channel is in no command line.
  return process.env[OVER_CHANNEL] === undefined && (isTooLong(args) || asksForDriver(args));
}

function isTooLong(args: readonly string[]): boolean {
  return Buffer.byteLength(args.join(' ')) > MOST_BYTES;
}

/** Runs the same command in a process that has the arguments in no command line. @returns its exit code. */
export async function runApart(args: readonly string[]): Promise<number> {
  const isWindows = process.platform === 'win32';
  const quiet = asksForDriver(args);
  const child = fork(process.argv[1]!, [], {
    ...(quiet ? { stdio: [...APART_FROM_DRIVER] } : { stdio: 'inherit' as const }),
    env: { ...process.env, [OVER_CHANNEL]: quiet ? QUIET : 'channel' },
    // A terminal's Ctrl-C reaches this process alone, which passes it on; otherwise it would count twice.
    detached: !isWindows,
  });
  const passOn = (signal: NodeJS.Signals) => void (isWindows || child.kill(signal));
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];
  for (const signal of signals) process.removeAllListeners(signal).on(signal, passOn);
  child.send(args);
  const said = child.stderr ? lastOf(child.stderr) : () => '';
  const [code]: unknown[] = await once(child, quiet ? 'close' : 'exit');
  if (typeof code !== 'number' || args.includes('--verbose')) process.stderr.write(said());
  return typeof code === 'number' ? code : 1;
}
