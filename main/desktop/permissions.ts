import { session } from 'electron';

/** Copying seeds and prompts; everything else a page could ask for (camera, place, notifications) is refused. */
const ALLOWED: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen']);

export function setupPermissions(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_, permission, answer) => answer(ALLOWED.has(permission)));
  defaultSession.setPermissionCheckHandler((_, permission) => ALLOWED.has(permission));
}
