/** A mapping, or nothing. */
export function mappingOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

/** The value at the end of a way through mappings and lists. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, segment) => {
    if (Array.isArray(inner)) return typeof segment === 'number' ? (inner[segment] as unknown) : undefined;
    const mapping = mappingOf(inner);
    return mapping && Object.hasOwn(mapping, segment) ? mapping[segment] : undefined;
  }, value);
}

export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const text = at(value, ...path);
  return typeof text === 'string' ? text : undefined;
}

export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const list = at(value, ...path);
  return Array.isArray(list) ? list : [];
}

export function entriesAt(
  value: unknown,
  ...path: readonly (string | number)[]
): readonly (readonly [string, unknown])[] {
  return Object.entries(mappingOf(path.length === 0 ? value : at(value, ...path)) ?? {});
}
