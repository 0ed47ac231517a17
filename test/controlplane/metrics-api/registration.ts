import { type ApiClient, ApiError } from '../api-client.ts';
import type { CertificateAuthority } from '../certificates.ts';
import { waitFor } from '../wait.ts';
import { type MetricsApiVersion, metricsApiVersions } from './answers.ts';

const namespace = 'kube-system';
const serviceName = 'scripted-metrics';

/** The name in the serving certificate that the aggregation layer expects: the Service's. */
export const servedName = `${serviceName}.${namespace}.svc`;

interface ApiService {
  readonly status?: { readonly conditions?: readonly { type: string; status: string; message?: string }[] };
}

/**
 * Registers a server on a port of localhost for all metrics APIs and waits until the API server finds them available.
 * The Service is of type ExternalName, since Endpoints may not hold a loopback address.
 */
export async function registerMetricsApis(
  api: ApiClient,
  authority: CertificateAuthority,
  port: number,
  served: readonly MetricsApiVersion[] = metricsApiVersions,
): Promise<void> {
  await api.create(`/api/v1/namespaces/${namespace}/services`, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: serviceName },
    spec: { type: 'ExternalName', externalName: 'localhost' },
  });
  const caBundle = Buffer.from(authority.certificatePem).toString('base64');
  await Promise.all(
    served.map(async ({ group, version }, index) => {
      const name = `${version}.${group}`;
      await api.create('/apis/apiregistration.k8s.io/v1/apiservices', {
        apiVersion: 'apiregistration.k8s.io/v1',
        kind: 'APIService',
        metadata: { name },
        spec: {
          group,
          version,
          groupPriorityMinimum: 100,
          // The HPA controller asks the preferred version: v1beta1 comes before v1beta2, as in released adapters.
          versionPriority: 100 - index,
          caBundle,
          service: { namespace, name: serviceName, port },
        },
      });
      await available(api, name);
    }),
  );
}

/** Removes what `registerMetricsApis` has made. */
export async function unregisterMetricsApis(api: ApiClient): Promise<void> {
  const paths = metricsApiVersions.map(
    ({ group, version }) => `/apis/apiregistration.k8s.io/v1/apiservices/${version}.${group}`,
  );
  await Promise.all(
    [...paths, `/api/v1/namespaces/${namespace}/services/${serviceName}`].map((path) => api.delete(path)),
  );
}

async function available(api: ApiClient, name: string): Promise<void> {
  await waitFor(
    async () => {
      const { status } = await api.get<ApiService>(`/apis/apiregistration.k8s.io/v1/apiservices/${name}`);
      const condition = status?.conditions?.find(({ type }) => type === 'Available');
      if (condition?.status === 'True') return true;
      throw new ApiError(503, condition?.message ?? 'not checked yet');
    },
    { description: `APIService ${name} to be available`, timeoutSeconds: 30 },
  );
}
