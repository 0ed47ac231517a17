import { stat } from 'node:fs/promises';

import type { PriceBook } from '@kubectl-autoscale/core/cost';
import { SourceError } from '@kubectl-autoscale/core/ports';
import { diskFiles } from '@kubectl-autoscale/core/sources/files';
import {
  bundledPriceSource,
  filePriceSource,
  type ImportedBook,
  importedBook,
  type ImportedFile,
  type ImportRequest,
  priceBookText,
  readPriceFile,
} from '@kubectl-autoscale/core/sources/pricing';

import { bundledShapes } from './prices.ts';

export interface PriceImport {
  readonly imported: ImportedBook;
  /** The book as a price file. */
  readonly text: string;
  readonly files: readonly ImportedFile[];
}

/** Reads files of prices and shapes and makes one book of them. Throws SourceError with one line for each mistake. */
export async function importPrices(
  paths: readonly string[],
  request: Omit<ImportRequest, 'shapes' | 'today'>,
): Promise<PriceImport> {
  const gcpShapes = await bundledPriceSource('gcp').load();
  const files: ImportedFile[] = [];
  const mistakes: string[] = [];
  for (const path of paths) {
    const text = await diskFiles('.').read(path);
    const read = readPriceFile(text, { path, region: request.region, gcpShapes });
    if (read.ok) files.push(read.value);
    else mistakes.push(...read.error);
  }
  if (mistakes.length > 0) throw refused(paths, mistakes.join('\n'));
  const today = new Date().toISOString().slice(0, 10);
  const book = importedBook(files, { ...request, shapes: await bundledShapes(), today });
  if (!book.ok) throw refused(paths, book.error);
  return { imported: book.value, text: priceBookText(book.value.book), files };
}

function refused(paths: readonly string[], message: string): SourceError {
  return new SourceError({
    code: 'bad-response',
    source: paths.join(', '),
    message,
    suggestions: ['nothing was written; docs/prices.md says which files can be imported'],
  });
}

/** The book in a file that is about to be replaced; `undefined` where there is none. Throws where it is something else. */
export async function bookToReplace(path: string): Promise<PriceBook | undefined> {
  try {
    await stat(path);
  } catch {
    return undefined;
  }
  return filePriceSource(diskFiles('.'), path).load();
}
