/**
 * What the preload gives a window of the desktop, and what it says to the main process: everything else goes through the
 * contract, over the port. The preload itself imports nothing (a sandboxed one cannot) and is held to this by type.
 */
export interface Bridge {
  /** Has the preload answer with a window message PORT_MESSAGE that carries the port to the router. */
  requestPort(): void;
  /** Lets a person choose with the system's dialog. null: they did not. */
  chooseModel(kind: ModelKind): Promise<string | null>;
  /** Where a file or folder that was dropped on the window lies; '' for one that lies nowhere. */
  pathOf(file: File): string;
  /** Goes on with a drag that began on a picture, so that it can be dropped on another program, as a file of that name. */
  dragPicture(id: string, name: string): void;
  /** Shows one of the studio's folders in the system's file manager. Rejects in words where that cannot be done. */
  reveal(folder: StudioFolder): Promise<void>;
  /** Shows a picture of the history in the system's file manager. Rejects in words where it is not there. */
  revealPicture(id: string): Promise<void>;
  /** What can be asked for now, for the menus: to be told again whenever it changes. */
  setCommands(commands: readonly MenuCommand[]): void;
  /** Told the id of each command that a person chooses in a menu; returns how to stop. */
  onCommand(listener: (id: string) => void): () => void;
}

/** What a checkpoint may be: a diffusers folder, or one .safetensors file. */
export type ModelKind = 'folder' | 'file';

/** The folders that a person may want to look into. */
export const STUDIO_FOLDERS = ['data', 'logs'] as const;
export type StudioFolder = (typeof STUDIO_FOLDERS)[number];

/** A command of the page (renderer/commands/command.ts), as much of it as a menu shows. */
export interface MenuCommand {
  readonly id: string;
  readonly title: string;
  /** `Mod+Shift+Z`; the page hears the key itself. */
  readonly shortcut: string | null;
  readonly section: string;
  readonly enabled: boolean;
}

/** The name under which the window has the bridge. */
export const BRIDGE = 'heirloom';

export const PORT_MESSAGE = 'heirloom:port';

export const CHANNEL = {
  connect: 'heirloom:connect',
  chooseModel: 'heirloom:choose-model',
  dragPicture: 'heirloom:drag-picture',
  reveal: 'heirloom:reveal',
  revealPicture: 'heirloom:reveal-picture',
  /** The page's commands, to the main process. */
  commands: 'heirloom:commands',
  /** A command's id, to the page. */
  command: 'heirloom:command',
} as const;
