import { entriesAt, type FieldPath, valueAt } from '../../apis/field-values.ts';
import type { Commitment, Discount, ExchangeRate, PriceTerms } from '../../cost/index.ts';
import { PriceFields, type PriceFileProblem } from './price-fields.ts';

const termsFields = [
  'apiVersion',
  'kind',
  'metadata',
  'currency',
  'exchangeRates',
  'discounts',
  'commitments',
  'source',
];

/** The terms that the object describes, and all that is wrong with it; where there are problems they are not to be used. */
export function readPriceTerms(
  object: unknown,
  fileName: string,
): { readonly terms: PriceTerms; readonly problems: readonly PriceFileProblem[] } {
  const reader = new PriceTermsReader(object, 'PriceTerms');
  return { terms: reader.readTerms(fileName), problems: reader.problems };
}

class PriceTermsReader extends PriceFields {
  readTerms(fileName: string): PriceTerms {
    this.refuseUnknown([], termsFields);
    const has = (name: string): boolean => valueAt(this.root, name) !== undefined;
    return {
      source: has('source') ? (this.text(['source'], /./, 'must be a text') ?? fileName) : fileName,
      ...(has('currency') && { currency: this.currency(['currency']) }),
      exchangeRates: this.#exchangeRates(),
      discounts: this.list(['discounts']).map((path) => this.#discount(path)),
      commitments: this.list(['commitments']).flatMap((path) => this.#commitment(path) ?? []),
    };
  }

  #exchangeRates(): ReadonlyMap<string, ExchangeRate> {
    const rates = new Map<string, ExchangeRate>();
    for (const [currency] of entriesAt(this.root, 'exchangeRates')) {
      const path = ['exchangeRates', currency];
      if (!/^[A-Z]{3}$/.test(currency)) {
        this.problems.push({
          path,
          part: 'key',
          message: `${currency} must be an ISO 4217 code such as USD`,
        });
      }
      if (!this.isMapping(path)) continue;
      this.refuseUnknown(path, ['rate', 'asOf']);
      const expected = 'must be how much one unit is in the currency of the costs, above 0';
      const rate = this.number([...path, 'rate'], Number.MIN_VALUE, 1e9, expected);
      const asOf = this.day([...path, 'asOf'], 'must be the day of the rate, such as 2026-08-01');
      rates.set(currency, { rate: rate ?? 1, asOf });
    }
    return rates;
  }

  #discount(path: FieldPath): Discount {
    if (!this.isMapping(path)) return { instanceTypes: [], capacityType: 'any', share: 0 };
    this.refuseUnknown(path, ['instanceTypes', 'capacityType', 'percent']);
    return {
      instanceTypes: this.texts([...path, 'instanceTypes']),
      capacityType: this.oneOf([...path, 'capacityType'], ['on-demand', 'spot', 'any'] as const) ?? 'any',
      share: this.#percent([...path, 'percent']),
    };
  }

  #commitment(path: FieldPath): Commitment | undefined {
    if (!this.isMapping(path)) return undefined;
    const kind = this.oneOf([...path, 'kind'], ['reserved', 'savings-plan'] as const);
    if (kind === undefined) {
      if (valueAt(this.root, ...path, 'kind') === undefined) {
        this.report([...path, 'kind'], 'must be reserved or savings-plan');
      }
      return undefined;
    }
    const named = valueAt(this.root, ...path, 'name') !== undefined;
    const name = named
      ? (this.text([...path, 'name'], /./, 'must be a text') ?? '')
      : `${kind} ${Number(path.at(-1)) + 1}`;
    const perHour = this.price([...path, 'perHour'], true) ?? 0;
    if (kind === 'reserved') {
      this.refuseUnknown(path, ['kind', 'name', 'instanceType', 'count', 'perHour']);
      const instanceType =
        this.text([...path, 'instanceType'], /./, 'must be the name of an instance type') ?? '';
      return { kind, name, instanceType, count: this.count([...path, 'count'], true) ?? 1, perHour };
    }
    this.refuseUnknown(path, ['kind', 'name', 'perHour', 'instanceTypes', 'percent']);
    const instanceTypes = this.texts([...path, 'instanceTypes']);
    return { kind, name, perHour, instanceTypes, share: this.#percent([...path, 'percent']) };
  }

  #percent(path: FieldPath): number {
    return (this.number(path, 0, 100, 'must be per cent off the price, 0 to 100') ?? 0) / 100;
  }
}
