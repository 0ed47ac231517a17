import type { NodeView } from '../../apis/node.ts';
import { findOffering, type PriceBook } from '../../cost/index.ts';
import { formatSpan } from '../../units/index.ts';
import { checksOf } from './doctor-check.ts';
import type { DoctorCheck } from './doctor-report.ts';

/** Providers change list prices a few times a year. */
const OLD_AFTER_DAYS = 180;

/** Why the nodes are not known. */
export interface UnreadNodes {
  readonly unread: string;
}

/** Whether the price book is of the nodes' region, knows their types, and is not old. */
export function checkPrices(
  book: PriceBook,
  nodes: readonly NodeView[] | UnreadNodes,
  nowMs: number,
): readonly DoctorCheck[] {
  const check = checksOf('prices');
  const days = Math.floor((nowMs - Date.parse(book.asOf)) / 86_400_000);
  const age =
    days > OLD_AFTER_DAYS
      ? check(
          'age',
          'warning',
          `${bookName(book)} is of ${book.asOf}, ${formatSpan(days * 86_400)} old`,
          'give newer ones with --prices (docs/prices.md)',
        )
      : check('age', 'ok', `${bookName(book)}: ${book.offerings.length} types, of ${book.asOf}`);
  if ('unread' in nodes) return [age, check('nodes', 'skipped', nodes.unread)];
  const regions = [...new Set(nodes.flatMap(({ region }) => region ?? []))];
  const types = [...new Set(nodes.map(({ instanceType }) => instanceType ?? '(no type)'))].sort();
  const unknown = types.filter((type) => findOffering(book, type) === undefined);
  return [
    age,
    ...(regions.length === 0 || book.provider === 'custom' || regions.includes(book.region)
      ? []
      : [
          check(
            'region',
            'warning',
            `nodes are in ${regions.join(', ')}, prices are of ${book.provider} ${book.region}`,
            'name the right book with --prices PROVIDER/REGION (kubectl autoscaler prices list), or a file of your own',
          ),
        ]),
    types.length === 0
      ? check('nodes', 'skipped', 'there is no node')
      : unknown.length === 0
        ? check('nodes', 'ok', `all ${types.length} instance types of the nodes have a price`)
        : check(
            'nodes',
            'warning',
            `no price for ${unknown.join(', ')}: what runs there has no cost`,
            'add them in a file of your own and lay it over the book: --prices aws+own.yaml (docs/prices.md)',
          ),
  ];
}

function bookName({ provider, region }: PriceBook): string {
  return `${provider} ${region}`;
}
