import { parse, stringify } from 'yaml';

/** Another way to write the same manifests. The meaning and the marked stretches stay. */
export interface Variant {
  readonly name: string;
  /** `undefined` where the text cannot be written so. */
  readonly rewrite: (yaml: string) => string | undefined;
  /** What stands in the spec is shared with another place: no fix may touch it. */
  readonly isShared?: true;
}

/** Every case of every rule is run in each of these. */
export const variants: readonly Variant[] = [
  { name: 'as written', rewrite: (yaml) => yaml },
  { name: 'CRLF and BOM', rewrite: (yaml) => `\ufeff${yaml.replaceAll('\n', '\r\n')}` },
  { name: 'in a List', rewrite: inList },
  { name: 'with anchors', rewrite: withAnchors, isShared: true },
];

/** Further layouts, in which ranges cannot be marked: for fixes. */
export const layouts: readonly Variant[] = [
  { name: 'in flow style', rewrite: inFlow },
  { name: 'with comments that hold tabs', rewrite: withTabbedComments },
  { name: 'with sequences at the column of their key', rewrite: (yaml) => fromLists(yaml) },
  { name: 'without a line end at the end', rewrite: (yaml) => yaml.replace(/\n+$/, '') },
];

/** Everything below the document's first keys in braces, as JSON-like YAML. */
function inFlow(yaml: string): string {
  return documentsOf(yaml)
    .map((document) =>
      Object.entries(parse(document) as Record<string, unknown>)
        .map(
          ([key, value]) => `${key}: ${stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim()}\n`,
        )
        .join(''),
    )
    .join('---\n');
}

/** Block style as Go's marshallers and kubectl write it. */
function fromLists(yaml: string): string {
  return documentsOf(yaml)
    .map((document) => stringify(parse(document), { indentSeq: false, lineWidth: 0 }))
    .join('---\n');
}

function withTabbedComments(yaml: string): string | undefined {
  if (/[|>][-+]?$/m.test(yaml)) return undefined;
  return yaml.replace(/^(\s*)([^\s#].*)$/gm, (line, indent: string, rest: string) =>
    rest === '---' ? line : `${indent}#\tabove\n${line} #\tbehind`,
  );
}

function documentsOf(yaml: string): readonly string[] {
  return yaml.split(/^---\n/m).filter((document) => document.trim() !== '');
}

function inList(yaml: string): string | undefined {
  const documents = yaml.split(/^---\n/m).filter((document) => document.trim() !== '');
  if (documents.some((document) => !/^apiVersion:/m.test(document))) return undefined;
  const items = documents.map(
    (document) => `  - ${indent(document.replace(/^\n+/, ''), '    ').trimStart()}`,
  );
  return `apiVersion: v1\nkind: List\nitems:\n${items.join('')}`;
}

function indent(text: string, by: string): string {
  return text.replace(/^(?=.)/gm, by);
}

/** Each document's spec is repeated by an alias in another place: the original must still be found and marked. */
function withAnchors(yaml: string): string | undefined {
  if (!/^spec:$/m.test(yaml)) return undefined;
  return yaml
    .split(/^---\n/m)
    .map((document) =>
      /^spec:$/m.test(document) ? `${document.replace(/^spec:$/m, 'spec: &spec')}copy: *spec\n` : document,
    )
    .join('---\n');
}
