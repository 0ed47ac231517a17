import type { CloudGpuQuota } from '@kubectl-autoscale/core/advisor';
import { gpuModelName, type GpuWish, parseGpuWish } from '@kubectl-autoscale/core/gpu';
import { Errors, Flags } from '@oclif/core';

const wishFlag = Flags.custom<GpuWish>({
  helpValue: 'type=MODEL,count=N,spot',
  parse: (text) => {
    const wish = parseGpuWish(text);
    if (wish.ok) return Promise.resolve(wish.value);
    return Promise.reject(new Errors.CLIError(`--for ${text}: ${wish.error}`, { exit: 2 }));
  },
});

const quotaFlag = Flags.custom<CloudGpuQuota>({
  helpValue: 'MODEL=N',
  multiple: true,
  multipleNonGreedy: true,
  parse: (text) => {
    const [, written = '', limit] = /^([^=]+)=(\d{1,6})$/.exec(text) ?? [];
    const model = gpuModelName(written);
    if (model !== undefined) return Promise.resolve({ model, limit: Number(limit) });
    const message = `--cloud-quota ${text}: expected MODEL=N with a model of GPU and a whole number, such as A100=16`;
    return Promise.reject(new Errors.CLIError(message, { exit: 2 }));
  },
});

export const gpuFlags = {
  for: wishFlag({
    summary:
      'Find the best node for a pod: type, count, spot (allowed, then preferred) or on-demand, memory=40Gi of one GPU, mig=1g.5gb, resource=NAME.',
  }),
  'cloud-quota': quotaFlag({
    summary: "What the cloud's quota lets the account have of a model, as its console says. May be repeated.",
  }),
};
