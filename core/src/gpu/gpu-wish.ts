import { parseQuantity, toNumber } from '../units/quantity.ts';
import { fail, ok, type Result } from '../units/result.ts';
import { gpuModelName, vendorOfModel } from './gpu-model.ts';
import { gpuResource, wholeGpuName } from './gpu-resource.ts';

/** The GPUs that a pod is to get. */
export interface GpuWish {
  /** `A100`; absent: any. */
  readonly model?: string;
  readonly count: number;
  /** `nvidia.com/gpu`, `nvidia.com/mig-1g.5gb`, … */
  readonly resource: string;
  /** Spot nodes may be used, and are preferred then. */
  readonly spot: boolean;
  /** One GPU has at least so much. */
  readonly memoryBytes?: number;
}

/**
 * Reads `type=A100,count=2,spot`: also `memory=40Gi` of one GPU, `mig=1g.5gb` or `resource=NAME` for parts of GPUs and for other
 * vendors. The error says what was expected.
 */
export function parseGpuWish(text: string): Result<GpuWish, string> {
  const fields = new Map<string, string>();
  for (const part of text.split(',').map((each) => each.trim())) {
    const [, key = '', value = ''] =
      /^(type|count|memory|mig|resource|spot|on-demand)(?:=(.+))?$/.exec(part) ?? [];
    if (key === '' || (key === 'spot' || key === 'on-demand') !== (value === '')) {
      return fail(
        `"${part}" is not type=MODEL, count=N, memory=QUANTITY, mig=PROFILE, resource=NAME, spot or on-demand, such as type=A100,count=2,spot`,
      );
    }
    if (fields.has(key)) return fail(`"${key}" stands there twice`);
    fields.set(key, value);
  }
  const count = Number(fields.get('count') ?? 1);
  if (!Number.isInteger(count) || count < 1 || count > 1000) {
    return fail(`count=${fields.get('count')} is not a whole number from 1 to 1000`);
  }
  const type = fields.get('type');
  const model = type === undefined ? undefined : gpuModelName(type);
  if (type !== undefined && model === undefined) {
    return fail(
      `type=${type} is no model of GPU that is known here, such as T4, A10G, L4, A100, H100 or MI300X`,
    );
  }
  const memory = fields.get('memory');
  const quantity = memory === undefined ? undefined : parseQuantity(memory);
  if (quantity && (!quantity.ok || quantity.value.nanos <= 0n)) {
    return fail(`memory=${memory} is not a quantity such as 40Gi`);
  }
  const resource = resourceOf(fields, model);
  if (!gpuResource(resource)) {
    return fail(
      `${resource} is no resource by which GPUs are requested, such as nvidia.com/gpu or amd.com/gpu`,
    );
  }
  return ok({
    count,
    resource,
    spot: fields.has('spot'),
    ...(model !== undefined && { model }),
    ...(quantity?.ok && { memoryBytes: toNumber(quantity.value) }),
  });
}

function resourceOf(fields: ReadonlyMap<string, string>, model: string | undefined): string {
  const mig = fields.get('mig');
  if (mig !== undefined) return `nvidia.com/mig-${mig}`;
  return fields.get('resource') ?? wholeGpuName(model === undefined ? 'nvidia' : vendorOfModel(model));
}
