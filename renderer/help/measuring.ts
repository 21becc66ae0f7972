/** Concepts of the help: what a strategy gains and costs, and the settings of a run that decide it. */
import { METRICS } from '../../native-models/metrics/metrics.ts';
import { SCHEDULERS } from '../../native-models/schedulers.ts';
import { PRECISIONS, SAMPLER_IDS } from '../../native-models/vocabulary.ts';
import type { ConceptText } from './concept.ts';

export const MEASURING = {
  speedup: {
    title: 'Ideal and measured speed-up',
    lead: 'Ideal counts multiply-accumulates; measured is what a clock said on this machine.',
    paragraphs: [
      'MACs, multiply-accumulates, are the arithmetic of the UNet. The ideal speed-up is how many times fewer of them a run makes than full calls of the same number would: what would be gained if time were arithmetic.',
      'Measured is the baseline’s time over the strategy’s, from prompt to last pixel. It falls short, because text, decoder and moving memory take time that inheritance does not save.',
      'A measured gain beyond the ideal is doubted on screen: then something else slowed the baseline. Several runs make a median, which one busy moment cannot move.',
    ],
    figure: 'speed-up',
    source: 'A-SDM, Table V; our counting',
    words: ['MACs', 'GMACs', 'ideal', 'measured', 'gain', 'speed-up', 'median', 'c', 'milliseconds', 'overlay'],
  },
  fidelity: {
    title: 'Fidelity: PSNR and SSIM',
    lead: 'The price of a gain: how far the picture is from the one that the full UNet makes of the same seed.',
    paragraphs: [
      'Every run with a strategy is set against its baseline: same prompt, seed and settings, every call in full. PSNR compares pixel by pixel, in decibels; SSIM compares edges and textures.',
      'Far from the baseline is another picture, not always a worse one: look at both. Compare shows the difference as heat.',
    ],
    figure: 'fidelity',
    source: 'Wang et al. 2004 for SSIM; numbers are those of scikit-image',
    words: [
      ...METRICS.map(({ title }) => title),
      'price',
      'fidelity',
      'decibel',
      'dB',
      'baseline',
      'quality',
      'difference',
    ],
  },
  rival: {
    title: 'The equal-time rival',
    lead: 'The honest question: what does plain sampling make in the same time, with fewer steps?',
    paragraphs: [
      'Fewer steps are faster too. The rival is plain sampling with as many steps as fit into the time of the strategy, measured against the same baseline.',
      'A strategy is worth having where it is nearer to the baseline than its rival. One click below a comparison makes it.',
    ],
    figure: 'rival',
    source: 'Heirloom’s own check',
    words: ['rival', 'equal time', 'equal-time', 'fewer steps', 'plain'],
  },
  guidance: {
    title: 'Guidance (g)',
    lead: 'How strongly the prompt steers: the way from without to with the prompt, taken g times.',
    paragraphs: [
      'Each call predicts the noise twice, with the prompt and with the negative prompt (or none), and goes g times as far as from the one to the other. That makes pictures follow the prompt; too much makes them harsh.',
      'Above 1 both halves are computed, so every call costs twice. The header writes it as g, beside the steps.',
    ],
    figure: 'guidance',
    source: 'Ho and Salimans 2022, arXiv 2207.12598',
    words: ['g', 'cfg', 'CFG scale', 'classifier-free', 'guidance scale', 'negative prompt', 'halves'],
  },
  calls: {
    title: 'Schedulers, steps and calls',
    lead: 'A scheduler takes noise to picture in steps; a call is one run of the UNet. Strategies count calls.',
    paragraphs: [
      'Most schedulers call the UNet once a step. PNDM makes one call more: 50 steps are 51 calls. Timeline, modes and programs go by calls.',
      'More steps cost more time, and neighbouring calls then differ less, so they inherit better. Faster schedulers with few steps leave less to inherit.',
      'A run from a start picture makes the last part of its steps only: strength 0.5 makes half of them.',
    ],
    figure: 'calls',
    source: 'diffusers’ schedulers',
    words: [
      ...SAMPLER_IDS,
      ...SAMPLER_IDS.map((id) => SCHEDULERS[id].title),
      'scheduler',
      'sampler',
      'steps',
      'denoiser call',
      'timestep',
      'strength',
      'start picture',
    ],
  },
  precision: {
    title: 'Precision: float32 and int8',
    lead: 'Int8 computes the UNet’s linear layers in 8 bits: faster on the CPU, and an approximation.',
    paragraphs: [
      'Each row of weights is kept as integers from -127 to 127 and one scale. It goes with every preset, mode and semantics, and by itself as the strategy “int8”. The baseline stays in float32, so its harm is measured like any other.',
      'The ideal speed-up counts arithmetic, which int8 does not make less, only quicker. The first run of a model makes a copy of its UNet.',
      'Devices have a precision of their own: graphics cards compute in half precision where their self-test passes with it. That is set in Settings, and holds for baseline and strategy alike.',
    ],
    figure: 'precision',
    source: 'docs/adr/0007-int8-on-the-cpu.md',
    words: [...PRECISIONS, 'int8', 'float16', 'half precision', '8 bits', 'quantised', 'device precision'],
  },
  seeds: {
    title: 'Seeds',
    lead: 'A seed is the noise that a picture begins from: the same seed and settings make the same picture.',
    paragraphs: [
      'The noise is the one that torch’s CPU generator gives, so seeds of other programs that use it mean the same here.',
      'Lock the seed to compare strategies: baseline and strategy always share theirs. Unlocked, each run draws a new one.',
    ],
    figure: 'seeds',
    source: 'torch.Generator, mt19937',
    words: ['seed', 'noise', 'lock', 'random', 'latents', 'reproduce'],
  },
} as const satisfies Readonly<Record<string, ConceptText>>;
