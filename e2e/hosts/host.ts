import type { Page } from 'playwright';
import { openOnDesktop } from './desktop.ts';
import { keepToOneThread } from './one-thread.ts';
import { openServed } from './serve.ts';

/** A studio that a journey uses, whatever carries it. */
export interface OpenStudio {
  readonly page: Page;
  /** As a person ends it; when it is done, no process is left. */
  quit(): Promise<void>;
}

export type OpenHost = (dataFolder: string) => Promise<OpenStudio>;

/** Where journeys are made. */
export const HOSTS: Readonly<Record<string, OpenHost>> = {
  'heirloom serve, in a browser': openServed,
  [desktopName()]: openInOneThread,
};

/** Benchmarks measure the desktop as it is: they open it themselves. */
async function openInOneThread(dataFolder: string): Promise<OpenStudio> {
  keepToOneThread(dataFolder);
  return await openOnDesktop(dataFolder);
}

function desktopName(): string {
  return process.env['HEIRLOOM_ELECTRON'] ? 'the desktop, on Electron' : 'the desktop, on the Electron API stand-in';
}
