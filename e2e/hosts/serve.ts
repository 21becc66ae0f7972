import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright';
import { PACKAGE_ROOT as root } from '../../main/base/places.ts';
import { CHROMIUM_FLAGS, chromiumPath } from './chromium.ts';
import type { OpenStudio } from './host.ts';
import { keepToOneThread } from './one-thread.ts';

/** `heirloom serve` at work. */
export interface StartedServer {
  readonly process: ChildProcess;
  /** What it printed: carries the token. */
  readonly address: string;
  /** As Ctrl-C ends it. */
  quit(): Promise<void>;
}

/** @param port 0: any free one. */
export async function startServer(dataFolder: string, port = 0): Promise<StartedServer> {
  const server = spawn(
    process.execPath,
    ['dist/main/cli.js', 'serve', '--port', String(port), '--data', dataFolder, '--no-open'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const address = await addressIn(server.stdout);
  return {
    process: server,
    address,
    async quit() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, 'exit');
      server.kill('SIGINT');
      await ended;
    },
  };
}

/** `heirloom serve` with engines of one thread, and a browser that opens the address it prints. */
export async function openServed(dataFolder: string): Promise<OpenStudio> {
  keepToOneThread(dataFolder);
  const server = await startServer(dataFolder);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...CHROMIUM_FLAGS] });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(server.address);
  return {
    page,
    async quit() {
      await browser.close();
      await server.quit();
    },
  };
}

async function addressIn(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(output)) {
    const address = /Heirloom is at (http:\S+)/.exec(line)?.[1];
    if (address) return address;
  }
  throw new Error('heirloom serve ended without an address');
}
