/** Runs in the window before its page, sandboxed and in a world of its own: hands over the port, and asks what only the desktop can do. */
type Shared = typeof import('./bridge.ts', { with: { 'resolution-mode': 'import' } });
type Bridge = import('./bridge.ts', { with: { 'resolution-mode': 'import' } }).Bridge;

/** The page's, as far as it is used here: this project's types for Node have no DOM. */
declare const window: {
  readonly location: { readonly origin: string };
  postMessage(message: unknown, origin: string, transfer: readonly unknown[]): void;
};

const { contextBridge, ipcRenderer, webUtils } = require('electron/renderer') as typeof import('electron/renderer');

const BRIDGE: Shared['BRIDGE'] = 'heirloom';
const PORT_MESSAGE: Shared['PORT_MESSAGE'] = 'heirloom:port';
const CHANNEL: Shared['CHANNEL'] = {
  connect: 'heirloom:connect',
  chooseModel: 'heirloom:choose-model',
  dragPicture: 'heirloom:drag-picture',
  reveal: 'heirloom:reveal',
  revealPicture: 'heirloom:reveal-picture',
  commands: 'heirloom:commands',
  command: 'heirloom:command',
};

const bridge: Bridge = {
  requestPort() {
    const { port1, port2 } = new MessageChannel();
    ipcRenderer.postMessage(CHANNEL.connect, null, [port2]);
    window.postMessage(PORT_MESSAGE, window.location.origin, [port1]);
  },
  chooseModel: (kind) => ipcRenderer.invoke(CHANNEL.chooseModel, kind),
  pathOf: (file) => webUtils.getPathForFile(file),
  dragPicture: (id, name) => ipcRenderer.send(CHANNEL.dragPicture, { id, name }),
  reveal: (folder) => ipcRenderer.invoke(CHANNEL.reveal, folder),
  revealPicture: (id) => ipcRenderer.invoke(CHANNEL.revealPicture, id),
  setCommands: (commands) => ipcRenderer.send(CHANNEL.commands, commands),
  onCommand(listener) {
    const hear = (_: unknown, id: string) => listener(id);
    ipcRenderer.on(CHANNEL.command, hear);
    return () => void ipcRenderer.off(CHANNEL.command, hear);
  },
};

contextBridge.exposeInMainWorld(BRIDGE, bridge);
