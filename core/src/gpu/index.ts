export { type GpuCount, gpuCountOf, gpuRequestsOfPod, gpusAmong } from './gpu-requests.ts';
export { gpuFraction, type GpuResource, gpuResource, type GpuVendor, wholeGpuName } from './gpu-resource.ts';
export { type Platform, type UsualGpuTaint, usualGpuTaint, usualGpuTaints } from './usual-taints.ts';
