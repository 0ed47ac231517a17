import type { ContainerView } from '../apis/container.ts';
import type { Resource } from '../manifest/source-file.ts';
import { rootOf } from './field.ts';
import { type FixOffer, offerFix, writeValue } from './fix.ts';
import { type RequestFigure, type UsageFacts, usageOf } from './usage.ts';

/** The measured request of a container, or why there is none. */
export type MeasuredRequest = { readonly figure: RequestFigure } | { readonly missing: string };

/** What a container of a workload should request of a resource, by what was measured. */
export function measuredRequest(
  usage: UsageFacts | undefined,
  workload: Resource,
  container: string,
  resource: string,
): MeasuredRequest {
  if (!usage) return { missing: 'no metrics were given to say how much it needs' };
  const figure = usageOf(usage, workload)?.requests.find(
    (candidate) => candidate.container === container && candidate.resource === resource,
  );
  return figure ? { figure } : { missing: `${usage.source} has too little history to say how much it needs` };
}

/**
 * Offers to write the measured requests of some containers of a workload, all of them together. Nothing where one of them was not measured:
 * {@link measuredRequest} says why.
 */
export function requestMeasured(
  usage: UsageFacts | undefined,
  workload: Resource,
  containers: readonly ContainerView[],
  resource: string,
): readonly FixOffer[] {
  const measured = containers.flatMap((container) => {
    const found = measuredRequest(usage, workload, container.name, resource);
    return 'figure' in found ? [{ container, figure: found.figure }] : [];
  });
  const [first] = measured;
  if (!first || measured.length < containers.length) return [];
  const amounts = measured.map(({ container, figure }) => `${figure.quantity} for ${container.name}`);
  return offerFix(
    'suggestion',
    `Request ${amounts.join(' and ')} (${resource}: ${first.figure.basis})`,
    ...measured.map(({ container, figure }) => {
      const resources = rootOf(workload).get(...container.path, 'resources');
      const position = resources.get('requests').exists ? 'end' : ({ before: 'limits' } as const);
      return writeValue(resources.get('requests', resource), figure.quantity, position);
    }),
  );
}
