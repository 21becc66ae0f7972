/** From what a person asked for to what its source offers. */
import { basename } from 'node:path';
import { z } from 'zod';
import { PICKLE_ADVICE } from '../../native-models/checkpoint/formats/foreign-formats.ts';
import { failure } from '../base/problem.ts';
import { type Choice, type Contents, contentsOf } from './choices.ts';
import type { Connection } from './connection.ts';
import { plainName } from './file-name.ts';
import { readRepository } from './hub.ts';
import { offerAtAddress, requireSafetensors } from './offer-at-address.ts';
import { type Offer, type SizedChoice, totalOf } from './offer.ts';
import { hostOf } from './problems.ts';
import { addressOf, type SourceFile } from './repository-file.ts';
import { DEFAULT_REVISION, parseSource, type Source } from './source.ts';

/** What Heirloom runs, as `_class_name` of a model_index.json says it (native-models/families). */
const PIPELINE = /^StableDiffusion(Img2Img)?Pipeline$/;
/** For what has no character that a name may have. */
const WITHOUT_NAME = 'model.safetensors';
const indexSchema = z.looseObject({ _class_name: z.string() });

/**
 * Reads the list of files, and for a pipeline its `model_index.json`; no weights are fetched.
 * @param text as in {@link parseSource}.
 * @throws Problem where the source has nothing that Heirloom runs; the signal's reason.
 */
export async function readOffer(text: string, connection: Connection, signal: AbortSignal): Promise<Offer> {
  const source = parseSource(text, connection.hub);
  return source.kind === 'repository'
    ? await offerOfRepository(source, connection, signal)
    : await offerAtAddress(source.url, connection, signal);
}

async function offerOfRepository(
  source: Extract<Source, { kind: 'repository' }>,
  connection: Connection,
  signal: AbortSignal,
): Promise<Offer> {
  const { repository, revision, file } = source;
  const { files } = await readRepository(source, connection, signal);
  const title = revision === DEFAULT_REVISION ? repository : `${repository}@${revision}`;
  const from = hostOf(connection.hub);
  if (file !== null) {
    const choices = [sized(source, 'single-files', oneFile(files, file, repository))];
    return { title: `${title}: ${basename(file)}`, from, choices, pickles: [] };
  }
  const { kind, choices, pickles } = contentsOf(files);
  if (choices.length === 0) throw nothingFor(repository, pickles);
  if (kind === 'pipeline') await requirePipeline(files, repository, connection, signal);
  return { title, from, choices: choices.map((choice) => sized(source, kind, choice)), pickles };
}

function oneFile(files: readonly SourceFile[], path: string, repository: string): Choice<SourceFile> {
  requireSafetensors(path);
  const file = files.find((each) => each.path === path);
  if (!file) throw failure(`${repository} has no file ${path}`, 'It may have been renamed: give the repository alone.');
  const name = plainName(path) ?? WITHOUT_NAME;
  return { id: name, title: name, files: [{ ...file, path: name }] };
}

function nothingFor(repository: string, pickles: readonly string[]): Error {
  if (pickles.length > 0) {
    return failure(
      `${repository} has its weights only as Python pickles (${pickles[0]}), which can run any code when they are opened`,
      PICKLE_ADVICE,
    );
  }
  return failure(
    `${repository} has no weights that Heirloom reads`,
    'Give a repository in the layout of diffusers (model_index.json), or one with .safetensors files.',
  );
}

/** Before gigabytes are fetched: is it Stable Diffusion 1.x or 2.x at all? */
async function requirePipeline(
  files: readonly SourceFile[],
  repository: string,
  connection: Connection,
  signal: AbortSignal,
): Promise<void> {
  const index = files.find(({ path }) => path === 'model_index.json')!;
  const response = await connection.get(addressOf(index, connection.hub), `${repository}/model_index.json`, { signal });
  const { data } = indexSchema.safeParse(await response.json().catch(() => null));
  if (data && PIPELINE.test(data._class_name)) return;
  throw failure(
    `${repository} is a ${data?._class_name ?? 'pipeline of an unknown kind'}`,
    'Heirloom runs Stable Diffusion 1.x and 2.x (StableDiffusionPipeline) and their students.',
  );
}

function sized(
  { repository, revision }: Extract<Source, { kind: 'repository' }>,
  kind: Contents<SourceFile>['kind'],
  choice: Choice<SourceFile>,
): SizedChoice {
  const [owner, name] = repository.split('/') as [string, string];
  const at = revision === DEFAULT_REVISION ? '' : `@${revision.replaceAll('/', '-')}`;
  const folder = (text: string) => plainName(text) ?? WITHOUT_NAME;
  const bytes = totalOf(choice.files);
  if (kind === 'single-files') {
    const file = folder(choice.id);
    const files = choice.files.map((each) => ({ ...each, path: file }));
    return { ...choice, files, target: [folder(owner), folder(`${name}${at}`), file], bytes };
  }
  const variant = choice.id === '' ? '' : `-${choice.id}`;
  return { ...choice, target: [folder(owner), folder(`${name}${at}${variant}`)], bytes };
}
