/** Nonsense that is accepted after all, by the words that its target has for it: why. */
export const ACCEPTED: Readonly<Record<string, string>> = {
  'values without labels':
    'of a grid that is dropped only the values are set up, and get labels anew; how many a record has of them changes nothing',
};
