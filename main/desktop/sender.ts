import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import { isStudio } from './addresses.ts';

type Sender = Pick<IpcMainEvent, 'senderFrame'>;

/** Only the studio's own page, in the window itself and in no frame of it. */
export function isOurs({ senderFrame: frame }: Sender): boolean {
  return frame !== null && frame.parent === null && isStudio(frame.url);
}

/** Listens to the studio's page; what anything else says is not heard. */
export function onMessage(channel: string, listener: (event: IpcMainEvent, message: unknown) => void): void {
  ipcMain.on(channel, (event, message: unknown) => {
    if (isOurs(event)) listener(event, message);
    else for (const port of event.ports) port.close();
  });
}

/** Answers the studio's page; anything else is refused. */
export function onQuestion<T>(
  channel: string,
  answer: (event: IpcMainInvokeEvent, message: unknown) => Promise<T>,
): void {
  ipcMain.handle(channel, (event, message: unknown) => {
    if (!isOurs(event)) throw new Error('Only the studio may ask this');
    return answer(event, message);
  });
}
