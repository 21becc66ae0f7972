/** A batch of tasks in few words: what it is made with, and of what. */
import type { Task } from '../../preload/contract/task.ts';
import { isFor, isOf } from '../../preload/contract/task-kinds.ts';
import { strategyInWords } from './run-in-words.ts';
import { workInWords } from './work-in-words.ts';

/** `CO6 P5†`, `Grid`, `Calibration`, `Baseline`: of what was asked for, and where that differs, of the first. */
export function batchName(pictures: readonly Task[]): string {
  const [first] = pictures;
  if (!first) return '';
  if (isFor('grid')(first)) return workInWords(first.work).caption;
  if (isOf('calibrate')(first) || isFor('rival')(first)) return workInWords(first.work).caption;
  return strategyInWords(first.work.settings) ?? workInWords(first.work).caption;
}

/** `a fox in the snow · seeds 7 to 18`, `3 prompts · seed 7` */
export function batchMadeOf(pictures: readonly Task[]): string {
  const prompts = new Set(pictures.map(({ work }) => work.settings.prompt));
  const seeds = [...new Set(pictures.map(({ work }) => work.settings.seed))].toSorted((a, b) => a - b);
  const prompt = prompts.size > 1 ? `${prompts.size} prompts` : [...prompts][0] || 'no prompt';
  return `${prompt} · ${seedsInWords(seeds)}`;
}

function seedsInWords(seeds: readonly number[]): string {
  const [first, last] = [seeds[0]!, seeds.at(-1)!];
  if (seeds.length === 1) return `seed ${first}`;
  return last - first === seeds.length - 1 ? `seeds ${first} to ${last}` : `${seeds.length} seeds`;
}
