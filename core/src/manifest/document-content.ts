import { DocumentTree } from './document-tree.ts';
import { identityOf, type ObjectIdentity, objectsIn } from './kubernetes-list.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { toPlainData } from './plain-data.ts';
import type { Path } from './ranges.ts';
import { readSimpleDocument } from './simple-document.ts';
import type { ParseProblem } from './source-file.ts';
import { looksLikeTemplate, marksTemplate } from './template-guard.ts';
import { withoutMasked } from './template-mask.ts';
import { parseYamlDocument, type YamlSyntaxError } from './yaml-document.ts';

/** One Kubernetes object of a document, free of the file that it stands in. */
export interface ResourceContent {
  readonly document: DocumentContent;
  /** The way to it from the document's root: empty, or `['items', 0]` in a list. */
  readonly path: Path;
  readonly object: KubernetesObject;
  readonly identity: ObjectIdentity;
  /** What was made of the object, by the function that made it. */
  readonly derived: Map<unknown, unknown>;
}

/**
 * What one document's text says. It knows neither its file nor its place in it, so that all versions of a file share
 * the documents that did not change. Offsets count from the start of `text`.
 */
export class DocumentContent {
  readonly text: string;
  /** Read from the masked text of a template: what is known of its objects may be a part only. */
  readonly isMasked: boolean;
  /** A template, of which nothing is read before it is masked. */
  readonly isTemplate: boolean;
  readonly isEmpty: boolean;
  readonly problems: readonly ParseProblem[];
  readonly resources: readonly ResourceContent[];
  #tree: DocumentTree | undefined;

  constructor(text: string, isMasked = false) {
    this.text = text;
    this.isMasked = isMasked;
    const { root, problems, isTemplate } = isMasked ? readMasked(text) : readDocument(text);
    this.isTemplate = isTemplate;
    this.isEmpty = root === null && problems.length === 0;
    this.problems = problems;
    this.resources = objectsIn(root).map(({ path, object }) => ({
      document: this,
      path,
      object,
      identity: identityOf(object),
      derived: new Map(),
    }));
  }

  /** The nodes with their ranges: parsed again when first asked for, since most documents have nothing to point at. */
  get tree(): DocumentTree {
    return (this.#tree ??= new DocumentTree(this.text));
  }

  release(): void {
    this.#tree = undefined;
  }
}

interface Reading {
  readonly root: unknown;
  readonly problems: readonly ParseProblem[];
  readonly isTemplate: boolean;
}

function readDocument(text: string): Reading {
  if (looksLikeTemplate(text)) return { root: undefined, problems: [], isTemplate: true };
  return composeDocument(text);
}

/** What masking leaves broken or doubled is nobody's mistake: nothing is read of it. */
function readMasked(text: string): Reading {
  const { root, problems } = composeDocument(text);
  return { root: problems.length === 0 ? withoutMasked(root) : null, problems: [], isTemplate: false };
}

function composeDocument(text: string): Reading {
  const simple = readSimpleDocument(text);
  if (simple) return { root: simple.value, problems: [], isTemplate: false };
  const { contents, errors } = parseYamlDocument(text);
  const [first] = errors;
  // What follows the first error is mostly its consequence.
  if (first) {
    const loose = readSimpleDocument(text, { looseQuotes: true });
    if (loose) return { root: loose.value, problems: [], isTemplate: false };
    return marksTemplate(lineAt(text, first)) ? template : broken(first);
  }
  const { value, problems } = toPlainData(contents);
  return { root: value, problems, isTemplate: false };
}

const template: Reading = { root: undefined, problems: [], isTemplate: true };

function broken({ message, range }: YamlSyntaxError): Reading {
  return { root: undefined, problems: [{ code: 'syntax', message, range }], isTemplate: false };
}

function lineAt(text: string, { range }: YamlSyntaxError): string {
  const end = text.indexOf('\n', range.end);
  return text.slice(text.lastIndexOf('\n', range.start - 1) + 1, end < 0 ? text.length : end);
}
