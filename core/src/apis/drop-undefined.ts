type OptionalKeys<T> = { [K in keyof T]: undefined extends T[K] ? K : never }[keyof T];

/** `T` in which every field that may be `undefined` is an optional one. */
export type WithoutUndefined<T> = { [K in Exclude<keyof T, OptionalKeys<T>>]: T[K] } & {
  [K in OptionalKeys<T>]?: Exclude<T[K], undefined>;
};

/** The same fields without those that are `undefined`: an optional field is absent, not set to nothing. */
export function dropUndefined<T extends object>(fields: T): WithoutUndefined<T> {
  // Views are made by the ten thousand: a plain loop is several times faster than entries and back.
  const present: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) present[key] = value;
  return present as WithoutUndefined<T>;
}
