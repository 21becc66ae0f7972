import { expect, test } from 'vitest';
import type { Pipeline } from '../../native-models/sampling/pipeline.ts';
import { WarmModels } from './warm-models.ts';

/** Models that take one byte each in a process of none. */
function byteSized(budgetBytes: number) {
  const loaded = new Set<string>();
  const opened: string[] = [];
  const open = async (model: string): Promise<Pipeline> => {
    loaded.add(model);
    opened.push(model);
    return { dispose: async () => void loaded.delete(model) } as unknown as Pipeline;
  };
  return { models: new WarmModels(open, budgetBytes, () => loaded.size), loaded, opened };
}

test('a model within the budget is opened once', async () => {
  const { models, opened } = byteSized(2);
  for (const model of ['a', 'b', 'a', 'b']) {
    await models.get(model);
    await models.trim();
  }
  expect(opened).toEqual(['a', 'b']);
});

test('in another precision it is another model, under the same name', async () => {
  const { models, opened } = byteSized(2);
  await models.get('a', 'float16');
  await models.get('a', 'float32');
  await models.get('a', 'float16');
  expect(opened).toEqual(['a', 'a']);
  expect(models.models).toEqual(['a']);
});

test('beyond the budget the least recently used goes first', async () => {
  const { models, loaded } = byteSized(2);
  for (const model of ['a', 'b', 'a', 'c']) {
    await models.get(model);
    await models.trim();
  }
  expect([...loaded]).toEqual(['a', 'c']);
  expect(models.models).toEqual(['a', 'c']);
});

test('the model in use stays, however large', async () => {
  const { models, loaded } = byteSized(0);
  await models.get('a');
  await models.trim();
  expect([...loaded]).toEqual(['a']);
  await models.get('b');
  expect([...loaded]).toEqual(['b']);
});

test('a model that could not be opened is tried again', async () => {
  let attempts = 0;
  const models = new WarmModels(async () => {
    attempts += 1;
    throw new Error('broken');
  }, 1);
  await expect(models.get('a')).rejects.toThrow('broken');
  await expect(models.get('a')).rejects.toThrow('broken');
  expect(attempts).toBe(2);
});
