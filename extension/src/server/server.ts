import { readFileSync } from 'node:fs';

import { serveLanguageServer } from '@kubectl-autoscale/core/language-server/node';

import {
  KUBECONFIG_CONTEXTS,
  type KubeconfigContexts,
  type KubeconfigContextsParams,
} from '../shared/kubeconfig-contexts.ts';

const connection = serveLanguageServer({
  toolVersion: version(),
  analysisThread: new URL('./analysis-thread.js', import.meta.url),
});
connection.onRequest(KUBECONFIG_CONTEXTS, kubeconfigContexts);

async function kubeconfigContexts({ kubeconfig }: KubeconfigContextsParams): Promise<KubeconfigContexts> {
  // The cluster client is large, and most sessions never need it.
  const { listContexts } = await import('@kubectl-autoscale/core/sources/kubernetes');
  return listContexts(kubeconfig === '' ? {} : { kubeconfig });
}

/** The extension's own: package.json lies two folders above, in the sources as in the package. */
function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
