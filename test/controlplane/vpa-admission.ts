import { Buffer } from 'node:buffer';

import { requireBinary } from './binaries.ts';
import type { ControlPlane } from './control-plane.ts';
import { findFreePorts } from './ports.ts';

/**
 * Starts the VPA's admission controller with its gates as they are by default, and has the API server ask it about every VPA. It is
 * registered here and not by itself, which would wait ten seconds. Ends with the control plane.
 */
export async function startVpaAdmission(controlPlane: ControlPlane): Promise<void> {
  const { sandbox, authority, api, kubeconfigs } = controlPlane;
  const [port, healthPort] = await findFreePorts(2);
  const keys = await authority.issue({
    name: 'vpa-admission-controller',
    commonName: 'vpa-admission-controller',
    subjectAltNames: ['IP:127.0.0.1'],
  });
  const running = sandbox.start({
    name: 'vpa-admission-controller',
    command: requireBinary('vpa-admission-controller'),
    arguments: [
      `--kubeconfig=${kubeconfigs.admin.path}`,
      `--client-ca-file=${authority.certificate}`,
      `--tls-cert-file=${keys.certificate}`,
      `--tls-private-key=${keys.key}`,
      `--port=${port}`,
      `--address=127.0.0.1:${healthPort}`,
      '--register-webhook=false',
    ],
  });
  await running.ready(async () => (await fetch(`http://127.0.0.1:${healthPort}/health-check`)).ok);
  await api.create('/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'vpa-webhook-config' },
    webhooks: [
      {
        name: 'vpa.k8s.io',
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        failurePolicy: 'Fail',
        clientConfig: {
          url: `https://127.0.0.1:${port}`,
          caBundle: Buffer.from(authority.certificatePem).toString('base64'),
        },
        rules: [
          {
            operations: ['CREATE', 'UPDATE'],
            apiGroups: ['autoscaling.k8s.io'],
            apiVersions: ['*'],
            resources: ['verticalpodautoscalers'],
          },
        ],
      },
    ],
  });
}
