/** Pictures: two of them measured against each other, and one that was dropped on the window. */
import type { History } from '../../history/history.ts';
import type { StudioModels } from '../models/models.ts';
import { requireBytes } from '../../pictures/probe/probe.ts';
import type { Implementer } from '../wire/implementer.ts';
import { comparePictures } from './fidelity.ts';
import { readPicture, WHERE } from './read-picture.ts';

interface Pictures {
  readonly history: History;
  readonly models: StudioModels;
}

/** Answers to `pictures`. */
export function pictureRoutes(os: Implementer['pictures'], { history, models }: Pictures) {
  return {
    compare: os.compare.handler(({ input }) => comparePictures(history, input.a, input.b)),
    read: os.read.handler(async ({ input: { file, keep } }) => {
      requireBytes(file.size, WHERE);
      return await readPicture({ history, models: await models.list() }, Buffer.from(await file.arrayBuffer()), keep);
    }),
  };
}
