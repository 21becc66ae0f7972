import { app } from 'electron';
import type { Studio } from '../studio/studio.ts';
import type { Log } from './log.ts';

/** What runs goes back to the queue and every engine ends before the program does. */
export function setupQuit(studio: Pick<Studio, 'close'>, log: Log): void {
  let closing: Promise<void> | null = null;
  let closed = false;
  const close = async () => {
    await studio.close().catch(log.error);
    closed = true;
    app.quit();
  };
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    closing ??= close();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
}
