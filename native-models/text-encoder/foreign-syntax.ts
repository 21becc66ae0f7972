/** What other programs make something of in a prompt, and we do not. Nothing of it is passed over in silence. */
import type { Range } from './weights.ts';

export const FOREIGN_KINDS = [
  'network',
  'editing',
  'alternation',
  'wildcard',
  'choice',
  'composition',
  'embedding',
] as const;
export type ForeignKind = (typeof FOREIGN_KINDS)[number];

export interface Foreign extends Range {
  readonly kind: ForeignKind;
}

/** `<lora:name:0.8>`, `<hypernet:name:1>`. A1111 takes them out of the text before it reads anything else. */
const NETWORK = /<[\p{L}\p{N}_]+:[^<>]+>/gu;

const PATTERNS: readonly (readonly [ForeignKind, RegExp])[] = [
  /** `__animal__`, of the extension Dynamic Prompts. */
  ['wildcard', /__[\p{L}\p{N}_/*.-]+?__/gu],
  /** `{red|green}`, of the same. */
  ['choice', /\{[^{}|]*\|[^{}]*\}/g],
  /** `a cat AND a dog`: two prompts, whose predictions are added. */
  ['composition', /(?<![\p{L}\p{N}_])AND(?![\p{L}\p{N}_])/gu],
  /** ComfyUI's `embedding:name`. */
  ['embedding', /\bembedding:[^\s,:()[\]<>]+/gu],
];

const NUMBER = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i;
const CLOSES: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

/** All of it, in the order of the text, none within another network's tag. */
export function foreignIn(prompt: string): readonly Foreign[] {
  const networks = found('network', NETWORK, prompt);
  const others = [
    ...PATTERNS.flatMap(([kind, pattern]) => found(kind, pattern, prompt)),
    ...inSquareBrackets(prompt, networks),
  ];
  const outside = others.filter(({ start }) => !networks.some((tag) => tag.start <= start && start < tag.end));
  return [...networks, ...outside].toSorted((a, b) => a.start - b.start);
}

function found(kind: ForeignKind, pattern: RegExp, prompt: string): readonly Foreign[] {
  return [...prompt.matchAll(pattern)].map(({ 0: { length }, index }) => ({ kind, start: index, end: index + length }));
}

interface Opened {
  readonly at: number;
  readonly bracket: string;
  /** Where the colons are that stand in these brackets and in none within them. */
  readonly colons: number[];
  bars: number;
}

/** `[cat|dog]` takes turns from step to step; `[cat:dog:0.5]`, `[cat:0.5]` and `[cat::0.5]` change once. */
function inSquareBrackets(prompt: string, networks: readonly Foreign[]): readonly Foreign[] {
  const marks: Foreign[] = [];
  const open: Opened[] = [];
  const tagEnds = new Map(networks.map(({ start, end }) => [start, end]));
  for (let at = 0; at < prompt.length; at++) {
    while (tagEnds.has(at)) at = tagEnds.get(at)!;
    const [symbol, inner] = [prompt[at] ?? '', open.at(-1)];
    if (symbol === '\\') at++;
    else if (symbol === '(' || symbol === '[') open.push({ at, bracket: symbol, colons: [], bars: 0 });
    else if (symbol === ':') inner?.colons.push(at);
    else if (symbol === '|' && inner) inner.bars++;
    else if (inner && CLOSES[symbol] === inner.bracket) {
      open.pop();
      const kind = symbol === ']' ? kindOf(inner, prompt, at) : null;
      if (kind) marks.push({ kind, start: inner.at, end: at + 1 });
    }
  }
  return marks;
}

function kindOf({ colons, bars }: Opened, prompt: string, end: number): ForeignKind | null {
  if (bars > 0) return 'alternation';
  const last = colons.at(-1);
  return last !== undefined && colons.length <= 2 && NUMBER.test(prompt.slice(last + 1, end)) ? 'editing' : null;
}
