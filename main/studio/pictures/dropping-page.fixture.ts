/** A page without a browser, in a process of its own: drops what it is told to drop, and tells what the studio answers. */
import { openAsBlob } from 'node:fs';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import { sendFile } from '../../../renderer/host/send-file.ts';
import type { contract } from '../../../preload/contract/contract.ts';

type Client = ContractRouterClient<typeof contract>;

const address = new URL(process.argv[2]!);
const SHOWN = 200;

interface Drop {
  readonly kind: 'picture' | 'model';
  readonly path: string;
}

async function answerTo({ kind, path }: Drop): Promise<string> {
  const socket = new WebSocket(`ws://${address.host}/rpc${address.search}`);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  // ws speaks as browsers' sockets do, as far as the link goes.
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
  const client: Client = createORPCClient(link);
  const closed = new Promise<never>((_, reject) => socket.once('close', () => reject(new Error('the socket closed'))));
  try {
    const asked = kind === 'picture' ? readBy(client, path) : addAndLook(client, path);
    return JSON.stringify(await Promise.race([asked, closed])).slice(0, SHOWN);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    closed.catch(() => {});
    socket.close();
  }
}

/** As pages do. */
async function readBy(client: Client, path: string): Promise<unknown> {
  return await client.pictures.read({ file: await sendFile(client, await openAsBlob(path)) });
}

/** What dropping a folder on the Models page asks, and what choosing it from the list would. */
async function addAndLook(client: Client, path: string): Promise<string> {
  await client.models.browse({ path });
  return JSON.stringify(await client.models.add({ path }));
}

process.on('message', (drop: Drop) => void answerTo(drop).then((words) => process.send?.({ words })));
