import type { PriceBook } from '@kubectl-autoscale/core/cost';
import { formatChange, formatRate } from '@kubectl-autoscale/core/units';
import { Args, Flags } from '@oclif/core';

import { AutoscaleCommand } from '../../command/autoscale-command.ts';
import { bookToReplace, importPrices } from '../../composition/import-prices.ts';
import { writeFile } from '../../composition/write-file.ts';

/** Changes of prices that are named one by one. */
const shownChanges = 5;

export default class PricesImport extends AutoscaleCommand {
  static override summary = "Make a price file of the clouds' own files, or of a table of yours.";
  static override description =
    "Reads AWS price lists, spot price histories and instance types, pages of the Azure retail prices and SKUs, Google's SKU catalogue, " +
    'and tables (CSV) with a column instanceType. Several files are brought together by instance type; a shape that none of them has is ' +
    'taken from the bundled books. Each price keeps its source and day. Where a file has a mistake nothing is written.';
  static override examples = [
    {
      description: 'On demand and spot of another region',
      command:
        '<%= config.bin %> prices import index.json spot.json --region eu-central-1 --out frankfurt.yaml',
    },
    {
      description: 'A table of yours, in euros',
      command:
        '<%= config.bin %> prices import contract.csv --region eu-central-1 --currency EUR --rate USD=0.92 --out contract.yaml',
    },
    { description: 'Then', command: '<%= config.bin %> cost --prices frankfurt.yaml' },
  ];
  static override strict = false;
  static override args = {
    file: Args.string({ description: 'Files to import; several are brought together.', required: true }),
  };
  static override flags = {
    out: Flags.string({
      summary: 'The price file to write; replaced as a whole or not at all.',
      helpValue: 'FILE',
      required: true,
    }),
    region: Flags.string({ summary: 'The region to take, where files hold several or name none.' }),
    currency: Flags.string({
      summary: 'Currency of the price file; that of the prices when left out.',
      helpValue: 'CODE',
    }),
    rate: Flags.string({
      summary: 'What one unit of another currency is in --currency; may be repeated.',
      helpValue: 'CODE=NUMBER',
      multiple: true,
      multipleNonGreedy: true,
      default: [],
    }),
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(PricesImport);
    if (flags.currency !== undefined && !/^[A-Z]{3}$/.test(flags.currency)) {
      this.usageError(`--currency takes an ISO 4217 code such as EUR, not "${flags.currency}"`);
    }
    if (!/\.(ya?ml)$/.test(flags.out)) this.usageError('--out names a file that ends in .yaml');
    const before = await bookToReplace(flags.out);
    const { imported, text, files } = await importPrices(argv as string[], {
      region: flags.region,
      currency: flags.currency,
      rates: this.#rates(flags.rate),
    });
    await writeFile(flags.out, text);
    const { book, leftOut } = imported;
    const spot = book.offerings.filter(({ spotPerHour }) => spotPerHour !== undefined).length;
    const skipped = files.reduce((sum, file) => sum + file.skipped, 0);
    this.print(
      `${flags.out}: ${book.offerings.length} instance types of ${book.provider} ${book.region} in ${book.currency}, ${spot} with spot prices, as of ${book.asOf}, from ${book.source}\n`,
    );
    for (const line of before ? changesOf(before, book) : []) this.print(`${line}\n`);
    for (const line of leftOut) this.talk(`left out: ${line}`);
    if (skipped > 0) this.talk(`left out: ${skipped} entries that are no Linux instances by the hour`);
  }

  #rates(words: readonly string[]): ReadonlyMap<string, number> {
    return new Map(
      words.map((word) => {
        const [, code, rate] = /^([A-Z]{3})=([\d.]+)$/.exec(word) ?? [];
        if (code !== undefined && Number(rate) > 0) return [code, Number(rate)];
        return this.usageError(`--rate takes CODE=NUMBER such as USD=0.92, not "${word}"`);
      }),
    );
  }
}

/** What is other than in the file before, the largest change first. */
function changesOf(before: PriceBook, { currency, offerings }: PriceBook): readonly string[] {
  const old = new Map(before.offerings.map((each) => [each.instanceType, each.onDemandPerHour]));
  const added = offerings.filter(({ instanceType }) => !old.has(instanceType)).length;
  const kept = new Set(offerings.map(({ instanceType }) => instanceType));
  const gone = before.offerings.filter(({ instanceType }) => !kept.has(instanceType)).length;
  if (before.currency !== currency) {
    return [`before it was in ${before.currency}: ${added} types are new, ${gone} are gone`];
  }
  const changed = offerings
    .flatMap(({ instanceType, onDemandPerHour }) => {
      const was = old.get(instanceType);
      if (was === undefined || was === 0 || Math.abs(was - onDemandPerHour) < 1e-9) return [];
      return [{ instanceType, was, is: onDemandPerHour, change: onDemandPerHour / was - 1 }];
    })
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
  const lines = changed
    .slice(0, shownChanges)
    .map(
      ({ instanceType, was, is, change }) =>
        `  ${instanceType} ${formatRate(was, currency)} → ${formatRate(is, currency)} (${formatChange(change)})`,
    );
  return [
    `against the file before: ${added} types are new, ${gone} are gone, ${changed.length} cost other than before`,
    ...lines,
  ];
}
