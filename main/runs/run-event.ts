import type { StagePart } from '../../native-models/sampling/generation.ts';

/** What a run tells whoever watches it. Hosts show it; nothing is decided by it. */
export type RunEvent =
  | { readonly kind: 'note'; readonly message: string }
  | { readonly kind: 'warning'; readonly message: string }
  | {
      readonly kind: 'progress';
      /** What is being made: `CO6 P5+, 2 of 3`. */
      readonly label: string;
      /** Share of all work that is done, 0 to 1. */
      readonly done: number;
      readonly secondsLeft: number | null;
    }
  | { readonly kind: 'saved'; readonly path: string };

/** It must not throw: a run would end with it. */
export type Watch = (event: RunEvent) => void;

/** Where the autoencoder is: `tile 3 of 9`. */
export function tileInWords({ number, of }: StagePart): string {
  return `tile ${number} of ${of}`;
}
