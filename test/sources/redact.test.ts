import { describe, expect, it } from 'vitest';

import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';
import { redact } from '#core/sources/recording/redact.ts';

const secret = 'hunter2';
const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl';
const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----';

const podWith = (container: object, spec: object = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', labels: { 'auth-token': 'blue' } },
  spec: { containers: [{ name: 'c', ...container }], ...spec },
});
const text = (object: KubernetesObject): string => JSON.stringify(redact(object));

describe('what a recording must not hold', () => {
  it.each<readonly [string, object]>([
    ['environment values, in CRDs too', { env: [{ name: 'A', value: secret }] }],
    [
      'names of keys in secrets',
      { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: secret, key: secret } } }] },
    ],
    ['whole secrets as environment', { envFrom: [{ secretRef: { name: secret } }] }],
    [
      'HTTP headers of probes',
      { readinessProbe: { httpGet: { httpHeaders: [{ name: 'Authorization', value: secret }] } } },
    ],
    [
      'flags',
      { args: [`--api-key=${secret}`, '--password', secret, `--db-pass=${secret}`, `--auth=${secret}`] },
    ],
    [
      'users in URLs',
      { args: [`--dsn=postgres://me:${secret}@db/x`], lifecycle: { x: `redis://:${secret}@r` } },
    ],
    [
      'assignments in scripts',
      { command: ['sh', '-c', `export HF_TOKEN=${secret}; DB_PASS='${secret}' serve`] },
    ],
    [
      'scripts of probes',
      { livenessProbe: { exec: { command: ['sh', '-c', `PGPASSWORD="${secret}" pg_isready`] } } },
    ],
    ['tokens anywhere', { args: ['serve', token] }],
    ['private keys anywhere', { args: [key, `x ${key.slice(0, 45)}`] }],
  ])('%s', (_, container) => {
    const written = text(podWith(container));
    expect(written).not.toMatch(/hunter2|eyJhbGci|MIIEow/);
    expect(text({ ...podWith({}), spec: { template: { spec: { containers: [container] } } } })).not.toMatch(
      /hunter2|eyJhbGci|MIIEow/,
    );
  });

  it('fields of custom resources that are named like one', () => {
    const scaledObject: KubernetesObject = {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: { name: 's', annotations: { note: `see https://me:${secret}@wiki`, 'x/secret': secret } },
      spec: {
        triggers: [
          { type: 'redis', metadata: { password: secret, passwordFromEnv: 'REDIS', listLength: '5' } },
        ],
      },
    };
    expect(text(scaledObject)).not.toContain(secret);
    expect(redact(scaledObject)?.spec).toMatchObject({
      triggers: [{ metadata: { passwordFromEnv: 'REDIS', listLength: '5' } }],
    });
  });
});

describe('what a recording keeps', () => {
  it('what autoscaling is about', () => {
    const container = {
      args: [
        '--max-num-batched-tokens=8192',
        '--tokenizer',
        'auto',
        '--bypass-cache',
        '--auth-mode',
        '--threads=4',
      ],
      env: [{ name: 'A' }],
      envFrom: [{ configMapRef: { name: 'settings' } }],
      resources: { requests: { cpu: '500m', 'nvidia.com/gpu': '1' } },
    };
    const pod = podWith(container, {
      serviceAccountName: 'chat',
      automountServiceAccountToken: false,
      nodeSelector: { 'auth-token': 'yes' },
      imagePullSecrets: [{ name: 'registry' }],
      volumes: [{ name: 'v', secret: { secretName: 'certs' } }],
    });
    expect(redact(pod)).toEqual(pod);
  });

  it('ConfigMaps of Cluster Autoscaler alone', () => {
    const configMap = (name: string): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
      data: { priorities: '10: [.*spot.*]' },
    });
    const priorities = configMap('cluster-autoscaler-priority-expander');
    expect(redact(priorities)).toEqual(priorities);
    expect(redact(configMap('settings'))).toBeUndefined();
    expect(redact({ ...configMap('x'), kind: 'Secret' })).toBeUndefined();
  });
});
