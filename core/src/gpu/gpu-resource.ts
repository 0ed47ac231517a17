export type GpuVendor = 'nvidia' | 'amd' | 'intel' | 'habana';

/** An extended resource by which GPUs, or parts of GPUs, are requested. */
export interface GpuResource {
  /** As in `resources.limits`: `nvidia.com/gpu`. */
  readonly name: string;
  readonly vendor: GpuVendor;
  /**
   * `device`: a whole GPU. `partition`: a slice in hardware. `shared`: a turn on a GPU that others use too.
   */
  readonly unit: 'device' | 'partition' | 'shared';
  /** Of a partition: `1g.5gb` (MIG), `cpx_nps4` (AMD). */
  readonly profile?: string;
}

const wholeDevices: ReadonlyMap<string, GpuVendor> = new Map([
  // The device plugins' own names; Cluster Autoscaler counts the same (pkg/utils/gpu/gpu.go, 1.36).
  ['nvidia.com/gpu', 'nvidia'],
  ['amd.com/gpu', 'amd'],
  ['gpu.intel.com/i915', 'intel'],
  ['gpu.intel.com/xe', 'intel'],
  ['habana.ai/gaudi', 'habana'],
]);

const wholeGpuNames: Readonly<Record<GpuVendor, string>> = {
  nvidia: 'nvidia.com/gpu',
  amd: 'amd.com/gpu',
  intel: 'gpu.intel.com/xe',
  habana: 'habana.ai/gaudi',
};

/** The name by which a vendor's present device plugin offers whole GPUs. */
export function wholeGpuName(vendor: GpuVendor): string {
  return wholeGpuNames[vendor];
}

/** With `renameByDefault`, NVIDIA's device plugin adds this to what it shares by time-slicing or MPS. */
const sharedSuffix = '.shared';

/** `mig-1g.5gb`, `mig-3g.40gb`, and with further attributes `mig-1g.5gb.me`. */
const migName = /^nvidia\.com\/mig-(\d+g\.\d+gb(?:\.[a-z]+)*)$/;

/** AMD's device plugin with resource naming `mixed`: compute and memory partition. */
const amdPartitionName = /^amd\.com\/([sdtqc]px_nps\d)$/;

/**
 * What a resource name says of GPUs; `undefined` for any other resource, among them Intel's `*_monitoring`,
 * which gives access to a GPU without reserving it.
 */
export function gpuResource(name: string): GpuResource | undefined {
  const shared = name.endsWith(sharedSuffix);
  const base = shared ? name.slice(0, -sharedSuffix.length) : name;
  const vendor = wholeDevices.get(base);
  if (vendor !== undefined && (!shared || vendor === 'nvidia')) {
    return { name, vendor, unit: shared ? 'shared' : 'device' };
  }
  const mig = migName.exec(base)?.[1];
  if (mig !== undefined) {
    return { name, vendor: 'nvidia', unit: shared ? 'shared' : 'partition', profile: mig };
  }
  const partition = amdPartitionName.exec(name)?.[1];
  return partition === undefined ? undefined : { name, vendor: 'amd', unit: 'partition', profile: partition };
}

/**
 * How much of a whole GPU one unit of the resource is at least, where the name tells: a MIG slice of `3g` has
 * 3 of 7 compute slices. `undefined` where it depends on how the GPU is shared or cut.
 */
export function gpuFraction({ unit, vendor, profile }: GpuResource): number | undefined {
  if (unit === 'device') return 1;
  if (unit !== 'partition' || vendor !== 'nvidia' || profile === undefined) return undefined;
  return Math.min(Number.parseInt(profile, 10) / 7, 1);
}
