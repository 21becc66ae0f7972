import type { Command } from './contender.ts';

/** A process that speaks the protocol and works not at all: it writes what it was asked into `log`. */
export function idler(name: string, log: string): Command {
  const script = `
    const { appendFileSync } = require('node:fs');
    require('node:readline').createInterface(process.stdin).on('line', (line) => {
      const request = JSON.parse(line);
      appendFileSync(process.env.LOG, process.env.NAME + ' ' + request.do + '\\n');
      if (request.do === 'die') { console.error('out of memory'); process.exit(3); }
      if (request.do === 'refuse') console.log(JSON.stringify({ error: 'this peer cannot do that' }));
      else console.log(JSON.stringify({ seconds: 2, cpuSeconds: 3 }));
    });`;
  return { command: process.execPath, args: ['-e', script], env: { NAME: name, LOG: log } };
}
