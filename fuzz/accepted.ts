/** Nonsense that is accepted after all, by the words that its target has for it: why. */
export const ACCEPTED: Readonly<Record<string, string>> = {};
