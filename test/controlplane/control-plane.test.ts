import { expect, it } from 'vitest';

import { controlPlanePrograms, startControlPlane } from './control-plane.ts';
import { describeWith } from './describe-with.ts';
import { kubectl } from './kubectl.ts';

describeWith(controlPlanePrograms, 'a control plane', () => {
  it('starts and ends', { timeout: 120_000 }, async () => {
    const begin = Date.now();
    const controlPlane = await startControlPlane();
    const ready = Date.now();
    const { stdout } = await kubectl(controlPlane.kubeconfigs.admin, ['get', 'all,sa', '-A']);
    console.log(stdout);
    console.log(await kubectl(controlPlane.kubeconfigs.nobody, ['get', 'hpa', '-A']));
    console.log(await kubectl(controlPlane.kubeconfigs.reader, ['get', 'hpa,nodes', '-A']));
    const stopping = Date.now();
    await controlPlane.stop();
    console.log(`ready ${ready - begin} ms, stop ${Date.now() - stopping} ms`);
    expect(1).toBe(1);
  });
});
