/** One more setting is its definition and its place in the list: everything else knows it by then. */
import { Command } from 'commander';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { withSettingFlags } from '../../main/cli/setting-flags.ts';
import { baselineKey } from '../../main/history/runs/baseline-key.ts';
import { settingsLike } from '../../main/history/history.fixture.ts';
import { plainSchemaOf } from '../../main/pictures/picture-record.ts';
import { schemaOf } from '../contract/run-settings.ts';
import { gridCells } from '../experiment/grid-cells.ts';
import { clipSkip, WITH_ANOTHER } from './another-setting.fixture.ts';
import { axesOf, type GridAxis } from './axes.ts';
import { identityOf } from './identity.ts';
import { completed, firstOf, meantBefore, type ValuesOf, type RequestedOf } from './settings.ts';
import { factsOf, parameterLines, pillsOf, readFromLines, titleOfEdit } from './words.ts';

const OLD = settingsLike();
const NEW = { ...OLD, clipSkip: 2 };

describe('one more setting', () => {
  test('has a type, in what a run is made from and in what can be asked for', () => {
    expectTypeOf<ValuesOf<typeof WITH_ANOTHER>['clipSkip']>().toEqualTypeOf<number>();
    expectTypeOf<RequestedOf<typeof WITH_ANOTHER>['clipSkip']>().toEqualTypeOf<number | undefined>();
  });

  test('is checked on the wire; rows and records that are older than it mean what was then', () => {
    const schema = schemaOf(WITH_ANOTHER);
    expect(schema.parse(NEW)).toEqual(NEW);
    expect(schema.parse(OLD)).toEqual({ ...OLD, clipSkip: 0 });
    expect(schema.safeParse({ ...OLD, clipSkip: 12 }).success).toBe(false);
    expect(completed(OLD, meantBefore(WITH_ANOTHER))).toEqual({ ...OLD, clipSkip: 0 });
    expect(plainSchemaOf(WITH_ANOTHER).parse({ ...OLD, devicePrecision: 'float32' })).toHaveProperty('clipSkip', 0);
    expect(firstOf(WITH_ANOTHER).clipSkip).toBe(0);
  });

  test('has a flag, checked too', () => {
    const command = withSettingFlags(
      new Command().exitOverride().configureOutput({ writeErr: () => {} }),
      WITH_ANOTHER,
    );
    expect(command.helpInformation()).toContain('--clip-skip <n>');
    expect(command.parse(['--clip-skip', '2'], { from: 'user' }).opts()).toEqual({ clipSkip: 2 });
    expect(() => command.parse(['--clip-skip', '12'], { from: 'user' })).toThrow('a whole number from 0 to 11');
  });

  test('tells runs apart, and leaves old ones the same', () => {
    const same = (a: typeof OLD, b: typeof OLD) => identityOf(a, WITH_ANOTHER) === identityOf(b, WITH_ANOTHER);
    const zero = { ...OLD, clipSkip: 0 };
    expect([same(NEW, OLD), same(zero, OLD)]).toEqual([false, true]);
    expect(baselineKey(zero, WITH_ANOTHER)).toBe(baselineKey(OLD));
    expect(baselineKey(NEW, WITH_ANOTHER)).not.toBe(baselineKey(OLD));
  });

  test('is said beside the others: under pictures, in facts, by undo', () => {
    const zero = { ...OLD, clipSkip: 0 };
    expect(pillsOf({ settings: NEW }, WITH_ANOTHER).map(({ line }) => line)).toContainEqual(['skip', '2']);
    expect(factsOf({ settings: NEW }, WITH_ANOTHER)).toContainEqual(['CLIP skip', '2']);
    expect(factsOf({ settings: zero }, WITH_ANOTHER)).toEqual(factsOf({ settings: OLD }));
    expect(titleOfEdit(JSON.parse('{"clipSkip":2}'), WITH_ANOTHER)).toBe('CLIP skip 2');
  });

  test('goes into the parameters of a picture, and is read from them', () => {
    expect(parameterLines({ settings: NEW }, WITH_ANOTHER)).toContainEqual(['Clip skip', '2']);
    const { settings, understood } = readFromLines(new Map([['Clip skip', '2']]), WITH_ANOTHER);
    expect([settings, [...understood]]).toEqual([{ clipSkip: 2 }, ['Clip skip']]);
  });

  test('can be varied', () => {
    const axes = axesOf(WITH_ANOTHER);
    const axis = axes.find(({ kind }) => kind === clipSkip.key)!;
    expect([axis.title, axis.label(2), axis.label(0)]).toEqual(['CLIP skip', '2', '0']);
    const wanted = [{ kind: 'clipSkip', values: [0, 2] }] as unknown as readonly GridAxis[];
    expect(gridCells(OLD, wanted, axes)).toEqual([{ ...OLD, clipSkip: 0 }, NEW]);
  });
});
