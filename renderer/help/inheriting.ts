/** Concepts of the help: how features are inherited, and how a strategy says so. */
import { PRESETS } from '../../native-models/strategy/presets.ts';
import { SWITCHING_PRESETS } from '../../native-models/strategy/switching.ts';
import { SEMANTICS, STEP_KINDS } from '../../native-models/vocabulary.ts';
import type { ConceptText } from './concept.ts';

export const INHERITING = {
  inheritance: {
    title: 'What a unit inherits',
    lead: 'A unit adds F to its input; F hardly changes from call to call, so it can be taken from an earlier one.',
    paragraphs: [
      'The UNet is made of units: ResUnits and AttnUnits. Each computes a correction F and adds it to what it was given: out = F(x) + x. Nearly all of the work is in F.',
      'At neighbouring denoiser calls F is nearly the same. At a full step a unit computes F and keeps it. At an inherit step it adds the kept F to the x of now: the identity is always fresh, only the correction is old.',
      'Overlay Change on the diagram shows, after a calibration, how much the F of each unit changes from one call to the next on your model.',
    ],
    figure: 'residual-unit',
    source: 'A-SDM, Eq. 3 and 4',
    words: [
      'unit',
      'residual unit',
      'ResUnit',
      'AttnUnit',
      'F',
      'identity',
      'inherit',
      'UNet',
      'block',
      'layer',
      'calibration',
      'step-to-step change',
    ],
  },
  steps: {
    title: 'Full and inherit steps',
    lead: 'A full step computes every unit and keeps what later calls need; an inherit step computes a few units only.',
    paragraphs: [
      'Amber and solid is computed, teal and hatched is inherited: on the UNet, on the timeline, in every bar and grid.',
      'What an inherit step costs is what the units outside the mask cost. Some things are always computed: the first and last convolution, the time embedding, the samplers between blocks and the shortcuts of ResUnits.',
      'The first call of a run is always full: there is nothing to inherit from yet. With inheritance off every call is full, exactly as without Heirloom.',
    ],
    figure: 'steps',
    source: 'A-SDM, section on feature inheritance',
    words: [...STEP_KINDS, 'full step', 'inherit step', 'mask', 'baseline', 'none', 'inheritance off'],
  },
  modes: {
    title: 'Sampling modes: P5 and P5†',
    lead: 'The mode says which calls are full: P5 every fifth; with the dagger also the last ten, which finish the details.',
    paragraphs: [
      'Of every n calls the first is full and the others inherit: P2, P5, any n you like. The dagger (P5†, in files and flags P5+) keeps the last ten calls full; P5+4 keeps four. The last calls draw the finest details, and there features change most.',
      'Modes go by the index of the call, never by its timestep. Paint the bars of the timeline to choose calls one by one; files write that as full@0,7,13 and screens as “3 full”.',
      'A longer period and a shorter tail are faster and further from the baseline. P5† with a preset such as CO6 is a good place to begin.',
    ],
    figure: 'modes',
    source: 'A-SDM, Fig. 11',
    words: ['P2', 'P5', 'P2†', 'P5†', 'P2+', 'P5+', 'dagger', 'period', 'tail', 'full@', 'painted', '17 full'],
  },
  presets: {
    title: 'Presets, and the mask on the U',
    lead: 'A preset is a mask with a name: what an inherit step still computes. All the rest inherits.',
    paragraphs: [
      'The two letters say what stays computed: LI leaves a layer of each block to inheritance, AI all attention, RI all ResUnits; IN computes the inside of the U, EX the outside, DE the decoder, EN the encoder; CO combines, as CO6, the attention of the last block alone.',
      'The paper shows the presets as a picture, which was not at hand. Each preset therefore has a standing: how sure we are that it computes what the paper’s does, and why. The (i) of its card tells.',
      'Drop one on the diagram, then paint on: units, layers, whole blocks. A UNet that lacks a part of a preset leaves it out, and says so. Save keeps a mask of your own under Yours, and as the file that --strategy takes.',
    ],
    figure: 'presets',
    source: 'A-SDM, Fig. 10',
    words: [
      ...PRESETS.map(({ id }) => id),
      'standing',
      'evidence',
      'custom mask',
      'strategy file',
      'JSON',
      'left out',
      'Yours',
    ],
  },
  sets: {
    title: 'Joining masks: ∪ ∩ −',
    lead: 'A mask is a set of units that inherit, so two can be united, intersected or subtracted.',
    paragraphs: [
      'Set replaces the mask. ∪ unites: a unit inherits that either mask has, so more inherits. ∩ keeps what both have, so less inherits. − takes the preset’s units out of the mask: they compute again.',
      'The choice stands above the presets, and holds for clicks and drops alike. Undo takes each step back.',
    ],
    figure: 'sets',
    source: 'Masks as sets of units',
    words: ['∪', '∩', '−', 'union', 'intersect', 'subtract', 'combine', 'unite'],
  },
  semantics: {
    title: 'Residual and boundary',
    lead: 'Two readings of inheriting: add the old F to the input of now, or cut off what comes before.',
    paragraphs: [
      'Residual, the paper’s Eq. 4, keeps the identity: an inherited unit adds its kept F to what reaches it now. Changes still travel along the whole path.',
      'Boundary cuts: where a run of inherited units covers everything up to a computed one, that unit’s input is the one of the last full step, and whatever feeds only inherited units is not computed at all. DeepCache does this.',
      'Boundary never costs more, and less where samplers and shortcuts fall away with the units. Which one is nearer to the baseline is for a grid to tell.',
    ],
    figure: 'semantics',
    source: 'A-SDM, Eq. 4 and Fig. 9; DeepCache, arXiv 2312.00858',
    words: [...SEMANTICS, 'DeepCache', 'cut', 'prefix'],
  },
  switching: {
    title: 'UNets that take turns',
    lead: 'Another UNet, such as a smaller student, can make some of the calls of a run.',
    paragraphs: [
      'The band above the calls says who makes which. S1 gives the student the first ten of 25 calls, S2 the last ten, S3 the last fifteen; borders can be dragged, and any model that fits takes part.',
      'UNets fit together where they have the same latents and text embeddings and predict the same. Text, decoder and baseline stay those of the chosen model.',
      'Features never cross from one UNet to another, so whoever takes over begins with a full step. A mask is applied to each UNet as far as it has the units.',
    ],
    figure: 'switching',
    source: 'A-SDM, Table III',
    words: [
      ...Object.keys(SWITCHING_PRESETS),
      'switching',
      'segments',
      'student',
      'teacher',
      'BK-SDM',
      'Base',
      'multi-UNet',
    ],
  },
  programs: {
    title: 'Programs and forecasts',
    lead: 'A program says call by call what is computed: its own mask, a forecast, half of the guidance, or nothing.',
    paragraphs: [
      'A mode repeats one mask. A program has a rule for every call: which masks inherit, from which earlier calls, and with which weights. A weighted sum of two or three calls is a forecast: twice the later F minus the earlier one goes on in a straight line.',
      'A call may also take the guidance term of an earlier one and compute the prompt’s half alone, or compute nothing and hand on earlier outputs. A guard computes everything after all where the input has moved too far.',
      'The arrow beside Yours brings a program in from a file, the one that --strategy takes. The first edit turns it into a mask and a mode.',
    ],
    figure: 'programs',
    source: 'docs/command-line.md, Programs',
    words: ['program', 'forecast', 'guard', 'weights', 'lanes', 'output', 'extrapolate', 'skip step'],
  },
  cache: {
    title: 'The feature cache',
    lead: 'What inherit steps take is kept in memory from the last full step until the last call that reads it.',
    paragraphs: [
      'One F for each inherited unit, for both halves of the guidance. Large blocks keep large features: units at full size weigh most.',
      'Only full steps fill the cache, and only where a later call reads it: the tail of P5† keeps nothing. Then the memory is given back.',
    ],
    figure: 'cache',
    source: 'Counted on the graph of the UNet',
    words: ['feature cache', 'memory', 'MB', 'extract'],
  },
} as const satisfies Readonly<Record<string, ConceptText>>;
