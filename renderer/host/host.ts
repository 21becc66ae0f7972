/** The studio's other half: whatever answers the contract, and how the pictures it keeps are reached. */
import type { ContractRouterClient } from '@orpc/contract';
import type { Bridge } from '../../preload/bridge.ts';
import type { ThumbnailSize } from '../../preload/contract/thumbnail.ts';
import type { contract } from '../../preload/contract/contract.ts';

export type StudioClient = ContractRouterClient<typeof contract>;

/** `refused`: it is there, and does not know this page's token, as after a restart. */
export type Connection = 'connecting' | 'connected' | 'lost' | 'refused';

export interface Host {
  readonly client: StudioClient;
  /** @param size for lists: pixels of the longer side. Left out, the picture itself: whatever is compared. */
  pictureUrl(id: string, size?: ThumbnailSize): string;
  /** What only the desktop can do; null in a browser. */
  readonly desktop: Omit<Bridge, 'requestPort'> | null;
  /** Tells now and at every change; returns how to stop. */
  onConnection(listener: (connection: Connection) => void): () => void;
}
