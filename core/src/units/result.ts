/**
 * The outcome of an operation that can fail on the user's input. A failure is data, not an exception: callers turn
 * it into a finding or a message that names the file and the place.
 */
export type Result<T, E> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

export function fail<E>(error: E): Result<never, E> {
  return { ok: false, error };
}
