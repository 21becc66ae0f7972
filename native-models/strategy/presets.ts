/**
 * The 23 presets of A-SDM's Fig. 10 (arXiv 2406.00210v3): which units an inherit step still computes; all others
 * inherit. Only the paper's text and tables were at hand, not the picture, so each preset says how sure we are and why.
 */
import { StrategyError } from '../errors.ts';
import type { Precision, Semantics } from '../vocabulary.ts';
import type { Architecture, UnitId } from './architecture.ts';
import { unitsOf } from './architecture.ts';
import { subtract } from './mask.ts';
import { DEFAULT_PRECISION } from './precision.ts';
import { select } from './selector.ts';
import type { MaskStrategy, SamplingMode } from './strategy.ts';

/** How sure we are that the preset computes what the paper's figure shows. */
export type Standing = 'certain' | 'strong' | 'fair' | 'inferred' | 'low';

export interface Preset {
  readonly id: PresetId;
  /** What is computed, in a few words. */
  readonly title: string;
  /** Selector (see `selector.ts`) of the units that an inherit step computes. */
  readonly computed: string;
  readonly standing: Standing;
  /** Why we think so. FID figures are the paper's Table V, mode P5+. */
  readonly evidence: string;
}

const UNSEEN = 'The picture itself (Fig. 10) was not at hand.';

const TABLE = {
  LI1: {
    title: 'all but layer 1 of each block',
    computed: 'all !dn0-3.1 !up0-3.1',
    standing: 'certain',
    evidence: 'Certain: the layers that inherit are those that the compressed Base UNet drops.',
  },
  LI2: {
    title: 'LI1 plus all of dn3 and up0',
    computed: 'all !dn0-3.1 !up0-3.1 dn3 up0',
    standing: 'low',
    evidence: `Inferred, low: LI1 with the innermost blocks computed whole; the FID hardly moves from LI1's (10.964 against 10.861), as their small cost would suggest. ${UNSEEN}`,
  },
  LI3: {
    title: 'LI1 plus all of dn2-3 and up0-1',
    computed: 'all !dn0-3.1 !up0-3.1 dn2-3 up0-1',
    standing: 'low',
    evidence: `Inferred, low: LI2 continued by one block on each side. The paper's own score in P5+ (FID 14.816) does not fit its other modes and is no help. ${UNSEEN}`,
  },
  AI: {
    title: 'all ResUnits and mid',
    computed: 'all.res mid',
    standing: 'certain',
    evidence: `Certain but for mid's attention: attention inherits, and mid is read as computed whole. ${UNSEEN}`,
  },
  RI: {
    title: 'all AttnUnits and mid',
    computed: 'all.attn mid',
    standing: 'certain',
    evidence: `Certain but for mid's ResUnits: ResUnits inherit, and mid is read as computed whole. ${UNSEEN}`,
  },
  IN1: {
    title: 'the inside: dn1-3, mid, up0-2',
    computed: 'dn1-3 mid up0-2',
    standing: 'inferred',
    evidence: `Pattern certain (mid and the blocks around it), extents inferred: IN1 is the widest of the three. ${UNSEEN}`,
  },
  IN2: {
    title: 'the inside: dn2-3, mid, up0-1',
    computed: 'dn2-3 mid up0-1',
    standing: 'inferred',
    evidence: `Pattern certain (mid and the blocks around it), extents inferred: one block narrower than IN1. ${UNSEEN}`,
  },
  IN3: {
    title: 'the inside: dn3, mid, up0',
    computed: 'dn3 mid up0',
    standing: 'inferred',
    evidence: `Pattern certain (mid and the blocks around it), extents inferred: the narrowest of the three. ${UNSEEN}`,
  },
  EX1: {
    title: 'the outside: dn0-2 and up1-3',
    computed: 'dn0-2 up1-3',
    standing: 'inferred',
    evidence: `Inferred: the opposite of IN3; it costs nearly a full step and scores nearly as one (FID 12.988, the full model's 13.177). ${UNSEEN}`,
  },
  EX2: {
    title: 'the outside: dn0-1 and up2-3',
    computed: 'dn0-1 up2-3',
    standing: 'inferred',
    evidence: `Inferred: the opposite of IN2, between EX1 and EX3 in its scores too. ${UNSEEN}`,
  },
  EX3: {
    title: 'the outside: dn0 and up3',
    computed: 'dn0 up3',
    standing: 'fair',
    evidence: `Inferred, fairly strong: the opposite of IN1; its scores sit beside those of CO3, which computes up3 alone (FID 11.115 and 10.961). ${UNSEEN}`,
  },
  DE1: {
    title: 'the whole decoder: up0-3',
    computed: 'up0-3',
    standing: 'inferred',
    evidence: `Inferred: a decoder preset, read as the mirror of EN1. ${UNSEEN}`,
  },
  DE2: {
    title: 'the decoder from up1',
    computed: 'up1-3',
    standing: 'inferred',
    evidence: `Inferred: DE1 without its innermost block; nearly the same cost and score as DE1 (FID 11.857 and 11.853). ${UNSEEN}`,
  },
  DE3: {
    title: 'the decoder from up2',
    computed: 'up2-3',
    standing: 'inferred',
    evidence: `Inferred: DE2 without its innermost block, in step with DE1 and DE2 (FID 11.771). ${UNSEEN}`,
  },
  EN1: {
    title: 'the whole encoder: dn0-3',
    computed: 'dn0-3',
    standing: 'fair',
    evidence: `Fair: the encoder; it scores like IN1 to IN3, which leave up3 inherited too (FID 14.916, 15.259 to 14.411). ${UNSEEN}`,
  },
  EN2: {
    title: 'the encoder from dn1',
    computed: 'dn1-3',
    standing: 'low',
    evidence: `Inferred, low: EN1 without its outermost block; the scores of EN2, EN3 and IN3 do not tell them apart. ${UNSEEN}`,
  },
  EN3: {
    title: 'the encoder from dn2',
    computed: 'dn2-3',
    standing: 'low',
    evidence: `Inferred, low: EN2 without its outermost block; the scores of EN2, EN3 and IN3 do not tell them apart. ${UNSEEN}`,
  },
  CO1: {
    title: 'dn0 and the whole decoder',
    computed: 'dn0 up0-3',
    standing: 'low',
    evidence: `Inferred, low: the decoder and the outermost down block. ${UNSEEN}`,
  },
  CO2: {
    title: 'dn0-1 and the whole decoder',
    computed: 'dn0-1 up0-3',
    standing: 'low',
    evidence: `Inferred, low: CO1 and one down block more; its scores lie beyond CO1's towards the full model's. ${UNSEEN}`,
  },
  CO3: {
    title: 'up3, Res and Attn',
    computed: 'up3',
    standing: 'strong',
    evidence: `Strong: the last up block alone, with the best trade of cost against score but for the attention-only presets (FID 10.961). ${UNSEEN}`,
  },
  CO4: {
    title: 'ResUnits of dn0 and up3',
    computed: 'dn0.res up3.res',
    standing: 'inferred',
    evidence: `Units certain, blocks inferred: ResUnits only; it scores like AI, which inherits attention too (FID 15.591 and 16.194). ${UNSEEN}`,
  },
  CO5: {
    title: 'AttnUnits of dn0 and up3',
    computed: 'dn0.attn up3.attn',
    standing: 'inferred',
    evidence: `Units certain, blocks inferred: AttnUnits only; it scores like RI and CO6, which compute up3's attention too (FID 10.405, 10.360 and 10.406). ${UNSEEN}`,
  },
  CO6: {
    title: 'up3 attention only',
    computed: 'up3.attn',
    standing: 'strong',
    evidence: `Strong: the three AttnUnits of up3; it scores like RI and CO5, which compute them too (FID 10.406, 10.360 and 10.405). ${UNSEEN}`,
  },
} as const satisfies Readonly<Record<string, Omit<Preset, 'id'>>>;

