import { execFileSync } from 'node:child_process';

/** Ends every engine that works for a data folder, as kill -9 does. @returns how many there were. */
export function killEngines(dataFolder: string): number {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const engines = lines.filter((line) => line.includes('engine-process') && line.includes(JSON.stringify(dataFolder)));
  for (const line of engines) process.kill(Number.parseInt(line, 10), 'SIGKILL');
  return engines.length;
}
