/** Keys of the diagram and the timeline, which belong to what has the focus and are no commands. */
export const GESTURES: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: 'Arrows', does: 'Choose a unit or a call; move where a UNet takes over' },
  { keys: 'Space', does: 'Turn it over' },
  { keys: 'Enter', does: 'Pick up Inherit or Compute, then drop' },
  { keys: 'Shift+Enter', does: 'Drop on the whole block' },
  { keys: 'PageUp', does: 'Widen: layer, block, side' },
  { keys: 'PageDown', does: 'Narrow again' },
  { keys: 'Shift+Drag', does: 'Paint whole blocks' },
  { keys: 'Delete', does: 'Remove a UNet’s turn' },
  { keys: '↓', does: 'In the prompt: opens it, with the negative prompt' },
  { keys: 'Tab', does: 'Past a list or a row of buttons: arrows, Home and End go through it' },
  { keys: 'Esc', does: 'Let go' },
];
