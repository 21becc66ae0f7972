/** What a person asked for, in whichever way they wrote it. */
import { usageProblem } from '../base/problem.ts';
import { decoded } from './file-name.ts';

/** A repository of the hub, or a file at an address. */
export type Source =
  | {
      readonly kind: 'repository';
      /** `owner/name` */
      readonly repository: string;
      /** Branch, tag or commit. */
      readonly revision: string;
      /** One file of it; null: whatever the repository is. */
      readonly file: string | null;
    }
  | { readonly kind: 'address'; readonly url: string };

/** The branch that is meant where none is named. */
export const DEFAULT_REVISION = 'main';

const REPOSITORY = /^([\w-][\w.-]*\/[\w-][\w.-]*)(?:@([\w./-]+))?$/;
/** Names that the hub's own pages have, whichever mirror is set. */
const HUB_NAMES = new Set(['huggingface.co', 'www.huggingface.co', 'hf.co']);
/** `/owner/name`, `/owner/name/tree/main`, `/owner/name/blob/main/a/file.safetensors` */
const HUB_PATH = /^\/([\w-][\w.-]*\/[\w-][\w.-]*)(?:\/(?:tree|blob|resolve)\/([^/]+)(?:\/(.+))?)?\/?$/;

/**
 * @param hub address of the hub in use: addresses below it, and below the well-known one, are repositories.
 * @throws Problem that says what would be understood.
 */
export function parseSource(text: string, hub: string): Source {
  const asked = text.trim().replaceAll(/^["'<]|[">']$/g, '');
  const [, repository, revision = DEFAULT_REVISION] = REPOSITORY.exec(asked) ?? [];
  if (repository) return { kind: 'repository', repository, revision, file: null };
  const url = URL.parse(asked);
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw usageProblem(
      `${asked}: this is no repository and no address`,
      'Give owner/name as the hub writes it (owner/name@revision for a branch or tag), or an address that begins with https://.',
    );
  }
  const base = new URL(hub);
  const isHub = url.host === base.host || HUB_NAMES.has(url.hostname);
  return (isHub && repositoryAt(url)) || { kind: 'address', url: url.href };
}

function repositoryAt({ pathname }: URL): Source | null {
  const [, repository, revision = DEFAULT_REVISION, path] = HUB_PATH.exec(decoded(pathname)) ?? [];
  if (!repository) return null;
  // A folder's address means the repository: what is needed of it is chosen anyway.
  const file = path && /\.\w+$/.test(path) ? path : null;
  return { kind: 'repository', repository, revision, file };
}
