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
  /** Goes on with a drag that began on a picture, so that it can be dropped on another program. */
  dragPicture(id: string): void;
}

/** What a checkpoint may be: a diffusers folder, or one .safetensors file. */
export type ModelKind = 'folder' | 'file';

/** The name under which the window has the bridge. */
export const BRIDGE = 'heirloom';

export const PORT_MESSAGE = 'heirloom:port';

export const CHANNEL = {
  connect: 'heirloom:connect',
  chooseModel: 'heirloom:choose-model',
  dragPicture: 'heirloom:drag-picture',
} as const;
