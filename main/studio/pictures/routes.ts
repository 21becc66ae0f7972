/** Pictures: two of them measured against each other, and one that was dropped on the window. */
import type { History } from '../../history/history.ts';
import type { StudioModels } from '../models/models.ts';
import { requireBytes } from '../../pictures/probe/probe.ts';
import type { Implementer } from '../wire/implementer.ts';
import { comparePictures } from './fidelity.ts';
import { readPicture, WHERE } from './read-picture.ts';
import type { Uploads } from './uploads.ts';

interface Pictures {
  readonly history: History;
  readonly models: StudioModels;
  readonly uploads: Uploads;
}

/** Answers to `pictures`. */
export function pictureRoutes(os: Implementer['pictures'], { history, models, uploads }: Pictures) {
  return {
    compare: os.compare.handler(({ input }) => comparePictures(history, input.a, input.b)),
    upload: os.upload.handler(async ({ input: { upload, piece } }) => ({
      upload: await uploads.add(upload, new Uint8Array(await piece.arrayBuffer())),
    })),
    read: os.read.handler(async ({ input: { file, keep } }) => {
      const studio = { history, models: await models.list() };
      if (typeof file !== 'string') {
        requireBytes(file.size, WHERE);
        return await readPicture(studio, new Uint8Array(await file.arrayBuffer()), keep);
      }
      try {
        return await readPicture(studio, uploads.pathOf(file), keep);
      } finally {
        await uploads.remove(file);
      }
    }),
  };
}
