export const IS_MAC = /mac/i.test(globalThis.navigator?.platform ?? '');
