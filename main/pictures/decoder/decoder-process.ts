/** The module that the decoder's process runs, in Node or in Electron. Reads one picture after the other, until one ends it. */
import { Problem } from '../../base/problem.ts';
import { configOf, parentOf } from '../../processes/parent.ts';
import { unreadable } from '../probe/probe.ts';
import { carryOut } from './decode.ts';
import type { FromDecoder, ToDecoder } from './messages.ts';
import { type Bounds, endBeyond } from './watch.ts';

const parent = parentOf<ToDecoder, FromDecoder>();
parent.onGone(() => process.exit());
endBeyond(configOf<Bounds>());

parent.onMessage(async (asked) => {
  const { id } = asked;
  try {
    parent.post({ kind: 'done', id, ...(await carryOut(asked, () => parent.post({ kind: 'read', id }))) });
  } catch (error) {
    const { kind, message, remedy } =
      error instanceof Problem ? error : unreadable(asked.where, null, 'Save it again, as PNG.', error);
    parent.post({ kind: 'refused', id, problem: { kind, message, remedy } });
  }
});
parent.post({ kind: 'ready' });
