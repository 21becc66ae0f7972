/** Values behind flags: every reader of the command line, given what nobody meant to write. */
import { InvalidArgumentError } from 'commander';
import * as fc from 'fast-check';
import * as values from '../../main/cli/values.ts';
import { usageProblem } from '../../main/base/problem.ts';
import { mutatedLine } from '../mutations/words.ts';
import { oddValue } from '../mutations/odd-values.ts';
import type { Target } from '../target.ts';

/** By what it reads: the reader, something well-formed, and whether a value can be meant. */
const READERS: Readonly<Record<string, readonly [read: (text: string) => unknown, seed: string, sane: Sane]>> = {
  scheduler: [values.scheduler, 'euler-a', isText],
  device: [values.device, 'webgpu', isText],
  seeds: [values.seeds, '7,8,9', all(whole(0, Number.MAX_SAFE_INTEGER))],
  size: [values.size, '512x768', ({ width, height }: values.Size) => whole(1, 99_999)(width) && whole(1, 99_999)(height)],
  steps: [values.wholeNumber(1, 1000), '50', whole(1, 1000)],
  guidance: [values.decimal(0, 100), '7.5', (value: number) => value >= 0 && value <= 100],
  roles: [values.roles, 'base=models/bk', (value: object) => Object.keys(value).length === 1],
  strategies: [values.strategyList, 'CO6,sd:15,base:10,LI1', all(isText)],
  modes: [values.modeList, 'P5+,full@0,7,13,P2', all(isText)],
  precisions: [values.precisionList, 'float32,int8', all(isText)],
}; // prettier-ignore

type Sane = (value: never) => boolean;

interface Input {
  readonly reader: string;
  readonly text: string;
}

const text = (seed: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: mutatedLine(seed) },
    { weight: 1, arbitrary: oddValue.map((value) => JSON.stringify(value) ?? '') },
  );

export const commandLine: Target<Input> = {
  name: 'command-line',
  inputs: fc
    .constantFrom(...Object.entries(READERS))
    .chain(([reader, [, seed]]) => text(seed).map((changed) => ({ reader, text: changed }))),
  open: async () => ({
    async try({ reader, text: written }) {
      const [read, , sane] = READERS[reader]!;
      try {
        return sane(read(written) as never) ? null : `a value of ${reader} that nobody can mean`;
      } catch (error) {
        // Commander puts the flag before these words, and ends with them.
        if (error instanceof InvalidArgumentError) throw usageProblem(error.message);
        throw error;
      }
    },
  }),
};

function isText(value: string): boolean {
  return value !== '';
}

function whole(least: number, most: number): (value: number) => boolean {
  return (value) => Number.isInteger(value) && value >= least && value <= most;
}

function all<T>(sane: (value: T) => boolean): (values: readonly T[]) => boolean {
  return (each) => each.length > 0 && each.every(sane);
}
