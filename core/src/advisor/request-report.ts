import { amountQuantity } from '../authoring/index.ts';
import { type ContainerRecommendation } from '../rightsizing/index.ts';
import { reportBasis, reportReason } from './report-basis.ts';
import type { ReportRequest } from './workload-report.ts';

/** A recommendation as the report shows it, amounts as Kubernetes writes them: `1900m`, `3700Mi`. */
export function requestReport(recommendation: ContainerRecommendation): ReportRequest {
  const { container, resource, currentRequest, currentLimit, targetLimit, wasteShare } = recommendation;
  return {
    container,
    resource,
    ...(currentRequest === undefined ? {} : { currentRequest: amountQuantity(resource, currentRequest) }),
    ...(currentLimit === undefined ? {} : { currentLimit: amountQuantity(resource, currentLimit) }),
    recommendedRequest: amountQuantity(resource, recommendation.target),
    ...(targetLimit === undefined ? {} : { recommendedLimit: amountQuantity(resource, targetLimit) }),
    lowerBound: amountQuantity(resource, recommendation.lower),
    upperBound: amountQuantity(resource, recommendation.upper),
    ...(wasteShare === undefined ? {} : { wasteShare }),
    use: {
      p50: amountQuantity(resource, recommendation.use.p50),
      p95: amountQuantity(resource, recommendation.use.p95),
      max: amountQuantity(resource, recommendation.use.max),
    },
    reasons: recommendation.reasons.map(reportReason),
    basis: reportBasis(recommendation.basis),
  };
}
