import type { StagePart } from '../../native-models/sampling/generation.ts';

/** Where the autoencoder is: `tile 3 of 9`. */
export function tileInWords({ number, of }: StagePart): string {
  return `tile ${number} of ${of}`;
}
