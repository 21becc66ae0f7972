import { execFileSync } from 'node:child_process';

/** A child of Node's has its module among its arguments; one of Electron's only says that it runs Node. */
const ENGINE = /engine-process|--utility-sub-type=node\.mojom\.NodeService/;

/** Ends every engine that works for a data folder, as kill -9 does. @returns how many there were. */
export function killEngines(dataFolder: string): number {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const engines = lines.filter((line) => ENGINE.test(line) && line.includes(dataFolder));
  for (const line of engines) process.kill(Number.parseInt(line, 10), 'SIGKILL');
  return engines.length;
}
