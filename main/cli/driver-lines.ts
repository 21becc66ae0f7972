/**
 * Lines that drivers and libraries write to stderr by themselves: Dawn's of a missing Vulkan, say. What they mean comes with our errors
 * as well. Where a driver is asked for, the command runs in a process whose stderr nobody sees; what we say goes to another
 * file that is the person's.
 */
import { writeSync } from 'node:fs';
import { isatty, WriteStream } from 'node:tty';
import { Writable } from 'node:stream';

/** After stdin, stdout, stderr and the channel. */
const PERSON = 4;
const KEPT_CHARACTERS = 4000;

/** Whether a command runs on a device with a driver. Windows' drivers are silent, and hand on no such file. */
export function asksForDriver(args: readonly string[]): boolean {
  if (process.platform === 'win32') return false;
  const at = args.findIndex((arg) => /^--device(=|$)/.test(arg));
  const device = args[at]?.split('=')[1] ?? args[at + 1];
  return at >= 0 && device !== undefined && device.toLowerCase() !== 'cpu';
}

/** What the process's stdio is, for {@link speakToPerson} in it. */
export const APART_FROM_DRIVER = ['inherit', 'inherit', 'pipe', 'ipc', 2] as const;

/** In such a process: all that is written to `process.stderr` goes to the person, and only what native code writes does not. */
export function speakToPerson(): void {
  const person = isatty(PERSON) ? new WriteStream(PERSON) : new Lines();
  Object.defineProperty(process, 'stderr', { value: person, configurable: true });
}

/** Written at once: the process may end with the next line. */
class Lines extends Writable {
  override _write(chunk: Buffer, _: string, done: () => void): void {
    writeSync(PERSON, chunk);
    done();
  }
}

/** The last of what drivers wrote, for who asks and for a process that they ended. */
export function lastOf(stderr: NodeJS.ReadableStream): () => string {
  let words = '';
  stderr.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-KEPT_CHARACTERS)));
  return () => words;
}
