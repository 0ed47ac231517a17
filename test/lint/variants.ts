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