export type PresetId = keyof typeof TABLE;

export const PRESETS: readonly Preset[] = (Object.keys(TABLE) as PresetId[]).map((id) => ({ id, ...TABLE[id] }));

/** The preset of that name, in either case. */
export function presetOf(name: string): Preset {
  const preset = PRESETS.find(({ id }) => id === name.trim().toUpperCase());
  if (!preset) {
    throw new StrategyError(`strategy "${name}": no such preset; the presets are ${Object.keys(TABLE).join(', ')}`);
  }
  return preset;
}

export interface ResolvedPreset {
  /** Units that an inherit step computes, in path order. */
  readonly computed: readonly UnitId[];
  readonly inherited: readonly UnitId[];
  /** Blocks (`dn3`) and layers (`dn1.1`) that the preset names by SD's shape and this UNet lacks. */
  readonly leftOut: readonly string[];
}

/** Blocks keep SD's numbers on every UNet: on BK-Tiny, whose last up block is up2, nothing of CO6 is left to compute. */
export function resolvePreset(preset: Preset, architecture: Architecture): ResolvedPreset {
  const { units: computed, leftOut } = select(preset.computed, architecture);
  const all = unitsOf(architecture).map(({ id }) => id);
  return { computed, inherited: subtract(all, computed), leftOut };
}

export function strategyFromPreset(
  id: PresetId,
  architecture: Architecture,
  mode: SamplingMode,
  semantics: Semantics = 'residual',
  precision: Precision = DEFAULT_PRECISION,
): MaskStrategy {
  const { inherited } = resolvePreset(presetOf(id), architecture);
  return { name: id, inherit: inherited, mode, semantics, switching: [], precision };
}
