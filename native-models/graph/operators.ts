/**
 * The operators that our graphs are made of, a row each: in `operators/`, by idea. One more operator is one more row, and its name
 * in the list above the rows, in one of those files. Names are listed because a column may be of rules that write nodes by name
 * (a gradient is): the names must not depend on the rules then.
 */
import { ARITHMETIC } from './operators/arithmetic.ts';
import { LAYOUT } from './operators/layout.ts';
import type { Operator } from './operators/operator.ts';
import { PRODUCTS } from './operators/products.ts';
import { REDUCTIONS } from './operators/reductions.ts';
import { WINDOWS } from './operators/windows.ts';

export type OperatorName = keyof (typeof ARITHMETIC &
  typeof PRODUCTS &
  typeof WINDOWS &
  typeof REDUCTIONS &
  typeof LAYOUT);

const OPERATORS: Readonly<Record<OperatorName, Operator>> = {
  ...ARITHMETIC,
  ...PRODUCTS,
  ...WINDOWS,
  ...REDUCTIONS,
  ...LAYOUT,
};

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

function isOperator(op: string): op is OperatorName {
  return Object.hasOwn(OPERATORS, op);
}

export { size } from './operators/value.ts';
