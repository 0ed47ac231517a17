import { describe, expect, it } from 'vitest';

import { type EffectiveRequest, effectiveRequest, podRequest } from '#core/apis/effective-requests.ts';
import { limitRangeView, resourceQuotaView } from '#core/apis/namespace-limits.ts';
import { podTemplateAt } from '#core/apis/pod-template.ts';
import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';
import { formatQuantity } from '#core/units/quantity.ts';

function limitRange(limits: unknown, name = 'defaults'): KubernetesObject {
  return { apiVersion: 'v1', kind: 'LimitRange', metadata: { name }, spec: { limits } };
}

function views(...objects: readonly KubernetesObject[]): NonNullable<ReturnType<typeof limitRangeView>>[] {
  return objects.map((object) => limitRangeView(object)!);
}

function requestOf(
  spec: object,
  resource: string,
  limitRanges: readonly KubernetesObject[] = [],
): EffectiveRequest | undefined {
  const template = podTemplateAt({ spec }, []);
  return effectiveRequest(template, template.containers[0]!, resource, views(...limitRanges));
}

const shown = (request: EffectiveRequest | undefined): unknown =>
  request && [formatQuantity(request.quantity), request.source, request.path.join('.'), request.limitRange];

const cpu = (text: string): object => ({ cpu: text });

describe('effectiveRequest', () => {
  const everything = {
    resources: { requests: cpu('4'), limits: cpu('5') },
    containers: [{ name: 'a', resources: { requests: cpu('1'), limits: cpu('2') } }],
  };
  const defaults = [limitRange([{ type: 'Container', defaultRequest: cpu('100m'), default: cpu('200m') }])];

  it('takes the first of request, limit, pod request, pod limit, LimitRange', () => {
    expect(shown(requestOf(everything, 'cpu', defaults))).toEqual([
      '1',
      'container-request',
      'spec.containers.0.resources.requests.cpu',
      undefined,
    ]);
    const limit = { ...everything, containers: [{ resources: { limits: cpu('2') } }] };
    expect(shown(requestOf(limit, 'cpu', defaults))).toEqual([
      '2',
      'container-limit',
      'spec.containers.0.resources.limits.cpu',
      undefined,
    ]);
    const podRequested = { ...everything, containers: [{ name: 'a' }] };
    expect(shown(requestOf(podRequested, 'cpu', defaults))).toEqual([
      '4',
      'pod-request',
      'spec.resources.requests.cpu',
      undefined,
    ]);
    const podLimited = { resources: { limits: cpu('5') }, containers: [{ name: 'a' }] };
    expect(shown(requestOf(podLimited, 'cpu', defaults))).toEqual([
      '5',
      'pod-limit',
      'spec.resources.limits.cpu',
      undefined,
    ]);
    expect(shown(requestOf({ containers: [{ name: 'a' }] }, 'cpu', defaults))).toEqual([
      '100m',
      'limit-range',
      'spec.limits.0.defaultRequest.cpu',
      'defaults',
    ]);
    expect(requestOf({ containers: [{ name: 'a' }] }, 'cpu')).toBeUndefined();
  });

  it('takes no request of another resource', () => {
    expect(requestOf(everything, 'memory', defaults)).toBeUndefined();
  });

  it('has no pod-level GPUs', () => {
    const spec = { resources: { requests: { 'nvidia.com/gpu': 1 } }, containers: [{ name: 'a' }] };
    expect(requestOf(spec, 'nvidia.com/gpu')).toBeUndefined();
  });

  it('counts a request of zero as one', () => {
    expect(shown(requestOf({ containers: [{ resources: { requests: { cpu: 0 } } }] }, 'cpu'))).toContain('0');
  });

  it.each([
    [{ default: cpu('200m'), max: cpu('2') }, 'default'],
    [{ max: cpu('2'), min: cpu('50m') }, 'max'],
    [{ min: cpu('50m') }, 'min'],
  ])('fills in from a LimitRange as the API server does: %j', (item, field) => {
    const request = requestOf({ containers: [{ name: 'a' }] }, 'cpu', [
      limitRange([{ type: 'Container', ...item }]),
    ]);
    expect(request?.path).toEqual(['spec', 'limits', 0, field, 'cpu']);
  });

  it('takes the first LimitRange that has a default, and of it the last item for containers', () => {
    const request = requestOf({ containers: [{ name: 'a' }] }, 'cpu', [
      limitRange([{ type: 'Pod', max: cpu('9') }], 'pods'),
      limitRange(
        [
          { type: 'Container', defaultRequest: cpu('1') },
          { type: 'Container', defaultRequest: cpu('2') },
        ],
        'two',
      ),
      limitRange([{ type: 'Container', defaultRequest: cpu('3') }], 'late'),
    ]);
    expect(shown(request)).toEqual(['2', 'limit-range', 'spec.limits.1.defaultRequest.cpu', 'two']);
  });
});

