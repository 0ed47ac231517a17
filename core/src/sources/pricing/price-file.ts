import { composePrices, type PriceBook, type PriceLayer, type PriceTerms } from '../../cost/index.ts';
import { parseSourceFile, type Resource, type SourceFile } from '../../manifest/index.ts';
import { type FileSource, type PriceSource, SourceError } from '../../ports/index.ts';
import type { PriceLayerSource } from './composed-prices.ts';
import type { PriceFileProblem } from './price-fields.ts';
import { readPriceBook } from './price-file-reader.ts';
import { readPriceTerms } from './price-terms-reader.ts';

/** What a price file is recognised by. */
export const priceFileKind = { apiVersion: 'kubectl-autoscale.io/v1alpha1', kind: 'PriceBook' } as const;
/** What terms are recognised by; they may stand in a file with prices or in one of their own. */
export const priceTermsKind = { apiVersion: 'kubectl-autoscale.io/v1alpha1', kind: 'PriceTerms' } as const;

/** Further problems are counted, not shown. */
const shownProblems = 5;

/**
 * Prices and terms from a YAML or JSON file of the user's (`kind: PriceBook`, `kind: PriceTerms`; docs/prices.md has their fields).
 * Loading throws {@link SourceError}: as the file source does where the file cannot be read, and `bad-response` with file, line and
 * column of each mistake. `load` needs prices in it.
 */
export function filePriceSource(files: FileSource, path: string): PriceSource & PriceLayerSource {
  const description = `price file ${path}`;
  const refuse = (message: string): SourceError =>
    new SourceError({
      code: 'bad-response',
      source: description,
      message,
      suggestions: ['correct the file; docs/prices.md lists the fields of a PriceBook and of PriceTerms'],
    });
  const loadLayer = async (): Promise<PriceLayer> => {
    const file = parseSourceFile(path, await files.read(path));
    const { book, terms, problems } = readFile(file);
    if (problems.length > 0) throw refuse(messageOf(problems));
    return { description, file: path, ...(book && { book }), ...(terms && { terms }) };
  };
  return {
    description,
    loadLayer,
    load: async () => {
      const composed = composePrices([await loadLayer()]);
      if (composed.ok) return composed.value;
      throw refuse(composed.error);
    },
  };
}

interface PriceFile {
  readonly book?: PriceBook;
  readonly terms?: PriceTerms;
  /** `path:line:column: message`. */
  readonly problems: readonly string[];
}

function readFile(file: SourceFile): PriceFile {
  if (file.problems.length > 0) {
    return { problems: file.problems.map(({ range, message }) => at(file, range.start, message)) };
  }
  const resources = file.documents.flatMap((document) => document.resources);
  const books = resources.filter((resource) => isOf(resource, priceFileKind));
  const terms = resources.filter((resource) => isOf(resource, priceTermsKind));
  const [book, secondBook] = books;
  const [own, secondTerms] = terms;
  if (!book && !own) {
    const { apiVersion, kind } = priceFileKind;
    const message = `there is no PriceBook here: start with apiVersion: ${apiVersion} and kind: ${kind} (or PriceTerms)`;
    return { problems: [at(file, 0, message)] };
  }
  const second = secondBook ?? secondTerms;
  if (second) {
    return {
      problems: [
        locate(second, {
          path: ['kind'],
          part: 'value',
          message: `${second.kind} stands here twice: give each a file of its own`,
        }),
      ],
    };
  }
  const readBook = book && readPriceBook(book.object, file.path);
  const readTerms = own && readPriceTerms(own.object, file.path);
  return {
    ...(readBook && { book: readBook.book }),
    ...(readTerms && { terms: readTerms.terms }),
    problems: [
      ...(book && readBook ? readBook.problems.map((problem) => locate(book, problem)) : []),
      ...(own && readTerms ? readTerms.problems.map((problem) => locate(own, problem)) : []),
    ],
  };
}

function isOf(
  { apiVersion, kind }: Resource,
  wanted: { readonly apiVersion: string; readonly kind: string },
): boolean {
  return apiVersion === wanted.apiVersion && kind === wanted.kind;
}

function locate(resource: Resource, { path, part, message }: PriceFileProblem): string {
  return at(resource.file, resource.rangeOf(path, part).start, message);
}

function at(file: SourceFile, offset: number, message: string): string {
  const { line, column } = file.positionAt(offset);
  return `${file.path}:${line}:${column}: ${message}`;
}

function messageOf(problems: readonly string[]): string {
  const more = problems.length - shownProblems;
  const shown = problems.slice(0, shownProblems).join('; ');
  return more > 0 ? `${shown}; and ${more} more` : shown;
}
