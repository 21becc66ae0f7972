/** How a run is made faster. */
import { LIMITS, PRECISIONS, SEMANTICS } from '../../native-models/vocabulary.ts';
import { isProgram, modeShown, modeText, unitsInheriting } from '../../native-models/strategy/describe.ts';
import { DEFAULT_PRECISION } from '../../native-models/strategy/precision.ts';
import { screenNameOf } from '../../native-models/strategy/naming.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import { formatSwitching } from '../../native-models/strategy/switching.ts';
import { type About, type Line, type Pill, setting } from './setting.ts';
import { oneOf, strategyOrNone, text } from './value.ts';
import { roles, wish } from './wish.ts';

export const strategy = setting({
  key: 'strategy',
  value: strategyOrNone,
  first: null,
  words: {
    label: 'Strategy',
    value: (strategy, { beside }) => (strategy ? screenNameOf(strategy, beside) : 'baseline'),
    pills: (strategy): readonly Pill[] => [
      { line: ['strategy', strategy?.name ?? 'none'], variesBy: ['strategy'] },
      ...(strategy ? [{ line: ['mode', modeShown(strategy)] as const, variesBy: ['strategy', 'mode'] }] : []),
    ],
    facts: (strategy, about) => (strategy ? factsOf(strategy, about) : [['Inheritance', 'off']]),
    parameters: (strategy) => (strategy ? parametersOf(strategy) : []),
  },
  // A call's time follows from its mask too, which is timed for itself.
  decides: { picture: true, time: 'call', pace: (strategy) => strategy?.precision ?? DEFAULT_PRECISION },
  wishes: [
    // A preset, a file, switching or `none`.
    wish('strategy', text(LIMITS.path)),
    wish('mode', text(LIMITS.path)),
    // Without a strategy, int8 is one by itself.
    wish('precision', oneOf(PRECISIONS)),
    wish('semantics', oneOf(SEMANTICS), {
      names: '--semantics <name>',
      help: 'what an inherit step does: residual or boundary (default: residual)',
    }),
    // Checkpoints by role, for switching; `sd` is the model itself unless said otherwise.
    wish('unets', roles, {
      names: '--unet <role=path>',
      help: 'a UNet for switching, e.g. base=models/bk-sdm-base; sd is --model',
    }),
  ],
  axis: true,
});

function factsOf(strategy: Strategy, about: About): readonly Line[] {
  const { name, semantics, precision, switching } = strategy;
  return [
    ['Inheritance', `${name}, ${modeShown(strategy)}, ${semantics}`],
    ...(isProgram(strategy) || strategy.mode.kind === 'periodic'
      ? []
      : [['Full calls', strategy.mode.fullCalls.join(', ')] as const]),
    ['Units that inherit', String(unitsInheriting(strategy).length)],
    ...(precision === 'int8' ? [['Computed in', 'int8, an approximation'] as const] : []),
    ...(switching.length > 0
      ? [['UNets by turns', switching.map(({ unet, calls }) => `${about.unetName(unet)} ${calls}`).join(', ')] as const]
      : []),
  ];
}

function parametersOf(strategy: Strategy): readonly Line[] {
  const { name, semantics, switching, precision } = strategy;
  return [
    ['Inheritance', name],
    ['Inheritance mode', modeText(strategy)],
    ['Inheritance semantics', semantics],
    ...(switching.length > 0 ? [['UNet switching', formatSwitching(switching)] as const] : []),
    ...(precision === 'int8' ? [['UNet precision', precision] as const] : []),
  ];
}
