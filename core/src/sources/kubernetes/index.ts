export { type ApiServer, type ApiServerOptions, connectApiServer } from './api-server.ts';
export { createKubernetesApi } from './kubernetes-api.ts';
export { createKubernetesSource } from './kubernetes-source.ts';
export { createKubernetesWriter } from './kubernetes-writer.ts';
export { type KubeconfigContexts, listContexts } from './list-contexts.ts';
export type { KubeconfigOptions } from './load-kubeconfig.ts';
export { createMetricsApis } from './metrics-apis.ts';
export { type ProxiedService, type ServiceProxy, serviceProxy } from './service-proxy.ts';
