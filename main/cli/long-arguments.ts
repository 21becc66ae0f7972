/**
 * Arguments too long for onnxruntime: when its first session is made, it looks for something in the process's command line, byte
 * by byte and call within call, and some 30,000 are more than a stack holds (the process ends with SIGSEGV). They
 * are then given to a process whose own command line is short.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';

/** Bytes of all arguments. Half of what was seen to go well: stacks may be smaller elsewhere. */
const MOST_BYTES = 10_000;
/** Says to the process that its arguments come over the channel. */
const OVER_CHANNEL = 'HEIRLOOM_ARGUMENTS';

/** What was written behind the command, wherever it comes from. */
export async function givenArguments(): Promise<readonly string[]> {
  if (process.env[OVER_CHANNEL] === undefined || !process.channel) return process.argv.slice(2);
  const [message]: unknown[] = await once(process, 'message');
  process.on('disconnect', () => process.exit(1)); // whoever asked is gone
  process.channel.unref();
  return Array.isArray(message) ? message.map(String) : [];
}

/** Whether a session could not be made in the process that has these in its command line. */
export function isTooLong(args: readonly string[]): boolean {
  // What came over the channel is in no command line.
  return process.env[OVER_CHANNEL] === undefined && Buffer.byteLength(args.join(' ')) > MOST_BYTES;
}

/** Runs the same command with arguments that no command line has. @returns its exit code. */
export async function runApart(args: readonly string[]): Promise<number> {
  const isWindows = process.platform === 'win32';
  const child = fork(process.argv[1]!, [], {
    stdio: 'inherit',
    env: { ...process.env, [OVER_CHANNEL]: 'channel' },
    // A terminal's Ctrl-C reaches this process alone, which passes it on; otherwise it would count twice.
    detached: !isWindows,
  });
  const passOn = (signal: NodeJS.Signals) => void (isWindows || child.kill(signal));
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];
  for (const signal of signals) process.removeAllListeners(signal).on(signal, passOn);
  child.send(args);
  const [code]: unknown[] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}
