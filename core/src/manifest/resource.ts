import type { ResourceContent } from './document-content.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { rangeOfPlace } from './node-ranges.ts';
import type { Path, PathPart, Range } from './ranges.ts';
import type { Resource, SourceFile } from './source-file.ts';

/** A resource's content at its place in one version of a file. */
export class ManifestResource implements Resource {
  readonly file: SourceFile;
  readonly group: string;
  readonly kind: string;
  readonly version: string;
  readonly name: string;
  declare readonly namespace?: string;
  readonly content: ResourceContent;
  /** Where the document starts in the file. */
  readonly base: number;

  constructor(file: SourceFile, content: ResourceContent, base: number) {
    const { group, kind, version, name, namespace } = content.identity;
    this.file = file;
    this.group = group;
    this.kind = kind;
    this.version = version;
    this.name = name;
    if (namespace !== undefined) this.namespace = namespace;
    this.content = content;
    this.base = base;
  }

  get object(): KubernetesObject {
    return this.content.object;
  }

  get apiVersion(): string {
    return this.content.object.apiVersion;
  }

  mentions(words: string): boolean {
    return this.content.document.text.includes(words);
  }

  derive<Value>(read: (object: KubernetesObject) => Value): Value {
    const { derived, object } = this.content;
    if (!derived.has(read)) derived.set(read, read(object));
    return derived.get(read) as Value;
  }

  rangeOf(path: Path, part: PathPart = 'value'): Range {
    const { start, end } = rangeOfPlace(this.#locate(path), part);
    return { start: start + this.base, end: end + this.base };
  }

  has(path: Path): boolean {
    let value: unknown = this.object;
    for (const segment of path) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return false;
      value = (value as Readonly<Record<string | number, unknown>>)[segment];
    }
    return true;
  }

  isAliased(path: Path): boolean {
    return this.#locate(path).shared;
  }

  #locate(path: Path) {
    const { document, path: prefix } = this.content;
    return document.tree.locate([...prefix, ...path]);
  }
}
