import { hourlyRange, moneyRange } from '../language/index.ts';
import type { LintResult } from '../lint/index.ts';
import type { FolderSession } from './folder-session.ts';
import { MAX_FILE_BYTES, type WorkspaceStatus } from './protocol/index.ts';

/** What a folder holds, counted; `undefined` findings: it is still being read. */
export function folderStatus(folder: FolderSession, result: LintResult | undefined): WorkspaceStatus {
  const count = (wanted: string): number =>
    (result?.findings ?? []).filter(({ severity }) => severity === wanted).length;
  const notice = leftOutNotice(folder);
  const cost = totalCost(folder);
  return {
    folder: folder.uri,
    state: result ? 'ready' : 'reading',
    files: result?.filesChecked ?? folder.index.files.size,
    objects: result?.objectsChecked ?? 0,
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    ...(notice === undefined ? {} : { notice }),
    ...(cost === undefined ? {} : { cost }),
  };
}

function leftOutNotice({ manifests, settings }: FolderSession): string | undefined {
  const { tooMany, tooLarge, unreadable } = manifests.leftOut;
  const limit = `${MAX_FILE_BYTES / 2 ** 20} MiB`;
  const parts = [
    ...(tooMany > 0
      ? [
          `${tooMany} files beyond the first ${settings.files.maxCount} are not read (kubectlAutoscale.files.maxCount)`,
        ]
      : []),
    ...(tooLarge.length > 0 ? [`left out as larger than ${limit}: ${listed(tooLarge)}`] : []),
    ...(unreadable.length > 0 ? [`cannot be read: ${listed(unreadable)}`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}

function listed(paths: readonly string[]): string {
  const [first = ''] = paths;
  return paths.length === 1 ? first : `${first} and ${paths.length - 1} more`;
}

function totalCost({ data, settings }: FolderSession): string | undefined {
  const costs = [...data.reports.values()].flatMap(({ cost }) => (cost ? [cost.now] : []));
  const [first] = costs;
  // Costs in several currencies have no sum.
  if (!first || costs.some(({ currency }) => currency !== first.currency)) return undefined;
  const ranges = costs.map((cost) => hourlyRange(cost));
  const lower = ranges.reduce((sum, range) => sum + range.lower, 0);
  const upper = ranges.reduce((sum, range) => sum + range.upper, 0);
  return moneyRange({ lower, upper }, first.currency, settings.prices.period);
}
