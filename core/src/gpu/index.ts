export { type GpuModel, gpuModelLabels, gpuModelName, gpuModelOf, vendorOfModel } from './gpu-model.ts';
export { type GpuNode, gpuNodeOf, type GpuSharing } from './gpu-node.ts';
export { type GpuCandidate, type GpuFit, rankGpuNodes } from './gpu-placement.ts';
export { type GpuCount, gpuCountOf, gpuRequestsOfPod, gpusAmong } from './gpu-requests.ts';
export { gpuFraction, type GpuResource, gpuResource, type GpuVendor, wholeGpuName } from './gpu-resource.ts';
export { type GpuWish, parseGpuWish } from './gpu-wish.ts';
export { type Platform, type UsualGpuTaint, usualGpuTaint, usualGpuTaints } from './usual-taints.ts';
