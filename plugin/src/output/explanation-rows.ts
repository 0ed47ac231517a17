import type { HpaExplanation, VpaExplanation } from '@kubectl-autoscale/core/advisor';

import type { ReportRows } from './report-table.ts';

type HpaMetricRow = HpaExplanation['metrics'][number] | undefined;

/** A row for each metric of the HPA with what it asks for; one for an HPA of which no metric was looked at. */
export function hpaExplanationRows({
  hpa,
  at,
  currentReplicas,
  desiredReplicas,
  metrics,
}: HpaExplanation): ReportRows<HpaMetricRow> {
  return {
    rows: metrics.length === 0 ? [undefined] : metrics,
    columns: [
      { title: 'NAMESPACE', text: () => hpa.namespace },
      { title: 'HPA', text: () => hpa.name },
      { title: 'AT', text: () => at },
      { title: 'CURRENT', text: () => String(currentReplicas), value: () => currentReplicas },
      { title: 'DESIRED', text: () => String(desiredReplicas), value: () => desiredReplicas },
      { title: 'METRIC', text: (row) => row?.metric ?? '' },
      { title: 'VALUE', text: (row) => row?.value ?? '' },
      { title: 'TARGET', text: (row) => row?.target ?? '' },
      {
        title: 'ASKS FOR',
        text: (row) => (row?.proposal === undefined ? '' : String(row.proposal)),
        value: (row) => row?.proposal,
      },
      { title: 'DECIDES', text: (row) => (row === undefined ? '' : row.decides ? 'yes' : 'no') },
      { title: 'ERROR', text: (row) => row?.error ?? '' },
    ],
    name: () => `horizontalpodautoscaler.autoscaling/${hpa.name}`,
  };
}

interface VpaRow {
  readonly container: string;
  readonly resource: VpaExplanation['containers'][number]['resources'][number];
}

/** A row for each container and resource: what is requested, what the VPA says, and what its rules give. */
export function vpaExplanationRows({ vpa, containers }: VpaExplanation): ReportRows<VpaRow> {
  return {
    rows: containers.flatMap(({ container, resources }) =>
      resources.map((resource) => ({ container, resource })),
    ),
    columns: [
      { title: 'NAMESPACE', text: () => vpa.namespace },
      { title: 'VPA', text: () => vpa.name },
      { title: 'MODE', text: () => vpa.updateMode },
      { title: 'CONTAINER', text: ({ container }) => container },
      { title: 'RESOURCE', text: ({ resource }) => resource.resource },
      { title: 'REQUEST', text: ({ resource }) => resource.request ?? '' },
      { title: 'STATUS TARGET', text: ({ resource }) => resource.status?.target ?? '' },
      { title: 'LOWER', text: ({ resource }) => resource.reckoned?.lowerBound ?? '' },
      { title: 'TARGET', text: ({ resource }) => resource.reckoned?.target ?? '' },
      { title: 'UPPER', text: ({ resource }) => resource.reckoned?.upperBound ?? '' },
      { title: 'MIN ALLOWED', text: ({ resource }) => resource.minAllowed ?? '' },
      { title: 'MAX ALLOWED', text: ({ resource }) => resource.maxAllowed ?? '' },
    ],
    name: () => `verticalpodautoscaler.autoscaling.k8s.io/${vpa.name}`,
  };
}
