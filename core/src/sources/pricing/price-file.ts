import type { PriceBook } from '../../cost/index.ts';
import { parseSourceFile, type Resource, type SourceFile } from '../../manifest/index.ts';
import { type FileSource, type PriceSource, SourceError } from '../../ports/index.ts';
import { type PriceFileProblem, readPriceBook } from './price-file-reader.ts';

/** What a price file is recognised by. */
export const priceFileKind = { apiVersion: 'kubectl-autoscale.io/v1alpha1', kind: 'PriceBook' } as const;

/** Further problems are counted, not shown. */
const shownProblems = 5;

/**
 * Prices from a YAML or JSON file of the user's (`kind: PriceBook`; docs/prices.md has its fields). Loading
 * throws {@link SourceError}: as the file source does where the file cannot be read, and `bad-response` with
 * file, line and column of each mistake.
 */
export function filePriceSource(files: FileSource, path: string): PriceSource {
  const description = `price file ${path}`;
  return {
    description,
    load: async () => {
      const file = parseSourceFile(path, await files.read(path));
      const read = readFile(file);
      if (read.problems.length === 0 && read.book) return read.book;
      throw new SourceError({
        code: 'bad-response',
        source: description,
        message: messageOf(read.problems),
        suggestions: ['correct the file; docs/prices.md lists the fields of a PriceBook'],
      });
    },
  };
}

interface PriceFile {
  readonly book?: PriceBook;
  /** `path:line:column: message`. */
  readonly problems: readonly string[];
}

function readFile(file: SourceFile): PriceFile {
  if (file.problems.length > 0) {
    return { problems: file.problems.map(({ range, message }) => at(file, range.start, message)) };
  }
  const [resource] = file.documents.flatMap(({ resources }) => resources).filter(isPriceBook);
  if (!resource) {
    const { apiVersion, kind } = priceFileKind;
    return {
      problems: [
        at(file, 0, `there is no PriceBook here: start with apiVersion: ${apiVersion} and kind: ${kind}`),
      ],
    };
  }
  const { book, problems } = readPriceBook(resource.object, file.path);
  return { book, problems: problems.map((problem) => locate(resource, problem)) };
}

function isPriceBook({ apiVersion, kind }: Resource): boolean {
  return apiVersion === priceFileKind.apiVersion && kind === priceFileKind.kind;
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
