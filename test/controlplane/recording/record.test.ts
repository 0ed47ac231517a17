import { expect, it } from 'vitest';

import { controlPlanePrograms } from '../control-plane.ts';
import { describeWith } from '../describe-with.ts';
import { hpaScenarios } from '../scenarios/index.ts';
import { recordScenarios } from './record.ts';
import { replay } from './replay.ts';

describeWith(controlPlanePrograms, 'the recorder', () => {
  it(
    'records what the controller that runs here decides, and it is what we decide',
    { timeout: 150_000 },
    async () => {
      const [run] = await recordScenarios(hpaScenarios.filter(({ name }) => name === 'scale-to-zero'));
      const rescales = (run?.syncs ?? []).flatMap(({ rescaledTo }) =>
        rescaledTo === undefined ? [] : [rescaledTo],
      );
      expect(rescales).toEqual([0, 3, 0]);
      const replayed = replay(run!).flatMap(({ decision }) =>
        decision.rescale ? [decision.desiredReplicas] : [],
      );
      expect(replayed).toEqual(rescales);
    },
  );
});
