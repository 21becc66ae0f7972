/** The tags that selected runs have. */
export interface CountedTag {
  readonly tag: string;
  /** How many of them have it. */
  readonly count: number;
}

/** The most frequent first, then by the alphabet. */
export function tagsOf(runs: readonly { readonly tags: readonly string[] }[]): readonly CountedTag[] {
  const grouped = Map.groupBy(
    runs.flatMap(({ tags }) => tags),
    (tag) => tag,
  );
  return [...grouped]
    .map(([tag, { length }]) => ({ tag, count: length }))
    .toSorted((a, b) => b.count - a.count || a.tag.localeCompare(b.tag));
}
