import fc from 'fast-check';

import type { Path } from '#core/manifest/ranges.ts';

/** A manifest as somebody may have written it, with what it says. */
export interface Manifest {
  readonly text: string;
  readonly object: Readonly<Record<string, unknown>>;
}

interface ScalarNode {
  readonly type: 'scalar';
  readonly value: string | number | boolean | null;
  /** As written, in block context. */
  readonly written: string;
  /** As written between braces. */
  readonly inFlow: string;
}

interface Decoration {
  readonly comment?: string | undefined;
  readonly above?: string | undefined;
}

interface CollectionNode {
  readonly type: 'mapping' | 'sequence';
  readonly flow: 'no' | 'line' | 'lines';
  /** Keys are those of a mapping; a sequence ignores them. */
  readonly entries: readonly { readonly key: string; readonly node: Node; readonly decoration: Decoration }[];
}

type Node = ScalarNode | CollectionNode;

interface Style {
  readonly step: number;
  readonly sequenceStep: number;
  readonly lineEnd: '\n' | '\r\n';
  readonly finalLineEnd: boolean;
}

const scalar = (value: ScalarNode['value'], written: string, inFlow = written): ScalarNode => ({
  type: 'scalar',
  value,
  written,
  inFlow,
});

const scalarNodes: fc.Arbitrary<Node> = fc.oneof(
  fc.integer({ min: -5, max: 5000 }).map((value) => scalar(value, String(value))),
  fc.constantFrom(
    scalar('100m', '100m'),
    scalar('1Gi', '"1Gi"'),
    scalar("it's", "'it''s'"),
    scalar('a # b', '"a # b"'),
    scalar('--v=4', '--v=4'),
    scalar('http://x:80/a#b', 'http://x:80/a#b', '"http://x:80/a#b"'),
    scalar(true, 'true'),
    scalar(null, '~'),
    scalar(null, '', 'null'),
    scalar('one\ntwo\n', '|', '"one\\ntwo\\n"'),
    scalar('one\ntwo', '|-', '"one\\ntwo"'),
    scalar('one\ntwo\n\n', '|+', '"one\\ntwo\\n\\n"'),
    scalar('one two\n', '>', '"one two\\n"'),
  ),
);

const blockBody: Readonly<Record<string, readonly string[]>> = {
  '|': ['one', 'two'],
  '|-': ['one', 'two'],
  '|+': ['one', 'two', ''],
  '>': ['one', 'two'],
};

const comments = fc.option(
  fc.nat(9999).map((id) => `# note ${id}`),
  { nil: undefined, freq: 3 },
);
const keys = fc.constantFrom(
  'cpu',
  'memory',
  'limits',
  'name',
  'a.b/c',
  'zone',
  '"quoted"',
  'replicas',
  'kind2',
);

const { node: nodes } = fc.letrec<{ node: Node; collection: CollectionNode }>((tie) => ({
  node: fc.oneof({ maxDepth: 3 }, scalarNodes, tie('collection')),
  collection: fc.record({
    type: fc.constantFrom('mapping' as const, 'sequence' as const),
    flow: fc.constantFrom('no' as const, 'no' as const, 'no' as const, 'line' as const, 'lines' as const),
    entries: fc.uniqueArray(
      fc.record({
        key: keys,
        node: tie('node'),
        decoration: fc.record({ comment: comments, above: comments }),
      }),
      { selector: ({ key }) => key, maxLength: 4 },
    ),
  }),
}));

const styles = fc.record<Style>({
  step: fc.constantFrom(2, 4),
  sequenceStep: fc.constantFrom(0, 2),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  finalLineEnd: fc.boolean(),
});

/** Manifests in block and flow style, with comments, quotes, block scalars, either line end and without a last one. */
export const manifests: fc.Arbitrary<Manifest> = fc
  .record({
    fields: fc.uniqueArray(
      fc.record({
        key: fc.constantFrom('spec', 'data', 'status', 'extra'),
        node: nodes,
        comment: comments,
        above: comments,
      }),
      { selector: ({ key }) => key, minLength: 1, maxLength: 3 },
    ),
    style: styles,
  })
  .map(({ fields, style }) => {
    const lines = [
      'apiVersion: example.com/v1',
      'kind: Example # kind',
      'metadata:',
      `${' '.repeat(style.step)}name: a`,
    ];
    const object: Record<string, unknown> = {
      apiVersion: 'example.com/v1',
      kind: 'Example',
      metadata: { name: 'a' },
    };
    for (const { key, node, comment, above } of fields) {
      lines.push(...entryLines(key, node, { comment, above }, style));
      object[key] = valueOf(node);
    }
    const last = style.finalLineEnd || lines.at(-1) === '' ? style.lineEnd : '';
    return { text: lines.join(style.lineEnd) + last, object };
  });

