/** What a cell of a figure shows: the pair that carries meaning, a weighted sum of earlier calls, and nothing at all. */
export type CellState = 'compute' | 'inherit' | 'forecast' | 'idle';

/** What each is called in the key beneath a figure. */
export const CELL_WORDS: Readonly<Record<CellState, string>> = {
  compute: 'computed',
  inherit: 'inherited',
  forecast: 'forecast',
  idle: 'nothing computed',
};

export const CELL_STATES = Object.keys(CELL_WORDS) as readonly CellState[];
