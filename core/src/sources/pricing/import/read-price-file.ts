import type { PriceBook } from '../../../cost/index.ts';
import { nestedTooDeep, parseLocatedYaml, type Position } from '../../../manifest/index.ts';
import { fail, ok, type Result } from '../../../units/result.ts';
import { readAwsInstanceTypes, readAwsPriceList, readAwsSpotHistory } from './aws-files.ts';
import { readAzureRetailPrices, readAzureSkus } from './azure-files.ts';
import { readGcpSkus } from './gcp-files.ts';
import type { ImportedFile, ImportProblem } from './imported-row.ts';
import { at, mappingOf } from './json-values.ts';
import { isPriceCsv, readPriceCsv } from './price-csv.ts';

/** Further problems are counted, not shown. */
const shownProblems = 10;
/** Larger texts are not read a second time for the places of their mistakes: the way to them is named. */
const locatedCharacters = 5_000_000;

export interface PriceFileContext {
  readonly path: string;
  /** Needed for catalogues that hold more than one. */
  readonly region: string | undefined;
  /** Shapes where a file does not have them. */
  readonly gcpShapes: PriceBook;
}

/**
 * Reads a file of prices or shapes, whatever of the known formats it has. Fails with one line for each mistake, `path:line:column: …`;
 * nothing of a file with a mistake is used.
 */
export function readPriceFile(
  text: string,
  context: PriceFileContext,
): Result<ImportedFile, readonly string[]> {
  if (isPriceCsv(text)) return checked(readPriceCsv(text), text, context.path);
  const parsed = parseJson(text, context.path);
  if (!parsed.ok) return fail([parsed.error]);
  const file = parsed.value;
  const read = readerOf(file, context);
  if (typeof read === 'string') return fail([`${context.path}:1:1: ${read}`]);
  return checked(read(file), text, context.path);
}

type Reader = (file: unknown) => ImportedFile;

/** By what only that format has; a sentence where it is none that is known, or something is missing to read it. */
function readerOf(file: unknown, { region, gcpShapes }: PriceFileContext): Reader | string {
  const has = (name: string): boolean => mappingOf(file) !== undefined && at(file, name) !== undefined;
  if (has('PriceList') || (has('products') && has('terms'))) return readAwsPriceList;
  if (has('SpotPriceHistory')) return readAwsSpotHistory;
  if (has('InstanceTypes')) return readAwsInstanceTypes;
  if (has('Items') || at(file, 0, 'Items') !== undefined) return readAzureRetailPrices;
  if (at(file, 0, 'capabilities') !== undefined) return readAzureSkus;
  if (has('skus')) {
    return region === undefined
      ? 'this catalogue holds all regions: name one with --region'
      : (skus) => readGcpSkus(skus, gcpShapes, region);
  }
  return 'no format that is known: see docs/prices.md for those that are';
}

function parseJson(text: string, path: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text) as unknown);
  } catch (error) {
    const located = parseLocatedYaml(text.slice(0, locatedCharacters));
    const { line, column } = located.ok ? { line: 1, column: 1 } : located.error.position;
    const isTooDeep = !located.ok && located.error.message === nestedTooDeep;
    const message = isTooDeep ? nestedTooDeep : error instanceof Error ? error.message : String(error);
    return fail(
      `${path}:${line}:${column}: is neither a table with a column instanceType nor JSON: ${message}`,
    );
  }
}

function checked(file: ImportedFile, text: string, path: string): Result<ImportedFile, readonly string[]> {
  const { problems } = file;
  if (problems.length === 0) {
    return file.rows.length > 0
      ? ok(file)
      : fail([
          `${path}:1:1: this ${file.format} has nothing of Linux instances by the hour (${file.skipped} other entries)`,
        ]);
  }
  const located = text.length > locatedCharacters ? undefined : parseLocatedYaml(text);
  const lines = problems
    .slice(0, shownProblems)
    .map((problem) => `${path}:${placeOf(problem, located)}: ${problem.message}`);
  const more = problems.length - lines.length;
  return fail([
    ...(located?.ok === false
      ? [`${path}:${lineAndColumn(located.error.position)}: ${located.error.message}`]
      : []),
    ...lines,
    ...(more > 0 ? [`and ${more} more like these in ${path}`] : []),
  ]);
}

function placeOf(
  { at: place }: ImportProblem,
  located: ReturnType<typeof parseLocatedYaml> | undefined,
): string {
  if ('line' in place) return lineAndColumn(place);
  return located?.ok === true ? lineAndColumn(located.value.positionOf(place)) : place.join('.');
}

function lineAndColumn({ line, column }: Position): string {
  return `${line}:${column}`;
}
