import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';

import { type TruthCase, truthCases } from '../lint/server-truth/server-truth.ts';
import { ApiError } from './api-client.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import { describeWith } from './describe-with.ts';
import { startVpaAdmission } from './vpa-admission.ts';
import { installVpaDefinitions } from './vpa-recommender.ts';
import { waitFor } from './wait.ts';

/** Kinds of the tables by what their paths are made of. */
const plurals: Readonly<Record<string, string>> = {
  Deployment: 'deployments',
  HorizontalPodAutoscaler: 'horizontalpodautoscalers',
  PodDisruptionBudget: 'poddisruptionbudgets',
  PriorityClass: 'priorityclasses',
  VerticalPodAutoscaler: 'verticalpodautoscalers',
};

/** What the server says to a dry run of the first object: `undefined` where it takes it. */
async function refusalOf({ api }: ControlPlane, { manifest }: TruthCase): Promise<string | undefined> {
  const [first] = parseAllDocuments(manifest);
  const object = first!.toJS() as { apiVersion: string; kind: string };
  const namespace = object.kind === 'PriorityClass' ? '' : '/namespaces/default';
  const path = `/apis/${object.apiVersion}${namespace}/${plurals[object.kind]!}`;
  try {
    await api.create(`${path}?dryRun=All&fieldValidation=Strict`, object);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}

async function startServers(withVpa: boolean): Promise<ControlPlane> {
  const controlPlane = await startControlPlane({ hpa: false, scheduler: false, kwok: false });
  await waitFor(() => controlPlane.api.get('/api/v1/namespaces/default'), {
    description: 'the namespace default',
    timeoutSeconds: 30,
  });
  if (withVpa) {
    await installVpaDefinitions(controlPlane);
    await startVpaAdmission(controlPlane);
  }
  return controlPlane;
}

function itHolds(cases: readonly TruthCase[], withVpa: boolean): void {
  let controlPlane: ControlPlane;
  beforeAll(async () => {
    controlPlane = await startServers(withVpa);
  }, 180_000);
  afterAll(() => controlPlane.stop());

  it.each(cases)('$verdict $name', async (entry) => {
    const refusal = await refusalOf(controlPlane, entry);
    if (entry.verdict === 'accepts') expect(refusal).toBeUndefined();
    else expect(refusal ?? 'it was accepted').toContain(entry.says ?? ': 4');
  });
}

describe('the tables of what servers say', () => {
  describeWith(['etcd', 'kube-apiserver', 'openssl'], 'the API server', () => {
    itHolds(truthCases('kube-apiserver'), false);
  });

  describeWith(
    ['etcd', 'kube-apiserver', 'kubectl', 'openssl', 'vpa-recommender', 'vpa-admission-controller'],
    "the VPA's definition and admission controller",
    () => {
      itHolds(truthCases('vpa'), true);
    },
  );
});
