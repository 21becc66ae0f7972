/** An engine's process that only talks: a call's event, over and over, as engine-process.ts sends it. Tells how long each took. */
import { setImmediate as turn } from 'node:timers/promises';
import type { FromEngine } from '../../main/compute/messages.ts';

const COUNT = 2000;

const send = (message: FromEngine) => void process.send!(message);
const milliseconds: number[] = [];
for (let call = 0; call < COUNT; call += 1) {
  const began = performance.now();
  send({
    kind: 'event',
    id: 1,
    event: {
      kind: 'call',
      call,
      step: call % 5 === 0 ? 'full' : 'inherit',
      seconds: 0.04,
      calls: COUNT,
      secondsLeft: 1,
    },
  });
  milliseconds.push(performance.now() - began);
  await turn();
}
send({ kind: 'result', id: 1, output: milliseconds as never });
process.on('disconnect', () => process.exit());
