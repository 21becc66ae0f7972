/** What a grid's axes are bound to. No schema is here: pages read it as well. */

/** Axes by their place: X across, Y down, and three more for the sheets, which lie one below the other. */
export const AXIS_LETTERS = 'XYZWV';

/** X, Y, Z and two more: whoever wants to see more at once makes several grids. */
export const MAX_AXES = AXIS_LETTERS.length;

/** A mistyped grid should not fill the queue for a week. */
export const MAX_CELLS = 2000;

/** A mistyped list of values should not fill the queue for a week. */
export const MAX_AXIS_VALUES = 2000;