describe('podRequest', () => {
  const request = (spec: object, ...limitRanges: readonly KubernetesObject[]): unknown => {
    const { quantity, missing } = podRequest(podTemplateAt({ spec }, []), 'cpu', views(...limitRanges));
    return [quantity && formatQuantity(quantity), missing.map(({ name }) => name)];
  };
  const container = (name: string, text?: string, rest: object = {}): object => ({
    name,
    ...(text === undefined ? {} : { resources: { requests: cpu(text) } }),
    ...rest,
  });
  const sidecar = (name: string, text?: string): object => container(name, text, { restartPolicy: 'Always' });

  it('adds up containers and sidecars', () => {
    expect(
      request({
        containers: [container('a', '1'), container('b', '500m')],
        initContainers: [sidecar('s', '250m')],
      }),
    ).toEqual(['1750m', []]);
  });

  it('takes what starting up needs where that is more', () => {
    expect(request({ containers: [container('a', '1')], initContainers: [container('i', '3')] })).toEqual([
      '3',
      [],
    ]);
    // The second runs beside the sidecar that was started before it.
    expect(
      request({
        containers: [container('a', '1')],
        initContainers: [container('i', '2'), sidecar('s', '500m'), container('j', '2')],
      }),
    ).toEqual(['2500m', []]);
    expect(
      request({
        containers: [container('a', '1')],
        initContainers: [container('i', '1'), sidecar('s', '500m')],
      }),
    ).toEqual(['1500m', []]);
  });

  it('names running containers without a request, and no init containers', () => {
    expect(
      request({
        containers: [container('a', '1'), container('b')],
        initContainers: [sidecar('s'), container('i')],
      }),
    ).toEqual(['1', ['b', 's']]);
    expect(request({ containers: [container('a')] })).toEqual([undefined, ['a']]);
  });

  it('lets the pod-level request stand for all, and adds the overhead', () => {
    expect(
      request({
        resources: { requests: cpu('4') },
        overhead: cpu('250m'),
        containers: [container('a', '1'), container('b')],
      }),
    ).toEqual(['4250m', []]);
  });

  it('takes a pod-level limit only where no container has a request', () => {
    const resources = { limits: cpu('4') };
    expect(request({ resources, containers: [container('a', '1'), container('b')] })).toEqual(['1', []]);
    expect(request({ resources, containers: [container('a')] })).toEqual(['4', []]);
  });

  it('gives every container the LimitRange default', () => {
    const defaults = limitRange([{ type: 'Container', defaultRequest: cpu('100m') }]);
    expect(request({ containers: [container('a'), container('b')] }, defaults)).toEqual(['200m', []]);
  });
});

describe('limits of a namespace', () => {
  it('reads a ResourceQuota', () => {
    const read = resourceQuotaView({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'q' },
      spec: {
        hard: { 'requests.cpu': '20', pods: 50, 'requests.memory': 'lots' },
        scopes: ['NotTerminating'],
        scopeSelector: {
          matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['batch'] }],
        },
      },
      status: { used: { 'requests.cpu': '12500m' } },
    });
    expect(Object.keys(read!.hard)).toEqual(['requests.cpu', 'pods']);
    expect(formatQuantity(read!.used['requests.cpu']!)).toBe('12500m');
    expect(read?.scopes).toEqual(['NotTerminating', 'PriorityClass']);
  });

  it('is for its own kinds only', () => {
    const other = { apiVersion: 'v1', kind: 'Namespace', metadata: {} };
    expect(resourceQuotaView(other)).toBeUndefined();
    expect(limitRangeView(other)).toBeUndefined();
    expect(limitRangeView(limitRange('none'))?.limits).toEqual([]);
  });
});
