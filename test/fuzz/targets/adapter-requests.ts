import { parseRequest } from '#core/metrics-adapter/api/route.ts';
import {
  labelSelectorText,
  parseLabelSelector,
  selectorMatches,
} from '#core/metrics-adapter/rules/label-requirements.ts';
import { matchersText, selectorQueryMatchers } from '#core/metrics-adapter/rules/metrics-query.ts';

import { matchersOf } from '../promql-reader.ts';
import { type FuzzTarget, hold } from '../target.ts';

/** A request's target: its path is routed or refused, its label selector becomes conditions that say just that. */
export const adapterRequests: FuzzTarget = {
  name: 'adapter-requests',
  longest: 2000,
  seeds: () => [
    '/apis/custom.metrics.k8s.io/v1beta2/namespaces/prod/pods/*/http_requests?labelSelector=app%3Dweb%2Ctier%20in%20(a,b)',
    '/apis/custom.metrics.k8s.io/v1beta1/nodes/n1/load?labelSelector=!gone,x!=1,y notin (,z)',
    '/apis/custom.metrics.k8s.io/v1beta2/namespaces/prod/metrics/quota',
    '/apis/external.metrics.k8s.io/v1beta1/namespaces/prod/queue?labelSelector=a.b/c>5,d<-3,e==f',
    '/apis/metrics.k8s.io/v1beta1/namespaces/prod/pods/a?labelSelector=app',
    '/openapi/v3/apis/custom.metrics.k8s.io/v1beta2',
    '/readyz?verbose',
    '/version',
  ],
  check: (text) => {
    const [path = '', query = ''] = splitOnce(text, '?');
    const { route, access } = parseRequest(path);
    if (!route.ok) {
      hold(
        route.error.message !== '' && [400, 404].includes(route.error.code),
        'a refusal that says nothing',
      );
    } else if (route.value.type === 'custom') {
      hold(route.value.metric !== '' && access !== undefined, 'a metric without a name');
    }
    if (route.ok && ['custom', 'external', 'usage'].includes(route.value.type)) {
      hold(access !== undefined && 'resource' in access, 'values without a right that is asked for');
    }
    checkSelector(new URLSearchParams(query).get('labelSelector') ?? text);
  },
};

function checkSelector(text: string): void {
  const parsed = parseLabelSelector(text);
  if (!parsed.ok) {
    hold(parsed.error !== '', 'a refusal that says nothing');
    return;
  }
  const again = parseLabelSelector(labelSelectorText(parsed.value));
  hold(
    again.ok && labelSelectorText(again.value) === labelSelectorText(parsed.value),
    'the selector is read otherwise',
  );
  selectorMatches(parsed.value, { app: 'web' });
  const conditions = selectorQueryMatchers(parsed.value);
  if (!conditions.ok) return;
  const matchers = conditions.value.map(({ matcher }) => matcher);
  hold(
    JSON.stringify(matchersOf(matchersText(matchers))) === JSON.stringify(matchers),
    'PromQL that says something else',
  );
}

function splitOnce(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
