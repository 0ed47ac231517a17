import type { OfferedGpu } from '../../../cost/index.ts';
import type { Path } from '../../../manifest/index.ts';

/** What a file says of one instance type; several rows, of several files, may speak of the same one. */
export interface ImportedRow {
  readonly instanceType: string;
  readonly region?: string;
  /** ISO 4217, of the prices. */
  readonly currency?: string;
  readonly onDemandPerHour?: number;
  readonly spotPerHour?: number;
  readonly shape?: ImportedShape;
  /** ISO day of the price. */
  readonly asOf?: string;
  readonly source?: string;
}

export interface ImportedShape {
  readonly cpuCores: number;
  readonly memoryBytes: number;
  readonly architecture?: 'amd64' | 'arm64';
  readonly gpu?: OfferedGpu;
}

/** A mistake and where in the file it is: a way into JSON, or a line of a table. */
export interface ImportProblem {
  readonly at: Path | { readonly line: number; readonly column: number };
  readonly message: string;
}

/** What was read of one file. */
export interface ImportedFile {
  /** For people: `AWS price list`. */
  readonly format: string;
  readonly provider: 'aws' | 'gcp' | 'azure' | 'custom';
  readonly rows: readonly ImportedRow[];
  readonly problems: readonly ImportProblem[];
  /** Entries that speak of something else than Linux instances by the hour. */
  readonly skipped: number;
}

/** Spot prices of zones come to one: the dearest, so that nothing is promised that a zone does not keep. */
export function dearest(a: number | undefined, b: number): number {
  return a === undefined ? b : Math.max(a, b);
}

/** The day of a moment that is written in ISO; nothing where it is none. */
export function dayOf(moment: unknown): { readonly asOf?: string } {
  const day = typeof moment === 'string' && /^\d{4}-\d{2}-\d{2}/.test(moment) ? moment.slice(0, 10) : '';
  return Number.isNaN(Date.parse(day)) ? {} : { asOf: day };
}

/** Text or number as an amount above 0, in units of `unit`. */
export function amountOf(value: unknown, unit = 1): number | undefined {
  const amount = Number(value) * unit;
  return amount > 0 && Number.isFinite(amount) ? amount : undefined;
}

/** Text or number as a price per hour, 0 or more. */
export function priceOf(value: unknown): number | undefined {
  const isWritten = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
  const price = isWritten ? Number(value) : Number.NaN;
  return Number.isFinite(price) && price >= 0 ? price : undefined;
}
