import { get } from 'node:https';

/**
 * Whether a page over HTTPS answers 200. The certificate is not checked: kube-controller-manager and kube-scheduler
 * sign their own.
 */
export function isHealthy(url: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const request = get(url, { rejectUnauthorized: false, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('error', reject);
  });
}
