/** The studio's other half: whatever answers the contract, and how the pictures it keeps are reached. */
import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '../../preload/contract/contract.ts';

export type StudioClient = ContractRouterClient<typeof contract>;

export type Connection = 'connecting' | 'connected' | 'lost';

export interface Host {
  readonly client: StudioClient;
  pictureUrl(id: string): string;
  /** Tells now and at every change; returns how to stop. */
  onConnection(listener: (connection: Connection) => void): () => void;
}
