import { describe, expect, test } from 'vitest';
import type { NodeOptions } from '../builder.ts';
import type { OperatorName } from '../operators.ts';
import { onnxruntimes } from '../../runtime/onnxruntimes.fixture.ts';
import { built, unchecked } from './one-node.fixture.ts';

export type Case = readonly [operands: string, options?: NodeOptions];
/** With a part of what our message says. */
type Refused = readonly [message: string, ...Case];

export interface Cases {
  /** What the operator takes. */
  readonly takes: readonly Case[];
  /** What neither it nor we take. */
  readonly refuses: readonly Refused[];
  /** What onnxruntime takes and we do not support. */
  readonly unsupported?: readonly Refused[];
}

export const attributes = (of: NonNullable<NodeOptions['attributes']>): NodeOptions => ({ attributes: of });
export const axis = (int: number): NodeOptions => attributes({ axis: { int } });

/** onnxruntime is the truth: of what it gives for each case, and of what it refuses. */
export function againstOnnxruntime(cases: { readonly [Name in OperatorName]?: Cases }): void {
  describe.each(Object.entries(cases) as [OperatorName, Cases][])('%s', (op, { takes, refuses, unsupported = [] }) => {
    test('gives what onnxruntime gives', async () => {
      for (const [operands, options] of takes) {
        const graph = built(op, operands, options);
        const inferred = graph.outputs.map(({ type, shape }) => ({ type, shape }));
        expect(inferred, JSON.stringify([operands, options])).toEqual(await onnxruntimes(graph));
      }
    });

    test('what onnxruntime refuses, and what we do not support, is refused while building: with place and numbers', async () => {
      for (const [message, operands, options] of [...refuses, ...unsupported]) {
        const what = JSON.stringify([operands, options]);
        expect(() => built(op, operands, options), what).toThrow(`place ${op} (${op}): `);
        expect(() => built(op, operands, options), what).toThrow(message);
      }
      for (const [, operands, options] of refuses) {
        const refusal = expect(
          onnxruntimes(unchecked(op, operands, options)),
          JSON.stringify([operands, options]),
        ).rejects;
        await refusal.toThrow();
      }
    });
  });
}
