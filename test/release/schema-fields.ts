/** The part of JSON Schema that docs/schemas use. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Every field that a schema describes, by its way (`items[].cost.perHour`), with the types that it may have (`number|string`). */
export function fieldsOf(root: Schema): Readonly<Record<string, string>> {
  const types = new Map<string, Set<string>>();
  const walk = (schema: Schema, path: string, within: readonly string[]): void => {
    const { $ref } = schema;
    if ($ref !== undefined) {
      // A type that holds itself is described once.
      const target = within.includes($ref) ? undefined : resolve(root, $ref);
      if (target) walk(target, path, [...within, $ref]);
      return;
    }
    const own = types.get(path) ?? new Set();
    for (const type of typesOf(schema)) own.add(type);
    if (own.size > 0) types.set(path, own);
    for (const part of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) {
      walk(part, path, within);
    }
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      walk(field, path === '' ? name : `${path}.${name}`, within);
    }
    if (typeof schema.items === 'object') walk(schema.items, `${path}[]`, within);
    if (typeof schema.additionalProperties === 'object') {
      walk(schema.additionalProperties, `${path}.*`, within);
    }
  };
  walk(root, '', []);
  const sorted = [...types].filter(([path]) => path !== '').sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([path, own]) => [path, [...own].sort().join('|')]));
}

function typesOf({ type, const: constant, enum: values }: Schema): readonly string[] {
  if (type !== undefined) return typeof type === 'string' ? [type] : type;
  const known = values ?? (constant === undefined ? [] : [constant]);
  return known.map((value) => (value === null ? 'null' : typeof value));
}

/** `#/definitions/Cost`. */
function resolve(root: Schema, reference: string): Schema | undefined {
  const [kind, name = ''] = reference.replace('#/', '').split('/').map(decodeURIComponent);
  return (kind === '$defs' ? root.$defs : root.definitions)?.[name];
}
