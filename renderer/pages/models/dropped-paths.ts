import type { Problem } from '../../host/problem.ts';

type PathOf = (file: File) => string;

/** Where what was dropped lies; or, where only a name is known, what to do instead. @param pathOf null in a browser. */
export function droppedPaths(
  files: readonly File[],
  pathOf: PathOf | null,
): { readonly paths: readonly string[] } | { readonly problem: Problem } {
  const paths = pathOf ? files.map((file) => pathOf(file)).filter(Boolean) : [];
  if (paths.length > 0) return { paths };
  return {
    problem: {
      message: `A browser does not tell where ${files[0]?.name ?? 'it'} lies.`,
      advice: 'Type its path, as the machine that Heirloom runs on sees it, or look for it there with Browse.',
    },
  };
}

/** Quotes come along when a path is copied from a file manager. */
export function typedPath(text: string): string {
  return text.trim().replaceAll(/^"|"$/g, '');
}
