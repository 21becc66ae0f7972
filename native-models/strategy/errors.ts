/** What a person wrote cannot be a strategy; the message says what, where and what to do. */
export class StrategyError extends Error {
  override readonly name = 'StrategyError';
}
