import { DocumentContent } from './document-content.ts';
import { type LineTable, lineTableOf, positionInText } from './line-table.ts';
import type { Position } from './ranges.ts';
import { ManifestResource } from './resource.ts';
import type { ManifestDocument, ParseProblem, SourceFile, SourceFileKind } from './source-file.ts';
import { splitDocuments } from './split-documents.ts';
import { maskTemplate } from './template-mask.ts';

/** Larger files are not read: generated bundles of that size would hold up an editor. UTF-16 code units. */
const largestFile = 4 * 1024 * 1024;

/**
 * Parses a YAML or JSON file. With the `previous` version of the same file only the documents whose text changed are
 * parsed; the others are shared. Templates and files without any Kubernetes object have no problems.
 */
export function parseSourceFile(path: string, text: string, previous?: SourceFile): SourceFile {
  if (!mentionsKubernetes(text)) return new ParsedSourceFile(path, text, 'other', [], []);
  if (text.length > largestFile) return tooLarge(path, text);
  const known = previous instanceof ParsedSourceFile ? previous.contents() : new Map<string, never>();
  const parts = readParts(text, known, false);
  if (!parts) return parseTemplate(path, text, known);
  const isKubernetes = parts.some(({ content }) => holdsKubernetes(content));
  if (!isKubernetes) return new ParsedSourceFile(path, text, 'other', [], []);
  return new ParsedSourceFile(path, text, 'kubernetes', parts, []);
}

/** Of a Go template (Helm's) what is written out is read, of every other one nothing. */
function parseTemplate(path: string, text: string, known: KnownContents): ParsedSourceFile {
  const masked = maskTemplate(text);
  const parts = masked === undefined ? [] : (readParts(masked, known, true) ?? []);
  const withObjects = parts.filter(({ content }) => content.resources.length > 0);
  return new ParsedSourceFile(path, text, 'template', withObjects, []);
}

/** `undefined` where a document has to be masked first. */
function readParts(
  text: string,
  known: KnownContents,
  isMasked: boolean,
): readonly PlacedContent[] | undefined {
  const parts: PlacedContent[] = [];
  for (const { start, end } of splitDocuments(text)) {
    const part = text.slice(start, end);
    const same = known.get(part)?.shift();
    const content = same?.isMasked === isMasked ? same : new DocumentContent(part, isMasked);
    if (content.isTemplate) return undefined;
    if (!content.isEmpty) parts.push({ content, base: start });
  }
  return parts;
}

/** A cheap look before any parsing. */
function mentionsKubernetes(text: string): boolean {
  return text.includes('apiVersion') && text.includes('kind');
}

/** A broken document counts by what it says where it can still be read. */
function holdsKubernetes({ resources, problems, text }: DocumentContent): boolean {
  if (resources.length > 0) return true;
  return problems.length > 0 && /\bapiVersion["']?[ \t]*:/.test(text) && /\bkind["']?[ \t]*:/.test(text);
}

function tooLarge(path: string, text: string): SourceFile {
  const megabytes = Math.round(text.length / 2 ** 20);
  const message = `${megabytes} MiB of text; files above ${largestFile / 2 ** 20} MiB are not read: split it`;
  const range = { start: 0, end: 0 };
  return new ParsedSourceFile(path, text, 'kubernetes', [], [{ code: 'too-large', message, range }]);
}

/** Documents of the version before by their text. Each is taken once: of two that read the same, each keeps its own. */
type KnownContents = ReadonlyMap<string, DocumentContent[]>;

interface PlacedContent {
  readonly content: DocumentContent;
  readonly base: number;
}

class ParsedSourceFile implements SourceFile {
  readonly path: string;
  readonly text: string;
  readonly kind: SourceFileKind;
  readonly documents: readonly ManifestDocument[];
  readonly problems: readonly ParseProblem[];
  readonly #parts: readonly PlacedContent[];
  #lineTable: LineTable | undefined;

  constructor(
    path: string,
    text: string,
    kind: SourceFileKind,
    parts: readonly PlacedContent[],
    problems: readonly ParseProblem[],
  ) {
    this.path = path;
    this.text = text;
    this.kind = kind;
    this.#parts = parts;
    this.documents = parts.map(({ content, base }, index) => ({
      index,
      range: { start: base, end: base + content.text.length },
      resources: content.resources.map((resource) => new ManifestResource(this, resource, base)),
    }));
    this.problems = [...problems, ...parts.flatMap(problemsInFile)];
  }

  get lineEnd(): '\n' | '\r\n' {
    const first = this.text.indexOf('\n');
    return first > 0 && this.text[first - 1] === '\r' ? '\r\n' : '\n';
  }

  positionAt(offset: number): Position {
    this.#lineTable ??= lineTableOf(this.text);
    return positionInText(this.text, this.#lineTable, offset);
  }

  release(): void {
    this.#lineTable = undefined;
    for (const { content } of this.#parts) content.release();
  }

  /** The parsed documents by their text, in order. */
  contents(): KnownContents {
    const byText = new Map<string, DocumentContent[]>();
    for (const { content } of this.#parts) {
      const same = byText.get(content.text);
      if (same) same.push(content);
      else byText.set(content.text, [content]);
    }
    return byText;
  }
}

function problemsInFile({ content, base }: PlacedContent): readonly ParseProblem[] {
  return content.problems.map(({ code, message, range }) => ({
    code,
    message,
    range: { start: range.start + base, end: range.end + base },
  }));
}
