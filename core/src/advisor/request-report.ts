import { type ContainerRecommendation } from '../rightsizing/index.ts';
import { formatQuantity, quantityOf } from '../units/index.ts';
import type { ResourceAmount, ResourceName } from '../vpa/resource-amount.ts';
import { reportBasis, reportReason } from './report-basis.ts';
import type { ReportRequest } from './workload-report.ts';

/** A recommendation as the report shows it, amounts as Kubernetes writes them: `1900m`, `3700Mi`. */
export function requestReport(recommendation: ContainerRecommendation): ReportRequest {
  const { container, resource, currentRequest, currentLimit, wasteShare } = recommendation;
  return {
    container,
    resource,
    ...(currentRequest === undefined ? {} : { currentRequest: amountText(resource, currentRequest) }),
    ...(currentLimit === undefined ? {} : { currentLimit: amountText(resource, currentLimit) }),
    recommendedRequest: amountText(resource, recommendation.target),
    lowerBound: amountText(resource, recommendation.lower),
    upperBound: amountText(resource, recommendation.upper),
    ...(wasteShare === undefined ? {} : { wasteShare }),
    use: {
      p50: amountText(resource, recommendation.use.p50),
      p95: amountText(resource, recommendation.use.p95),
      max: amountText(resource, recommendation.use.max),
    },
    reasons: recommendation.reasons.map(reportReason),
    basis: reportBasis(recommendation.basis),
  };
}

/** Millicores or bytes as canonical quantity text. */
function amountText(resource: ResourceName, amount: ResourceAmount): string {
  return resource === 'cpu'
    ? formatQuantity(quantityOf(amount, 'milli', 'DecimalSI'))
    : formatQuantity(quantityOf(amount, 'unit', 'BinarySI'));
}
