/** JSON that was well-formed, changed where its structure is: values, keys, order, numbers; and then, now and then, its text. */
import * as fc from 'fast-check';
import { oddKey, oddValue } from './odd-values.ts';

/** What is changed about one place. */
const edit = fc.record({
  place: fc.nat(),
  kind: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'rename', 'add', 'scale', 'copy'),
  odd: oddValue,
  key: oddKey,
  other: fc.nat(),
  factor: fc.constantFrom(-1, 0, 0.5, 2, 3, 10, 1000, 1e9),
});
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

/** JSON and what was done to it. */
export interface Mutated {
  readonly json: unknown;
  /** As `unet.block_out_channels.0 replaced`. */
  readonly edits: readonly string[];
}

/** @param seeds what is well-formed; each input begins with one of them. */
export function mutatedJson(seeds: readonly unknown[]): fc.Arbitrary<Mutated> {
  return fc
    .record({ seed: fc.nat({ max: seeds.length - 1 }), edits: fc.array(edit, { minLength: 1, maxLength: 3 }) })
    .map(({ seed, edits }) => {
      const root = { value: structuredClone(seeds[seed]) };
      return { edits: edits.map((each) => apply(root, each)), json: root.value };
    });
}

interface Place {
  readonly owner: Record<string, unknown> | unknown[];
  readonly key: string;
  readonly path: string;
}

/** Breadth first, so that a place's number says nothing of how much lies below its neighbours. */
function placesOf(root: object): readonly Place[] {
  const places: Place[] = [];
  const owners: { owner: object; path: string }[] = [{ owner: root, path: '' }];
  for (const { owner, path } of owners) {
    if (places.length > 5000) break;
    for (const key of Object.keys(owner).slice(0, 500)) {
      const at = path === '' ? key : `${path}.${key}`;
      places.push({ owner: owner as Record<string, unknown>, key, path: at });
      const value = (owner as Record<string, unknown>)[key];
      if (typeof value === 'object' && value !== null) owners.push({ owner: value, path: at });
    }
  }
  return places;
}

function apply(root: { value: unknown }, { place, kind, odd: shared, key, other, factor }: Edit): string {
  const odd = structuredClone(shared); // nothing that is changed may change what is tried next
  const places = placesOf(root);
  const { owner, key: at, path } = places[place % places.length]!;
  const record = owner as Record<string, unknown>;
  const said = path.replace(/^value\.?/, '') || 'all of it';
  const set = (name: string, value: unknown) =>
    Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
  switch (kind) {
    case 'remove':
      if (owner !== root) delete record[at];
      return `${said} removed`;
    case 'rename': {
      const value = record[at];
      if (owner === root) return `${said} kept`;
      delete record[at];
      if (!Array.isArray(owner)) set(key, value);
      return `${said} renamed`;
    }
    case 'add':
      if (Array.isArray(owner)) owner.push(odd);
      else if (owner !== root) set(key, odd);
      return `${said} has more beside it`;
    case 'scale':
      if (typeof record[at] === 'number') record[at] *= factor;
      return `${said} times ${factor}`;
    case 'copy':
      record[at] = structuredClone(places[other % places.length]!.owner[places[other % places.length]!.key as never]);
      return `${said} copied from elsewhere`;
    default:
      record[at] = odd;
      return `${said} replaced`;
  }
}
