import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import { z } from 'zod';
import { CHANNEL, type ModelKind } from '../../preload/bridge.ts';
import { onQuestion } from './sender.ts';

const OPTIONS: Readonly<Record<ModelKind, OpenDialogOptions>> = {
  folder: { title: 'Add a model folder', buttonLabel: 'Add', properties: ['openDirectory'] },
  file: {
    title: 'Add a model file',
    buttonLabel: 'Add',
    properties: ['openFile'],
    filters: [{ name: 'Checkpoints', extensions: ['safetensors'] }],
  },
};

const modelKind = z.enum(['folder', 'file']);

export function setupDialogs(): void {
  onQuestion(CHANNEL.chooseModel, async ({ sender }, message) => {
    const options = OPTIONS[modelKind.parse(message)];
    const window = BrowserWindow.fromWebContents(sender);
    const { filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
    return filePaths[0] ?? null;
  });
}
