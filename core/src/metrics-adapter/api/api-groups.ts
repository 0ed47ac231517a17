/** The API groups, each version in the order of preference. v1beta1 is what the HPA controller asks. */
export const customMetricsGroup = {
  name: 'custom.metrics.k8s.io',
  versions: ['v1beta1', 'v1beta2'],
} as const;
export const externalMetricsGroup = { name: 'external.metrics.k8s.io', versions: ['v1beta1'] } as const;
export const resourceMetricsGroup = { name: 'metrics.k8s.io', versions: ['v1beta1'] } as const;

export type ApiGroup = typeof customMetricsGroup | typeof externalMetricsGroup | typeof resourceMetricsGroup;
export type CustomMetricsVersion = (typeof customMetricsGroup.versions)[number];
