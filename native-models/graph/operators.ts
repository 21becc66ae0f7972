/**
 * The operators that our graphs are made of, a row each: in `operators/`, by idea. One more operator is one more row there; its
 * name, the union of names and whatever is asked of it follow.
 */
import { ARITHMETIC } from './operators/arithmetic.ts';
import { LAYOUT } from './operators/layout.ts';
import type { Operator } from './operators/operator.ts';
import { PRODUCTS } from './operators/products.ts';
import { REDUCTIONS } from './operators/reductions.ts';
import { WINDOWS } from './operators/windows.ts';

const OPERATORS = { ...ARITHMETIC, ...PRODUCTS, ...WINDOWS, ...REDUCTIONS, ...LAYOUT } as const;

export type OperatorName = keyof typeof OPERATORS;

export const OPERATOR_NAMES = Object.keys(OPERATORS) as readonly OperatorName[];

/**
 * The row of an operator.
 * @param op of the table, or read from outside. @param node what messages call the node.
 * @throws where there is no such row, naming both.
 */
export function operator(op: string, node: string): Operator {
  if (!isOperator(op))
    throw new Error(`${node} (${op}): an operator that we do not know; its row belongs in graph/operators/`);
  return OPERATORS[op];
}

export function isOperator(op: string): op is OperatorName {
  return Object.hasOwn(OPERATORS, op);
}

export { size } from './value.ts';
