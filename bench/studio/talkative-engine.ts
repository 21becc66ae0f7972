/**
 * An engine's process that only talks: a call's event, over and over, as engine-process.ts sends it. Ends with the processor
 * time that one of them took it, in milliseconds.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { FromEngine } from '../../main/compute/messages.ts';

const COUNT = 2000;

const send = (message: FromEngine) => void process.send!(message, undefined, undefined, () => {});
const began = process.cpuUsage();
for (let call = 0; call < COUNT; call += 1) {
  send({
    kind: 'event',
    id: 1,
    event: {
      kind: 'call',
      call,
      form: call % 5 === 0 ? 0 : 1,
      step: call % 5 === 0 ? 'full' : 'inherit',
      seconds: 0.04,
      calls: COUNT,
      secondsLeft: 1,
    },
  });
  await turn(); // a denoiser call takes many turns: messages are not sent together
}
const { user, system } = process.cpuUsage(began);
send({ kind: 'result', id: 1, output: ((user + system) / 1000 / COUNT) as never });
process.on('disconnect', () => process.exit());
