/** The stand-in's part in the page: `electron/renderer` for the preload, carried over the binding `standInSend`. */
(() => {
  const ports = new Map();
  const questions = new Map();
  const heard = new Map();
  let last = 0;
  const tell = (message) => globalThis.standInSend(JSON.stringify(message, packed));
  const packed = (_, value) => (value instanceof Uint8Array ? { base64: value.toBase64() } : value);
  const unpacked = (_, value) => (typeof value?.base64 === 'string' ? Uint8Array.fromBase64(value.base64) : value);

  globalThis.standInReceive = (text) => {
    const { kind, id, channel, data, error } = JSON.parse(text, unpacked);
    if (kind === 'ipc') for (const listener of heard.get(channel) ?? []) listener({}, ...data);
    else if (kind === 'port') ports.get(id)?.postMessage(data);
    else if (kind === 'close') ports.get(id)?.close();
    else if (error) questions.get(id)?.reject(new Error(error));
    else questions.get(id)?.resolve(data);
  };

  const handOver = (port) => {
    const id = ++last;
    ports.set(id, port);
    port.addEventListener('message', ({ data }) => tell({ kind: 'port', id, data }));
    port.start();
    return id;
  };
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name, value) => Object.defineProperty(globalThis, name, { value, enumerable: true }),
    },
    ipcRenderer: {
      send: (channel, ...data) => tell({ kind: 'ipc', channel, data, ports: [] }),
      postMessage: (channel, data, transfer = []) =>
        tell({ kind: 'ipc', channel, data: [data], ports: transfer.map(handOver) }),
      invoke: (channel, ...data) => {
        const id = ++last;
        tell({ kind: 'question', id, channel, data });
        return new Promise((resolve, reject) => questions.set(id, { resolve, reject }));
      },
      on: (channel, listener) => void heard.set(channel, [...(heard.get(channel) ?? []), listener]),
      off: (channel, listener) =>
        void heard.set(
          channel,
          heard.get(channel)?.filter((each) => each !== listener),
        ),
    },
    webUtils: { getPathForFile: () => '' },
  };
  const require = () => electron;
  // oxlint-disable-next-line no-unused-vars -- they are the preload's
  ((require, exports, module) => {
    /* PRELOAD */
  })(require, {}, {});
})();
