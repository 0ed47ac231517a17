import type {
  StatusAtMaximum,
  StatusBlindMetric,
  StatusForecastOff,
  StatusHpa,
  StatusInactive,
  StatusPendingPods,
  StatusReport,
} from '@kubectl-autoscale/core/advisor';
import { formatSpan } from '@kubectl-autoscale/core/units';

import { type LabelledRow, labelledRows } from './labelled-rows.ts';
import type { ReportRows } from './report-table.ts';
import type { TerminalStyle } from './terminal-style.ts';

/** Owners of pending pods that are shown on the screen; JSON has them all. */
const shownRows = 20;

/**
 * What is wrong with scaling, one screen, worst first; then what is quiet, and what could not be read. `source` are the arguments by which a suggested
 * command reads from the same place.
 */
export function statusText(
  report: StatusReport,
  { palette, columns }: TerminalStyle,
  source: string,
): string {
  const items = statusItems(report);
  const rows = items.slice(0, shownRows).map(({ state, subject, text, isUrgent }): LabelledRow => ({
    label: state,
    subject,
    text,
    dress: isUrgent ? palette.red : palette.yellow,
  }));
  const more = items.length - rows.length;
  const blocks = [
    labelledRows(
      [...rows, { label: 'QUIET', subject: quietText(report), text: '', dress: palette.green }],
      columns,
    ),
    ...(more > 0 ? [palette.dim(`… and ${more} more: -o wide and -o json have them all`)] : []),
    ...report.notes.map((note) => palette.dim(`note  ${note}`)),
    ...nextText(report, source).map((line) => palette.dim(line)),
  ];
  return `${blocks.join('\n')}\n`;
}

function quietText({ quiet, forecastsOff }: StatusReport): string {
  const { hpas, hpasInAll, forecastsOn } = quiet;
  const forecasts =
    forecastsOn + forecastsOff.length === 0
      ? []
      : [`forecasts on for ${forecastsOn}, off for ${forecastsOff.length}`];
  const fine = hpasInAll === 0 ? 'no HPA here' : `${hpas} of ${hpasInAll} HPAs fine`;
  return [fine, ...forecasts].join(' · ');
}

/** The command that says more of the worst. */
function nextText({ atMaximum, inactive, blind }: StatusReport, source: string): readonly string[] {
  const [worst] = [...atMaximum, ...blind, ...inactive];
  return worst === undefined
    ? []
    : [`why   kubectl autoscaler explain hpa ${worst.hpa} -n ${worst.namespace}${source}`];
}

interface StatusItem {
  readonly state: string;
  readonly subject: string;
  readonly text: string;
  readonly isUrgent: boolean;
  readonly sinceSeconds: number | undefined;
  readonly name: string;
}

function statusItems(report: StatusReport): readonly StatusItem[] {
  return [
    ...report.atMaximum.map((row) => ({
      ...hpaItem(row),
      state: 'AT MAXIMUM',
      text: maximumText(row),
      isUrgent: (row.wantedReplicas ?? 0) > row.maxReplicas,
      sinceSeconds: row.sinceSeconds,
    })),
    ...report.inactive.map((row) => ({
      ...hpaItem(row),
      state: 'INACTIVE',
      text: inactiveText(row),
      isUrgent: row.reason !== 'ScalingDisabled',
      sinceSeconds: row.sinceSeconds,
    })),
    ...report.blind.map((row) => ({
      ...hpaItem(row),
      state: 'BLIND',
      text: blindText(row),
      isUrgent: row.effect === 'holds',
      sinceSeconds: row.sinceSeconds,
    })),
    ...report.pending.map((row) => ({
      state: 'PENDING',
      subject: `${row.namespace}/${row.owner.split('/')[1] ?? row.owner}`,
      text: pendingText(row),
      isUrgent: true,
      sinceSeconds: row.pendingSeconds,
      name: `pod/${row.pods[0] ?? ''}`,
    })),
    ...report.forecastsOff.map((row) => ({
      ...hpaItem(row),
      state: 'REACTIVE',
      text: forecastText(row),
      isUrgent: false,
      sinceSeconds: undefined,
    })),
  ];
}

