/** Run as a decoder's process: one that, for the picture it is asked for, does what its `where` says. */
import { parentOf } from '../../processes/parent.ts';
import type { FromDecoder, ToDecoder } from './messages.ts';
import { endBeyond } from './watch.ts';

const parent = parentOf<ToDecoder, FromDecoder>();
parent.onGone(() => process.exit());
endBeyond({ memoryBytes: 400e6 });

const kept: Uint8Array[] = [];
const DEEDS: Readonly<Record<string, () => void>> = {
  crash: () => process.kill(process.pid, 'SIGSEGV'),
  leave: () => process.exit(3),
  hang() {
    for (;;);
  },
  grow() {
    for (;;) kept.push(new Uint8Array(10e6).fill(1));
  },
};

parent.onMessage(({ id, where }) => {
  DEEDS[where]?.();
  const size = { width: 1, height: 1 };
  parent.post({ kind: 'done', id, size, from: size });
});
parent.post({ kind: 'ready' });
