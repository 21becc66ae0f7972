/** Both semantics, as choices. */
export const SEMANTICS = [
  { value: 'residual', label: 'Residual', hint: 'An inherited unit adds its last F to what reaches it now' },
  { value: 'boundary', label: 'Boundary', hint: 'What feeds only inherited units is not computed at all' },
] as const;
