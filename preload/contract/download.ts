import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { LIMITS } from '../../native-models/vocabulary.ts';
import { problem } from './task.ts';
import { name } from './text.ts';

/** What can be taken of a source: a repository's networks in half or in full precision, or one of its single files. */
export const downloadChoice = z.object({
  id: z.string(),
  title: z.string(),
  bytes: z.number(),
  files: z.array(z.object({ path: z.string(), bytes: z.number() })),
});
export type DownloadChoice = z.infer<typeof downloadChoice>;

/** What a source has for us, before anything is fetched of it. */
export const downloadOffer = z.object({
  /** As it was asked for. */
  source: z.string(),
  title: z.string(),
  /** Where it would come from: the hub's or the server's name. */
  from: z.string(),
  /** The best one first. */
  choices: z.array(downloadChoice).min(1),
  /** Weights that are left where they are, because opening them could run any code. */
  pickles: z.array(z.string()),
  /** On the disk that models are kept on. */
  freeBytes: z.number(),
});
export type DownloadOffer = z.infer<typeof downloadOffer>;

/** A download as the list of models shows it. One is under way at a time. */
export const download = z.object({
  id: z.string(),
  title: z.string(),
  from: z.string(),
  state: z.enum(['waiting', 'running', 'paused', 'failed', 'done']),
  /** The file at work, of a running one. */
  file: z.string().nullable(),
  /** What is done to it. */
  phase: z.enum(['fetching', 'checking']),
  doneBytes: z.number(),
  totalBytes: z.number(),
  bytesPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  /** Something to know that is no problem: a server that cannot resume. */
  note: z.string().nullable(),
  problem: problem.nullable(),
});
export type Download = z.infer<typeof download>;

const id = z.object({ id: name });
const source = z.object({ source: z.string().min(1).max(LIMITS.address.max) });

export const downloadRoutes = {
  /** What a repository (`owner/name`, `owner/name@revision`), its address, or the address of a .safetensors file has. */
  offer: oc.input(source).output(downloadOffer),
  /** Queues it; one that was begun earlier goes on where it was. */
  start: oc.input(source.extend({ choice: z.string().max(LIMITS.address.max) })).output(download),
  pause: oc.input(id).output(z.void()),
  /** Goes on with one that is paused or has failed. */
  resume: oc.input(id).output(z.void()),
  /** Takes it off the list, with whatever part of it is here. A finished one stays a model. */
  cancel: oc.input(id).output(z.void()),
  /** All downloads, now and whenever one changes, until the reader leaves. */
  watch: oc.output(eventIterator(z.array(download))),
};

/** How downloads reach the hub. The token is never told to a page. */
export const network = z.object({
  hub: z.string().nullable(),
  /** A password in it is left out. */
  proxy: z.string().nullable(),
  /** Where a token is kept: in the system's keychain, or in a file that only its owner can read. null: none is set. */
  tokenIn: z.enum(['keychain', 'file']).nullable(),
  /** What the keychain did not do with it, in a sentence. */
  tokenNote: z.string().nullable(),
  /** What applies where nothing is set: from the environment, or the usual. */
  otherwise: z.object({ hub: z.string(), proxy: z.string().nullable(), hasToken: z.boolean() }),
});
export type Network = z.infer<typeof network>;

const setting = z.string().trim().max(LIMITS.address.max).nullable().optional();

export const networkRoutes = {
  get: oc.output(network),
  /** Changes what is given; null goes back to what applies otherwise. */
  set: oc.input(z.object({ hub: setting, proxy: setting, token: setting })).output(network),
};
