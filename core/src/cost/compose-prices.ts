import { dropUndefined } from '../apis/drop-undefined.ts';
import { fail, ok, type Result } from '../units/result.ts';
import { mergePriceBooks } from './merge-price-books.ts';
import type { InstanceOffering, PriceBook } from './price-book.ts';
import { type Discount, type ExchangeRate, matchesInstanceType, type PriceTerms } from './price-terms.ts';

/** What one file or bundled book gives: prices, terms, or both. */
export interface PriceLayer {
  readonly description: string;
  /** Path of the user's file that it is read from; absent for a bundled book. */
  readonly file?: string;
  readonly book?: PriceBook;
  readonly terms?: PriceTerms;
}

/**
 * One price book of several layers: books in one currency (a later one stands over the ones before it), then discounts, then
 * commitments. A book whose currency has no rate is left out, and the book says so; where that leaves nothing, or no layer has
 * prices, it fails with a sentence.
 */
export function composePrices(layers: readonly PriceLayer[]): Result<PriceBook, string> {
  const books = layers.flatMap(({ book }) => book ?? []);
  const terms = layers.flatMap(({ terms: own }) => own ?? []);
  const [first] = books;
  if (first === undefined) {
    return fail(
      `there are no prices in ${layers.map(({ description }) => description).join(' and ')}, only terms: name a price book before it, such as aws+terms.yaml`,
    );
  }
  const currency = terms.findLast((own) => own.currency !== undefined)?.currency ?? first.currency;
  const rates = new Map(terms.flatMap((own) => [...own.exchangeRates]));
  const leftOut: string[] = [];
  const converted = books.flatMap((book) => {
    if (book.currency === currency) return [book];
    const rate = rates.get(book.currency);
    if (rate) return [convert(book, currency, rate)];
    leftOut.push(
      `the prices of ${book.source} (${book.offerings.length}) are in ${book.currency} and no exchange rate to ${currency} is given: they are left out`,
    );
    return [];
  });
  const [base, ...over] = converted;
  if (base === undefined) {
    return fail(`${leftOut.join('; ')}; give exchangeRates in a file of kind PriceTerms`);
  }
  const discounts = terms.flatMap((own) => own.discounts);
  const commitments = terms.flatMap((own) => own.commitments);
  const ownFiles = layers.flatMap(ownFileOf);
  const merged = over.reduce(mergePriceBooks, base);
  return ok(
    dropUndefined({
      ...merged,
      source: [merged.source, ...terms.map(({ source }) => `terms of ${source}`)].join(', '),
      offerings: merged.offerings.map((offering) => discounted(offering, discounts)),
      ownFiles: ownFiles.length === 0 ? undefined : ownFiles,
      commitments: commitments.length === 0 ? undefined : commitments,
      leftOut: leftOut.length === 0 ? undefined : leftOut,
    }),
  );
}

function ownFileOf({ file, book, terms }: PriceLayer): readonly string[] {
  if (file === undefined) return [];
  if (terms === undefined) return [file];
  return [book === undefined ? `terms of ${file}` : `${file} with its terms`];
}

function convert(book: PriceBook, currency: string, { rate, asOf }: ExchangeRate): PriceBook {
  return {
    ...book,
    currency,
    source: `${book.source} at ${rate} ${currency} for 1 ${book.currency} of ${asOf}`,
    offerings: book.offerings.map((offering) => scaled(offering, rate, rate)),
  };
}

function discounted(offering: InstanceOffering, discounts: readonly Discount[]): InstanceOffering {
  const factor = (capacityType: 'on-demand' | 'spot'): number => {
    const own = discounts.findLast(
      (discount) =>
        (discount.capacityType === 'any' || discount.capacityType === capacityType) &&
        matchesInstanceType(discount.instanceTypes, offering.instanceType),
    );
    return 1 - (own?.share ?? 0);
  };
  return discounts.length === 0 ? offering : scaled(offering, factor('on-demand'), factor('spot'));
}

function scaled(offering: InstanceOffering, onDemand: number, spot: number): InstanceOffering {
  const { onDemandPerHour, spotPerHour } = offering;
  return {
    ...offering,
    onDemandPerHour: onDemandPerHour * onDemand,
    ...(spotPerHour !== undefined && { spotPerHour: spotPerHour * spot }),
  };
}
