/** Inter, from its own package: a picture looks the same on a machine that has no fonts at all. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';
import { onDisk } from '../../base/places.ts';
import { failure } from '../../base/problem.ts';

const FACES = ['Inter-Regular', 'Inter-Medium', 'Inter-SemiBold', 'Inter-Bold'] as const;
/** A name of its own, so that another Inter on the machine does not mix in. */
const FAMILY = 'Heirloom Inter';

export type Weight = 400 | 500 | 600 | 700;

let registered = false;

/** A CSS font for canvas. Scripts that Inter lacks are left to what the machine has. */
export function font(size: number, weight: Weight = 400): string {
  registerOnce();
  return `${weight} ${size}px "${FAMILY}", sans-serif`;
}

/** Inter's Latin part, every weight, for pages that carry their font with them. */
export function webFont(): Buffer {
  return readFileSync(join(packageFolder(), 'variable-latin', 'InterVariable-subset.woff2'));
}

function registerOnce(): void {
  if (registered) return;
  for (const face of FACES) {
    const path = onDisk(join(packageFolder(), 'web', `${face}.woff2`));
    if (!GlobalFonts.registerFromPath(path, FAMILY)) {
      throw failure(`${path}: the font cannot be loaded`, 'Install again with npm ci.');
    }
  }
  registered = true;
}

function packageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('inter-ui/package.json'));
}
