/** Where the window was when it was last open. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const bounds = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });
const windowState = z.object({ bounds, maximized: z.boolean() });

export type Bounds = z.infer<typeof bounds>;
export type WindowState = z.infer<typeof windowState>;
/** Without a place: in the middle. */
export type Placement = Pick<Bounds, 'width' | 'height'> & Partial<Pick<Bounds, 'x' | 'y'>>;

/** Below it pages do not fit: half of a laptop's screen, at 200% zoom (e2e/layout.ts). */
export const SMALLEST = { width: 720, height: 450 } as const;
const FIRST = { width: 1440, height: 900 } as const;
/** So much of the window must be on a screen that a person can take hold of it. */
const GRIP = 120;

/** null: never open before, or its file is not one of ours. */
export function readWindowState(file: string): WindowState | null {
  try {
    return windowState.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null; // a window in its first place is no loss
  }
}

export function writeWindowState(file: string, state: WindowState): void {
  writeFileSync(`${file}.part`, JSON.stringify(state));
  renameSync(`${file}.part`, file);
}

/** Where to open: as it was, unless the screen it was on is gone. @param screens work areas, the main one first. */
export function placeWindow(state: WindowState | null, screens: readonly Bounds[]): Placement {
  if (state && screens.some((screen) => overlaps(state.bounds, screen))) return state.bounds;
  const screen = screens[0] ?? FIRST;
  return { width: Math.min(FIRST.width, screen.width), height: Math.min(FIRST.height, screen.height) };
}

function overlaps(a: Bounds, b: Bounds): boolean {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return across >= GRIP && down >= GRIP;
}