function hpaItem({ namespace, hpa }: StatusHpa): Pick<StatusItem, 'subject' | 'name'> {
  return { subject: `${namespace}/${hpa}`, name: `horizontalpodautoscaler.autoscaling/${hpa}` };
}

function maximumText(row: StatusAtMaximum): string {
  const { replicas, maxReplicas, sinceSeconds, wantedReplicas, roomForReplicas, metrics } = row;
  const missing = (wantedReplicas ?? 0) - maxReplicas;
  return joined([
    `${replicas} of ${maxReplicas} replicas${forSpan(sinceSeconds)}`,
    wantedReplicas === undefined
      ? undefined
      : missing > 0
        ? `its metrics ask for ${wantedReplicas}`
        : 'its metrics ask for no more',
    ...metrics.map(({ metric, value, target }) => `${metric} ${value} of ${target}`),
    roomForReplicas === undefined
      ? undefined
      : `the nodes have room for ${roomForReplicas} of the ${missing} missing`,
  ]);
}

function inactiveText({ reason, message, sinceSeconds, replicas }: StatusInactive): string {
  return joined([
    `${reason}${forSpan(sinceSeconds)}${message === '' ? '' : `: ${message}`}`,
    replicas === undefined ? undefined : `stays at ${replicas}`,
  ]);
}

const EFFECTS = {
  holds: 'the HPA holds its replicas',
  'only-up': 'the HPA can scale up by its other metrics, not down',
  'old-value': 'the HPA acts on the old value',
} as const;

function blindText({
  metric,
  problem,
  why,
  ageSeconds,
  sinceSeconds,
  effect,
  replicas,
}: StatusBlindMetric): string {
  const state =
    problem === 'stale'
      ? `${metric} is ${formatSpan(ageSeconds ?? 0)} old`
      : `${metric} has no value${forSpan(sinceSeconds)}: ${why}`;
  return joined([state, `${EFFECTS[effect]}${replicas === undefined ? '' : ` (${replicas})`}`]);
}

function pendingText({ pods, pendingSeconds, state, message, check }: StatusPendingPods): string {
  const count = `${pods.length} ${pods.length === 1 ? 'pod' : 'pods'}${forSpan(pendingSeconds)}`;
  if (check === undefined) return `${count}: ${message}`;
  if (check.fitting > 0 && state === 'unschedulable') {
    return `${count}: ${message} · by its spec it fits ${check.fitting} of ${check.nodes} nodes now`;
  }
  if (check.fitting > 0) return `${count}: ${message} · fits ${check.fitting} of ${check.nodes} nodes`;
  const blockers = check.blockers.map(({ reason, nodes, detail, remedy }) => {
    const about = detail === undefined ? '' : ` (${detail})`;
    return `\n${nodes} × ${reason}${about}${remedy === undefined ? '' : ` → ${remedy}`}`;
  });
  return `${count}: none of ${check.nodes} nodes fits${blockers.join('')}`;
}

function forecastText({ metric, why }: StatusForecastOff): string {
  return `${metric}: ${why}`;
}

function forSpan(seconds: number | undefined): string {
  return seconds === undefined ? '' : ` for ${formatSpan(seconds)}`;
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' · ');
}

/** The same as rows. */
export function statusRows(report: StatusReport): ReportRows<StatusItem> {
  return {
    rows: statusItems(report),
    columns: [
      { title: 'STATE', text: ({ state }) => state },
      { title: 'OBJECT', text: ({ subject }) => subject },
      {
        title: 'SINCE SECONDS',
        text: ({ sinceSeconds }) => (sinceSeconds === undefined ? '' : String(sinceSeconds)),
        value: ({ sinceSeconds }) => sinceSeconds,
      },
      { title: 'DETAIL', text: ({ text }) => text.replaceAll('\n', '; ') },
    ],
    name: ({ name }) => name,
  };
}
