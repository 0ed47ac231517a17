import { parseQuantity, toNumber } from '../../../units/quantity.ts';
import { type CsvRow, parseCsv } from './csv-table.ts';
import { type ImportedFile, type ImportedRow, type ImportProblem, priceOf } from './imported-row.ts';

const columns = [
  ...['instanceType', 'onDemandPerHour', 'spotPerHour', 'currency', 'region', 'asOf', 'source'],
  ...['cpu', 'memory', 'architecture', 'gpuModel', 'gpuCount', 'gpuMemory', 'gpuVendor'],
] as const;

type Column = (typeof columns)[number];

/** A table of ours: `instanceType` and at least one price a row; shapes may be left to another file or the bundled book. */
export function readPriceCsv(text: string): ImportedFile {
  const { heads, rows, problems: broken } = parseCsv(text);
  const problems: ImportProblem[] = broken.map(({ line, message }) => ({ at: { line, column: 1 }, message }));
  for (const head of heads.filter((each) => !columns.some((known) => known === each))) {
    problems.push({
      at: { line: 1, column: 1 },
      message: `"${head}" is no column: here are ${columns.join(', ')}`,
    });
  }
  const seen = new Map<string, number>();
  const read = rows.flatMap((row): ImportedRow[] => {
    const reader = new CsvRowReader(row);
    const imported = reader.read();
    const key = `${imported.instanceType} ${imported.region ?? ''}`;
    const earlier = seen.get(key);
    if (earlier !== undefined) reader.report(`${imported.instanceType} stands in line ${earlier} too`);
    seen.set(key, row.line);
    problems.push(...reader.problems);
    return reader.problems.length === 0 ? [imported] : [];
  });
  return { format: 'price table', provider: 'custom', rows: read, problems, skipped: 0 };
}

/** Whether the first line has the heads of a price table. */
export function isPriceCsv(text: string): boolean {
  return /^\uFEFF?(?:[^\n]*,)?\s*"?instanceType"?\s*(?:,|\r?\n|$)/.test(text);
}

class CsvRowReader {
  readonly problems: ImportProblem[] = [];
  readonly #row: CsvRow;

  constructor(row: CsvRow) {
    this.#row = row;
  }

  read(): ImportedRow {
    const text = (column: Column): string => this.#row.fields.get(column) ?? '';
    if (text('instanceType') === '') this.report('instanceType is empty');
    const onDemandPerHour = this.#price('onDemandPerHour');
    const spotPerHour = this.#price('spotPerHour');
    if (onDemandPerHour === undefined && spotPerHour === undefined && this.problems.length === 0) {
      this.report('has neither onDemandPerHour nor spotPerHour');
    }
    const shape = this.#shape();
    return {
      instanceType: text('instanceType'),
      ...(onDemandPerHour !== undefined && { onDemandPerHour }),
      ...(spotPerHour !== undefined && { spotPerHour }),
      ...(shape && { shape }),
      ...this.#matching('currency', /^[A-Z]{3}$/, 'an ISO 4217 code such as USD'),
      ...this.#matching('region', /./, 'a region'),
      ...this.#matching('asOf', /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day such as 2026-08-01'),
      ...this.#matching('source', /./, 'a text'),
    };
  }

  report(message: string): void {
    this.problems.push({ at: { line: this.#row.line, column: 1 }, message });
  }

  #price(column: Column): number | undefined {
    const text = this.#row.fields.get(column) ?? '';
    if (text === '') return undefined;
    const price = priceOf(text);
    if (price === undefined) {
      this.report(`${column} must be a price per hour without a currency, 0 or more, not "${text}"`);
    }
    return price;
  }

  #matching<Name extends Column>(
    column: Name,
    pattern: RegExp,
    expected: string,
  ): Partial<Record<Name, string>> {
    const text = this.#row.fields.get(column) ?? '';
    if (text === '') return {};
    if (!pattern.test(text)) this.report(`${column} must be ${expected}, not "${text}"`);
    return { [column]: text } as Partial<Record<Name, string>>;
  }

  #amount(column: Column): number | undefined {
    const text = this.#row.fields.get(column) ?? '';
    if (text === '') return undefined;
    const quantity = parseQuantity(text);
    if (quantity.ok && quantity.value.nanos > 0n) return toNumber(quantity.value);
    this.report(`${column} must be an amount such as 4 or 16Gi, not "${text}"`);
    return undefined;
  }

  #shape(): ImportedRow['shape'] {
    const [cpuCores, memoryBytes, count, gpuMemory] = (
      ['cpu', 'memory', 'gpuCount', 'gpuMemory'] as const
    ).map((column) => this.#amount(column));
    const architecture = this.#matching('architecture', /^(amd64|arm64)$/, 'amd64 or arm64').architecture;
    const model = this.#row.fields.get('gpuModel') ?? '';
    const { gpuVendor } = this.#matching(
      'gpuVendor',
      /^(nvidia|amd|intel|habana)$/,
      'nvidia, amd, intel or habana',
    );
    if ((model === '') !== (count === undefined)) this.report('gpuModel and gpuCount go together');
    if ((cpuCores === undefined) !== (memoryBytes === undefined)) this.report('cpu and memory go together');
    if (cpuCores === undefined || memoryBytes === undefined) return undefined;
    return {
      ...{ cpuCores, memoryBytes },
      ...(architecture === 'arm64' && { architecture }),
      ...(count !== undefined && {
        gpu: {
          ...{ model, count },
          ...(gpuMemory !== undefined && { memoryBytes: gpuMemory }),
          ...(gpuVendor !== undefined && { vendor: gpuVendor as 'nvidia' | 'amd' | 'intel' | 'habana' }),
        },
      }),
    };
  }
}
