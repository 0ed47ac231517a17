/** A mistake in how a command was called. Ends it with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** What to do instead. */
  readonly suggestions: readonly string[];

  constructor(message: string, ...suggestions: readonly string[]) {
    super(message);
    this.suggestions = suggestions;
  }
}
