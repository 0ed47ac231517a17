import type { ExplainedResource, VpaExplanation } from '@kubectl-autoscale/core/advisor';
import { formatBytes, parseQuantity, shortSource, toNumber } from '@kubectl-autoscale/core/units';

import type { TerminalStyle } from './terminal-style.ts';
import { textTable } from './text-table.ts';

/** An explanation for people: the answer, the amounts with their steps, what happens to the pods, what the VPA says of itself. */
export function vpaExplanationText(explanation: VpaExplanation, style: TerminalStyle): string {
  const { conditions, notes } = explanation;
  const blocks = [
    headline(explanation, style),
    amountTable(explanation),
    stepLines(explanation),
    podLines(explanation),
    conditions.length === 0
      ? ''
      : `controller says  ${conditions.map(({ type, status, reason }) => `${type}=${status} ${reason}`.trimEnd()).join(' · ')}`,
    notes.map((note) => style.palette.yellow(`note  ${note}`)).join('\n'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function headline({ vpa, answer }: VpaExplanation, { palette }: TerminalStyle): string {
  const { namespace, name, updateMode, target } = vpa;
  return [
    `${palette.bold(`${namespace}/${name}`)}   VPA ${updateMode} of ${target.kind} ${target.name}`,
    palette.bold(answer),
  ].join('\n');
}

function amountTable({ containers }: VpaExplanation): string {
  const rows = containers.flatMap(({ container, resources, basis }) =>
    resources.flatMap((each) => [
      ...(each.status === undefined ? [] : [amountRow(container, each, 'status', 'status of the VPA')]),
      ...(each.reckoned === undefined
        ? []
        : [amountRow(container, each, 'reckoned', `reckoned from ${shortSource(basis?.source ?? '')}`)]),
    ]),
  );
  if (rows.length === 0) return '';
  const head = ['CONTAINER', 'RESOURCE', 'REQUEST', 'LOWER', 'TARGET', 'UPPER', 'UNCAPPED', 'FROM'];
  return textTable([head, ...rows]);
}

function amountRow(
  container: string,
  resource: ExplainedResource,
  which: 'status' | 'reckoned',
  from: string,
): string[] {
  const { lowerBound, target, upperBound, uncappedTarget } = resource[which] ?? {};
  return [
    container,
    resource.resource,
    ...[resource.request, lowerBound, target, upperBound, uncappedTarget].map((amount) =>
      amountText(resource.resource, amount),
    ),
    from,
  ];
}

/** Memory for people; JSON has every byte. */
function amountText(resource: ExplainedResource['resource'], amount: string | undefined): string {
  if (amount === undefined) return '–';
  const parsed = parseQuantity(amount);
  return resource === 'memory' && parsed.ok ? formatBytes(toNumber(parsed.value)) : amount;
}

function stepLines({ containers }: VpaExplanation): string {
  const rows = containers.flatMap(({ container, resources }) =>
    resources.flatMap(({ steps }) => steps.map(({ text }) => [container, text])),
  );
  return textTable(
    rows.map(([container = '', text = ''], index) => [index === 0 ? 'why' : '', container, text]),
  );
}

function podLines({ pods }: VpaExplanation): string {
  return textTable(
    pods.map(({ pod, update, text }, index) => [
      index === 0 ? 'pods' : '',
      pod,
      update ? 'would be updated' : 'stays',
      text,
    ]),
  );
}
