import { horizontalPodAutoscaler, isKind, scaledObject } from '../../apis/kinds.ts';
import { workloadKinds } from '../../apis/workload.ts';
import type { Workspace } from '../../lint/workspace.ts';
import type { Resource, SourceFile } from '../../manifest/source-file.ts';
import { fail, ok, type Result } from '../../units/index.ts';

/** An HPA of the manifests with the workload that it scales. */
export interface WhatIfObjects {
  readonly hpa: Resource;
  readonly workload: Resource;
}

/** The HPA at an offset, or the one that scales the workload there. The error says in one sentence why there is none. */
export function whatIfAt(
  file: SourceFile,
  offset: number,
  workspace: Workspace,
): Result<WhatIfObjects, string> {
  const resources = file.documents.flatMap(({ resources }) => resources);
  const at = resources.find((resource) => {
    const { start, end } = resource.rangeOf([], 'value');
    return offset >= start && offset <= end;
  });
  // Where there is one object only, it is meant wherever the cursor stands.
  const resource = at ?? (resources.length === 1 ? resources[0] : undefined);
  if (!resource) return fail('Put the cursor into an HPA, or into a workload that an HPA scales.');
  return isKind(horizontalPodAutoscaler, resource)
    ? whatIfOf(resource, workspace)
    : hpaOf(resource, workspace);
}

/** An HPA and its workload. */
export function whatIfOf(hpa: Resource, workspace: Workspace): Result<WhatIfObjects, string> {
  if (workspace.isPartial(hpa)) {
    return fail(`HPA ${hpa.name} is known in part only: it is a template or a patch.`);
  }
  const workload = workspace.targetOf(hpa);
  return workload
    ? ok({ hpa, workload })
    : fail(`The workload that HPA ${hpa.name} scales is not in these manifests.`);
}

function hpaOf(resource: Resource, workspace: Workspace): Result<WhatIfObjects, string> {
  const isWorkload = workloadKinds.some((kind) => isKind(kind, resource));
  const workload = isWorkload ? resource : workspace.targetOf(resource);
  const title = `${resource.kind} ${resource.name}`;
  if (!workload) return fail(`${title} is no HPA and no workload that an HPA scales.`);
  const [hpa] = workspace.autoscalersOf(workload, horizontalPodAutoscaler);
  if (hpa) return ok({ hpa, workload });
  return workspace.autoscalersOf(workload, scaledObject).length > 0
    ? fail(`${workload.kind} ${workload.name} is scaled by KEDA, whose triggers cannot be simulated.`)
    : fail(`${workload.kind} ${workload.name} has no HPA yet; the code action at its head creates one.`);
}
