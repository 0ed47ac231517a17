import { expect, it } from 'vitest';

import { prometheusServices, wellKnownServiceNames } from '#core/sources/prometheus/well-known-services.ts';

const service = (name: string): Parameters<typeof prometheusServices>[0][number] => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'monitoring' },
  spec: { ports: [{ port: 9090 }] },
});

it.each(wellKnownServiceNames)('%s is found by the name that is shown for it', (shown) => {
  const name = shown.replace('…', 'x');
  expect(prometheusServices([service(name)])).toMatchObject([{ name, namespace: 'monitoring' }]);
});

it('a Service of another name is not taken', () => {
  expect(prometheusServices([service('metrics')])).toEqual([]);
});