function entryLines(key: string, node: Node, { comment, above }: Decoration, style: Style): string[] {
  const head = above === undefined ? [] : [above];
  const tail = comment === undefined ? '' : ` ${comment}`;
  const indent = ' '.repeat(node.type === 'sequence' ? style.sequenceStep : style.step);
  const below = blockOf(node, style);
  if (below) return [...head, `${key}:${tail}`, ...below.map((line) => indented(indent, line))];
  return [...head, ...inlineLines(`${key}:`, node, tail, style)];
}

function itemLines(node: Node, { comment, above }: Decoration, style: Style): string[] {
  const head = above === undefined ? [] : [above];
  const tail = comment === undefined ? '' : ` ${comment}`;
  const below = blockOf(node, style);
  // A comment above the first line of a compact collection would part it from its dash.
  if (below && !below[0]?.startsWith('#')) {
    return [...head, ...below.map((line, index) => indented(index === 0 ? '- ' : '  ', line))];
  }
  if (below) return [...head, `-${tail}`, ...below.map((line) => indented('  ', line))];
  return [...head, ...inlineLines('-', node, tail, style)];
}

/** Blank lines stay empty: trailing blanks would count in a block scalar. */
function indented(indent: string, line: string): string {
  return line === '' ? '' : indent + line;
}

/** What follows a `:` or `-` on its line, with the lines of a block scalar or of braces below it. */
function inlineLines(start: string, node: Node, tail: string, style: Style): string[] {
  if (node.type === 'scalar') {
    const body = blockBody[node.written] ?? [];
    const value = node.written === '' ? '' : ` ${node.written}`;
    return [
      `${start}${value}${tail}`,
      ...body.map((line) => (line === '' ? '' : ' '.repeat(style.step) + line)),
    ];
  }
  if (node.flow !== 'lines' || node.entries.length === 0) return [`${start} ${flowOf(node)}${tail}`];
  const [open, close] = node.type === 'mapping' ? ['{', '}'] : ['[', ']'];
  const inner = node.entries.map(({ key, node: child, decoration }, index) => {
    const comma = index < node.entries.length - 1 ? ',' : '';
    const note = decoration.comment === undefined ? '' : ` ${decoration.comment}`;
    const text = node.type === 'mapping' ? `${key}: ${flowOf(child)}` : flowOf(child);
    return `${' '.repeat(style.step + 2)}${text}${comma}${note}`;
  });
  return [`${start} ${open}`, ...inner, `${' '.repeat(style.step)}${close}${tail}`];
}

function blockOf(node: Node, style: Style): string[] | undefined {
  if (node.type === 'scalar' || node.flow !== 'no' || node.entries.length === 0) return undefined;
  return node.entries.flatMap(({ key, node: child, decoration }) =>
    node.type === 'mapping' ? entryLines(key, child, decoration, style) : itemLines(child, decoration, style),
  );
}

function flowOf(node: Node): string {
  if (node.type === 'scalar') return node.inFlow;
  const inner = node.entries.map(({ key, node: child }) =>
    node.type === 'mapping' ? `${key}: ${flowOf(child)}` : flowOf(child),
  );
  return node.type === 'mapping' ? `{${inner.join(', ')}}` : `[${inner.join(', ')}]`;
}

function valueOf(node: Node): unknown {
  if (node.type === 'scalar') return node.value;
  if (node.type === 'sequence') return node.entries.map(({ node: child }) => valueOf(child));
  return Object.fromEntries(
    node.entries.map(({ key, node: child }) => [key.replaceAll('"', ''), valueOf(child)]),
  );
}

type PathKind = 'scalar' | 'mapping' | 'sequence' | 'entry' | 'member';

/** The paths below the fields of a manifest: to scalars, collections, entries of mappings, or entries and items. */
export function pathsTo({ object }: Manifest, kind: PathKind): readonly Path[] {
  const fields = Object.entries(object).filter(([key]) => !['apiVersion', 'kind', 'metadata'].includes(key));
  return fields.flatMap(([key, value]) => pathsIn(value, [key], kind));
}

function pathsIn(value: unknown, path: Path, kind: PathKind): readonly Path[] {
  const isCollection = typeof value === 'object' && value !== null;
  const type = Array.isArray(value) ? 'sequence' : isCollection ? 'mapping' : 'scalar';
  const isEntry = typeof path.at(-1) === 'string';
  const fits = kind === 'member' || kind === type || (kind === 'entry' && isEntry);
  const below = isCollection
    ? Object.entries(value).flatMap(([key, child]) =>
        pathsIn(child, [...path, Array.isArray(value) ? Number(key) : key], kind),
      )
    : [];
  return fits ? [path, ...below] : below;
}

/** The comments that the manifests were given, in their order. */
export function commentsIn(text: string): readonly string[] {
  return text.match(/# (?:note \d+|kind)/g) ?? [];
}
