/** Try it: what a concept's page sets the composer up with, as one undoable edit. */
import type { Architecture } from '../../../native-models/strategy/architecture.ts';
import { parseMode } from '../../../native-models/strategy/sampling-mode.ts';
import { callsOf } from '../../../native-models/calls.ts';
import type { ConceptId } from '../../help/concepts.ts';
import { exampleProgram } from '../../help/figures/program-lanes.ts';
import { type Composition, compositionOf } from '../../work/composition.ts';
import type { Draft } from '../../work/draft.ts';
import {
  combineMask,
  type Edit,
  setMode,
  setPrecision,
  setSemantics,
  setSwitching,
  switchInheritance,
} from '../../work/edits.ts';
import { maskOfPreset } from '../../work/presets.ts';
import type { PaperSwitching } from '../../work/switching/paper.ts';
import type { Work } from '../../work/work-store.svelte.ts';

/** What a trial is set up on. */
export interface Ground {
  readonly architecture: Architecture;
  readonly paperSwitchings: readonly PaperSwitching[];
}

export interface Trial {
  readonly title: string;
  /** null where it cannot be: no student is here to take turns with. */
  readonly setUp: (work: Work, ground: Ground) => Work | null;
}

const edited = (title: string, edits: (ground: Ground) => readonly Edit[] | null): Trial => ({
  title,
  setUp(work, ground) {
    const steps = edits(ground);
    const on = (composition: Composition) => ({ ...composition, on: true });
    return steps && { ...work, composition: steps.reduce((made, { change }) => change(made), on(work.composition)) };
  },
});

const changed = (title: string, part: Partial<Draft>): Trial => ({
  title,
  setUp: ({ composition, draft }) => ({ composition, draft: { ...draft, ...part } }),
});

const preset =
  (id: string, how: 'replace' | 'union' = 'replace') =>
  ({ architecture }: Ground) =>
    combineMask(id, maskOfPreset(id, architecture), how);
const inMode = (text: string) => setMode(parseMode(text));
const presetTrial = (id: string, mode: string, title: string) =>
  edited(title, (ground) => [preset(id)(ground), inMode(mode)]);
const switchingTrial = (id: string) =>
  edited(id, ({ paperSwitchings }) => {
    const paper = paperSwitchings.find((each) => each.id === id);
    return paper ? [setSwitching(`Switching ${id}`, paper.segments)] : null;
  });

/** As many steps as make the program's calls. */
const PROGRAM: Trial = {
  title: 'This program',
  setUp({ draft }, { architecture }) {
    const program = exampleProgram(architecture);
    const calls = program.calls.length;
    const steps = [calls, calls - 1].find((each) => callsOf(each, draft.scheduler) === calls) ?? calls;
    return { composition: compositionOf(program), draft: { ...draft, steps, initImage: null } };
  },
};

const OFF: Trial = {
  title: 'Inheritance off',
  setUp: (work) => ({ ...work, composition: switchInheritance(false).change(work.composition) }),
};

export const TRIALS: Readonly<Partial<Record<ConceptId, readonly Trial[]>>> = {
  inheritance: [presetTrial('CO6', 'P5+', 'CO6 in P5†')],
  steps: [presetTrial('CO6', 'P5+', 'CO6 in P5†'), OFF],
  modes: ['P2+', 'P5+', 'P5'].map((mode) => edited(mode.replace('+', '†'), () => [inMode(mode)])),
  presets: ['CO6', 'CO3', 'LI1', 'RI'].map((id) => edited(id, (ground) => [preset(id)(ground)])),
  sets: [edited('LI1 ∪ AI', (ground) => [preset('LI1')(ground), preset('AI', 'union')(ground)])],
  semantics: [
    edited('Residual', () => [setSemantics('residual')]),
    edited('Boundary', () => [setSemantics('boundary')]),
  ],
  switching: ['S1', 'S2', 'S3'].map(switchingTrial),
  programs: [PROGRAM],
  cache: [presetTrial('LI1', 'P5+', 'LI1, which keeps little')],
  speedup: [
    presetTrial('IN3', 'P5', 'IN3 in P5, fast and far'),
    presetTrial('LI1', 'P2+', 'LI1 in P2†, slow and near'),
  ],
  guidance: [changed('g 1: one half', { guidanceScale: 1 }), changed('g 7.5', { guidanceScale: 7.5 })],
  calls: [
    changed('PNDM, 50 steps', { scheduler: 'pndm', steps: 50 }),
    changed('DPM++ 2M Karras, 25 steps', { scheduler: 'dpmpp-2m-karras', steps: 25 }),
  ],
  precision: [edited('Float32', () => [setPrecision('float32')]), edited('Int8', () => [setPrecision('int8')])],
  seeds: [changed('Lock the seed', { seedLocked: true }), changed('A new seed each run', { seedLocked: false })],
};
