/** Small pictures in every format that is read, made by PIL (native-models/reference/record_pictures.py), and what PIL reads in them. */
import { recordedJson } from '../../../native-models/reference/recording.ts';

interface Recorded {
  readonly file: string;
  readonly format: string;
  readonly width: number;
  readonly height: number;
  /** The format loses nothing. */
  readonly exact: boolean;
  readonly rgb: string;
}

const recorded = recordedJson<Readonly<Record<string, Recorded>>>('pictures.json');

/** By name: `rgb.png`, `lossy.webp` … */
export const PIL_PICTURES = Object.entries(recorded).map(([name, { file, rgb, ...rest }]) => ({
  name,
  ...rest,
  file: Buffer.from(file, 'base64'),
  rgb: new Uint8Array(Buffer.from(rgb, 'base64')),
}));

/** A copy of the file, to be changed. */
export function pilFile(name: string): Buffer {
  return Buffer.from(PIL_PICTURES.find((picture) => picture.name === name)!.file);
}
