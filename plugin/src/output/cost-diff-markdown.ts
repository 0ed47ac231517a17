import type { ManifestCostDiff } from '@kubectl-autoscale/core/advisor';
import {
  escapeMarkdown,
  formatChange,
  formatPrice,
  formatShare,
  markdownTable,
  shortSource,
} from '@kubectl-autoscale/core/units';

/** Rows that are shown; a comment on a pull request has to be short. */
const shownRows = 20;

/** A comment for a pull request: the sum first, then what makes it, then where the figures are from. */
export function costDiffMarkdown(diff: ManifestCostDiff, limit: number | undefined): string {
  const { currency, beforePerMonth, afterPerMonth, perMonth, changeShare, changes, unchanged } = diff;
  const share = changeShare === undefined ? '' : ` (${formatChange(changeShare)})`;
  const headline =
    Math.abs(perMonth) < 0.005
      ? `**No change of cost**: ${formatPrice(afterPerMonth, currency)} a month`
      : `**${signed(perMonth, currency)} a month**${share}: ${formatPrice(beforePerMonth, currency)} → ${formatPrice(afterPerMonth, currency)}`;
  const rises = (changeShare ?? (perMonth > 0 ? Infinity : 0)) > (limit ?? Infinity);
  const rows = changes
    .slice(0, shownRows)
    .map(({ workload, change, beforePerMonth: before, afterPerMonth: after, perMonth: by, reason }) => [
      workload,
      change,
      before === undefined ? '–' : formatPrice(before, currency),
      after === undefined ? '–' : formatPrice(after, currency),
      by === undefined ? 'unknown' : signed(by, currency),
      reason,
    ]);
  const more = changes.length - rows.length;
  const parts = [
    headline,
    ...(limit === undefined
      ? []
      : [
          rises
            ? `More than the +${formatShare(limit)} that are allowed.`
            : `Within the +${formatShare(limit)} that are allowed.`,
        ]),
    ...(rows.length === 0
      ? []
      : [markdownTable(['workload', 'change', 'before', 'after', 'a month', 'why'], rows).trimEnd()]),
    ...(more > 0 ? [`… and ${more} more.`] : []),
    [
      `${unchanged} ${unchanged === 1 ? 'workload costs' : 'workloads cost'} the same.`,
      `Prices: ${escapeMarkdown(shortSource(diff.basis.source))}; each pod its share of the instance on which it costs least.`,
      ...diff.unpriced.map((text) => `Not priced: ${escapeMarkdown(text)}.`),
    ].join(' '),
  ];
  return `${parts.join('\n\n')}\n`;
}

function signed(amount: number, currency: string): string {
  return `${amount < 0 ? '−' : '+'}${formatPrice(Math.abs(amount), currency)}`;
}
