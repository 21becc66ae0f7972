/**
 * Every list of ids and every limit, once. Imports no more than the table that ids are the keys of, so that the engine, the contract,
 * the command line and the pages can import it.
 */
import { CONFIG_LIMITS } from './config-limits.ts';
import { SCHEDULERS } from './schedulers.ts';

/** The schedulers a run can choose from, in the order of their table. */
export const SAMPLER_IDS = idsOf(SCHEDULERS);
export type SamplerId = keyof typeof SCHEDULERS;

/** The families of models that we run; `families/` has a row for each. */
export const FAMILY_IDS = ['sd1', 'sd2'] as const;
export type FamilyId = (typeof FAMILY_IDS)[number];

/** Text encoders are numbered from the second on, as diffusers' folders are: `textEncoder2` is in `text_encoder_2`. */
export type TextRole = 'textEncoder' | `textEncoder${number}`;
/** How prompts are read: every letter as text, or weights and long prompts by AUTOMATIC1111's rules (`text-encoder/weights.ts`). */
export const PROMPT_SYNTAXES = ['plain', 'a1111'] as const;
export type PromptSyntax = (typeof PROMPT_SYNTAXES)[number];

/** What a network of a checkpoint is for. */
export type NetworkRole = 'unet' | 'vae' | TextRole;

/** Where networks run. Names as the command line takes them. */
export const DEVICE_IDS = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;
export type DeviceId = (typeof DEVICE_IDS)[number];

/** What a network computes in: 24 bits of accuracy, or 11 in half of the memory. */
export const FLOAT_TYPES = ['float32', 'float16'] as const;
export type FloatType = (typeof FLOAT_TYPES)[number];

/** What a person may ask of a device: 'auto' is float16 where its self-test passes with that, else float32. */
export const PRECISION_CHOICES = ['auto', ...FLOAT_TYPES] as const;
export type PrecisionChoice = (typeof PRECISION_CHOICES)[number];

/**
 * 'fast' keeps the memory of activations, and the networks, from run to run. 'fastest' has besides, on the CPU, weights laid out
 * anew for each network, which then shares none. 'small' gives networks and activations back as soon as they are not needed: for
 * machines that could not hold a model otherwise. What each costs: docs/adr/0005-memory.md.
 */
export const MEMORY_USES = ['fastest', 'fast', 'small'] as const;
export type MemoryUse = (typeof MEMORY_USES)[number];

/** What the UNets of a run compute with: 'int8' is an approximation, faster on the CPU; see `strategy/precision.ts`. */
export const PRECISIONS = ['float32', 'int8'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** What an inherit step does with inherited units; see `strategy/boundary.ts`. */
export const SEMANTICS = ['residual', 'boundary'] as const;
export type Semantics = (typeof SEMANTICS)[number];

/** How much of a denoiser call is computed: all of it, a part, or nothing. */
export const STEP_KINDS = ['full', 'inherit', 'skip'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** What a generation goes through, in order. `load` and `warm-up` are over before the clock starts. */
export const STAGES = ['load', 'warm-up', 'encode-prompt', 'encode-image', 'denoise', 'decode'] as const;
export type Stage = (typeof STAGES)[number];

/** Bounds of what a run can be asked for; both ends are allowed unless said otherwise. */
export const LIMITS = {
  /** Pixels of a side: far beyond what these models can compose; a slip of the keyboard should not fill the memory. */
  side: { min: 8, max: 8192 },
  steps: { min: 1, max: 1000 },
  guidanceScale: { min: 0, max: 100 },
  /** Only the low 32 bits count, as in torch's CPU generator; beyond 2^53 numbers of JSON lose digits. */
  seed: { min: 0, max: Number.MAX_SAFE_INTEGER },
  /** Of image-to-image; 0 itself is not allowed: nothing would be denoised. */
  strength: { min: 0, max: 1 },
  /** Pictures that are asked for at once, with seeds that follow each other. */
  pictures: { min: 1, max: 1000 },
  /** Threads within an operator on the CPU; 0: one per core. */
  threads: { min: 0, max: 1024 },
  /** Characters of a prompt. */
  prompt: { max: 10_000 },
  /** Windows of 75 tokens that a prompt fills: 10,000 letters of English take 32. Each costs the UNet as much as the first. */
  promptChunks: 32,
  /** Size of a token's weight: what is larger drowns all the others, and leaves the range of float32 when it is multiplied. */
  promptWeight: 1e6,
  /** Characters of a strategy's name. */
  strategyName: { min: 1, max: 80 },
  /** Units of a mask: SD 1.x has 38, SDXL 92. */
  units: 1000,
  /** Denoiser calls of a run: one for each step, and one more with PNDM. */
  calls: 1001,
  /** Terms of a sum of earlier calls. */
  terms: 16,
  /** Size of a weight in such a sum. */
  weight: 1e6,
  /** Calls that a sampling mode names: as large as `P<n>` can be written. What lies beyond a run's calls means the same as its last. */
  modeCall: 999_999,
  /** Characters of a name or id that is given by us or by a list: ids are 16 or 64 long, names of files 255. */
  name: { max: 255 },
  /** Characters of a path: the longest that any of the systems takes, which is Windows'. */
  path: { max: 32_767 },
  /** Characters of an address, of a hub or of a file there: what servers and browsers agree to take. */
  address: { max: 2000 },
  /** Characters of a note on a run. */
  note: { max: 100_000 },
  /** Tags of a run. */
  tags: 1000,
  /** Characters of what the history is searched for. */
  search: { max: 1000 },
  /** How many times as fast one run is as another, at most, when the history is filtered. */
  speedup: 1e6,
  /** Size of a metric's value: decibels and shares are far smaller. */
  metric: 1e6,
  /** Size of what runs are ordered by: seconds, a speed-up, a metric. An infinite metric counts as this. */
  rank: 1e9,
  /** Rows that are named at once: more than a queue or a history has. */
  rows: 1_000_000,
  /** Bytes of memory: exact in a double, and more than any machine has. */
  memoryBytes: Number.MAX_SAFE_INTEGER,
  /** Characters and levels of a value that the pages keep as JSON: a composition of a thousand calls has 300,000 and eight. */
  keptJson: { characters: 5_000_000, depth: 64, names: 100 },
  /** Bytes of a message between a page and us: a picture dropped on the window. */
  message: 64 * 2 ** 20,
  /** Bytes of a piece of such a file: a few milliseconds of whoever takes it. What is larger comes in several. */
  piece: 256 * 2 ** 10,
  /** Bytes of a file that a strategy is written in: a program of a thousand calls and masks has one million. */
  strategyFile: 10_000_000,
  ...CONFIG_LIMITS,
} as const;

function idsOf<Id extends string>(table: Readonly<Record<Id, unknown>>): readonly Id[];
function idsOf(table: object): readonly string[] {
  return Object.keys(table);
}
