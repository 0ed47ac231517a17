import type { DescribedPool } from '@kubectl-autoscale/core/advisor';
import { Errors, Flags } from '@oclif/core';

function parsePool(text: string): DescribedPool {
  const [, name = '', min, max, instanceType] =
    /^([^=\s]+)=(\d{1,6}):(\d{1,6})(?::([^:\s]+))?$/.exec(text) ?? [];
  const [minSize, maxSize] = [Number(min), Number(max)];
  if (name === '' || !(minSize <= maxSize)) {
    throw new Errors.CLIError(
      `--pool ${text}: expected NAME=MIN:MAX or NAME=MIN:MAX:TYPE with whole numbers and MIN up to MAX, such as gpu-spot=0:20 or gpu-a100=0:4:p4d.24xlarge`,
      { exit: 2 },
    );
  }
  return { name, minSize, maxSize, ...(instanceType !== undefined && { instanceType }) };
}

const poolFlag = Flags.custom<DescribedPool>({
  helpValue: 'NAME=MIN:MAX[:TYPE]',
  multiple: true,
  multipleNonGreedy: true,
  parse: (text) => Promise.resolve(parsePool(text)),
});

/** How large pools may get, where the cluster does not tell. */
export const poolFlags = {
  pool: poolFlag({
    summary:
      'How small and large a pool may get, where the cluster does not tell; with an instance type of the price book also a pool without nodes. May be repeated.',
  }),
};
