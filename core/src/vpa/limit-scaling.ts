import type { ResourceAmount, ResourceAmounts, ResourceName } from './resource-amount.ts';

/** What a container has or is to have of one resource; 0 and absent mean the same. */
export interface LimitInput {
  readonly originalLimit: ResourceAmount | undefined;
  readonly originalRequest: ResourceAmount | undefined;
  readonly recommendedRequest: ResourceAmount | undefined;
  /** The LimitRange's default limit, for a container without one. */
  readonly defaultLimit: ResourceAmount | undefined;
}

/** A limit, or the reason in the admission controller's words why there is none. */
export type ProportionalLimit =
  | { readonly limit: ResourceAmount; readonly annotation?: string }
  | { readonly limit?: undefined; readonly annotation: string };

/** Go's largest int64; beyond 2^53 a number only comes near to it. */
const MAX_INT64 = 2n ** 63n - 1n;

/**
 * The limit that stands to the recommended request as the original limit stood to the original request, rounded down to
 * whole millicores or bytes (VPA `pkg/utils/vpa/limit_and_request_scaling.go`, 1.8.1). A limit without a request, or equal
 * to it, becomes the recommended request; no limit stays no limit.
 */
export function proportionalLimit(resource: ResourceName, input: LimitInput): ProportionalLimit {
  const originalLimit = input.originalLimit || input.defaultLimit || 0;
  const request = input.originalRequest ?? 0;
  const recommended = input.recommendedRequest ?? 0;
  if (originalLimit === 0) {
    return { annotation: `${resource}: limit NOT set since originalLimit is nil or 0` };
  }
  if (recommended === 0) {
    return { annotation: `${resource}: limit NOT set since recommendedRequest is nil or 0` };
  }
  if (request === 0 || request === originalLimit) return { limit: recommended };
  const limit = (BigInt(originalLimit) * BigInt(recommended)) / BigInt(request);
  if (limit <= MAX_INT64) return { limit: Number(limit) };
  return {
    limit: Number(MAX_INT64),
    annotation: `${resource}: failed to keep limit to request ratio; capping limit to int64`,
  };
}

/** `⌊amount × to ÷ from⌋`, exact; the amount itself when `from` is 0. */
export function scaleProportionally(amount: ResourceAmount, from: number, to: number): ResourceAmount {
  if (from === 0) return amount;
  return Number((BigInt(amount) * BigInt(to)) / BigInt(from));
}

/** The same rounded up. */
export function scaleProportionallyUp(amount: ResourceAmount, from: number, to: number): ResourceAmount {
  if (from === 0) return amount;
  const product = BigInt(amount) * BigInt(to);
  const divisor = BigInt(from);
  return Number((product + divisor - 1n) / divisor);
}

/**
 * The request at which the proportional limit would just reach a LimitRange's boundary. 0, which bounds nothing, when the
 * container has no limit or the LimitRange no boundary; the boundary itself when the container has no request.
 */
export function boundaryRequest(
  request: ResourceAmount | undefined,
  limit: ResourceAmount | undefined,
  boundary: ResourceAmount | undefined,
  defaultLimit: ResourceAmount | undefined,
): ResourceAmount {
  const effectiveLimit = limit || defaultLimit || 0;
  if (effectiveLimit === 0) return 0;
  if (!request) return boundary ?? 0;
  return scaleProportionally(request, effectiveLimit, boundary ?? 0);
}

/** Limits for both resources, with the reasons for missing or capped ones; no reasons when there is no limit at all. */
export function proportionalLimits(
  original: { readonly requests: ResourceAmounts; readonly limits: ResourceAmounts },
  recommended: ResourceAmounts,
  defaultLimits: ResourceAmounts,
): { readonly limits: ResourceAmounts; readonly annotations: readonly string[] } {
  const limitOf = (resource: ResourceName) =>
    proportionalLimit(resource, {
      originalLimit: original.limits[resource],
      originalRequest: original.requests[resource],
      recommendedRequest: recommended[resource],
      defaultLimit: defaultLimits[resource],
    });
  const [cpu, memory] = [limitOf('cpu'), limitOf('memory')];
  const limits = {
    ...(cpu.limit === undefined ? {} : { cpu: cpu.limit }),
    ...(memory.limit === undefined ? {} : { memory: memory.limit }),
  };
  if (cpu.limit === undefined && memory.limit === undefined) return { limits, annotations: [] };
  const annotations = [cpu.annotation, memory.annotation].filter((text) => text !== undefined);
  return { limits, annotations };
}
