import type { Registry } from 'prom-client';

import { fail, ok, type Result } from '../../units/index.ts';
import { type ApiGroup, customMetricsGroup, externalMetricsGroup } from '../api/api-groups.ts';
import {
  customResourceList,
  externalResourceList,
  groupDocument,
  groupList,
  usageResourceList,
} from '../api/discovery.ts';
import { openApiV2, openApiV3, openApiV3Index } from '../api/openapi.ts';
import type { CustomRoute, UsageRoute } from '../api/route.ts';
import { usageList, usageObject } from '../api/usage-lists.ts';
import { externalMetricValueList, metricValueList } from '../api/value-lists.ts';
import { type LabelRequirement, parseLabelSelector } from '../rules/label-requirements.ts';
import type { CustomRequest, MetricsReader } from '../serving/metrics-service.ts';
import { ServingError } from '../serving/serving-error.ts';
import type { UsageRequest, UsageService } from '../usage/usage-service.ts';
import type { RouteHandler } from './responder.ts';

export interface HandlerParts {
  readonly groups: readonly ApiGroup[];
  readonly reader: MetricsReader;
  /** Absent where no rules say how usage is asked for. */
  readonly usage: Pick<UsageService, 'read'> | undefined;
  readonly registry: Registry;
  readonly version: string;
}

/** What each route is answered with. */
export function createRouteHandler({ groups, reader, usage, registry, version }: HandlerParts): RouteHandler {
  return async (route, parameters) => {
    if ('group' in route && !groups.includes(route.group)) throw unknownResource();
    switch (route.type) {
      case 'own-metrics':
        return { contentType: registry.contentType, text: await registry.metrics() };
      case 'version':
        return { gitVersion: `v${version}`, platform: `${process.platform}/${process.arch}` };
      case 'group-list':
        return groupList(groups);
      case 'group':
        return groupDocument(route.group);
      case 'resource-list':
        return resourceList(route.group, route.version, reader);
      case 'openapi-v2':
        return openApiV2(groups);
      case 'openapi-v3':
        return openApiV3Index(groups);
      case 'openapi-v3-group':
        return openApiV3(route.group, route.version);
      case 'custom':
        return metricValueList(route.version, await reader.readCustom(customRequest(route, parameters)));
      case 'external': {
        const { namespace, metric } = route;
        const selector = selectorParameter(parameters, 'labelSelector');
        return externalMetricValueList(await reader.readExternal({ namespace, metric, selector }));
      }
      case 'usage': {
        if (usage === undefined) throw unknownResource();
        const request = usageRequest(route, parameters);
        const readings = await usage.read(request);
        const [first] = readings;
        return route.name === undefined || first === undefined
          ? usageList(route.resource, readings)
          : usageObject(route.resource, first);
      }
    }
  };
}

function unknownResource(): ServingError {
  return new ServingError(404, 'the server could not find the requested resource');
}

function resourceList(group: ApiGroup, version: string, reader: MetricsReader): object {
  const groupVersion = `${group.name}/${version}`;
  const { custom, external } = reader.listed();
  if (group === customMetricsGroup) return customResourceList(groupVersion, custom);
  if (group === externalMetricsGroup) {
    return externalResourceList(
      groupVersion,
      external.map(({ metric }) => metric),
    );
  }
  return usageResourceList(groupVersion);
}

function customRequest(
  { resource, namespace, name, metric }: CustomRoute,
  parameters: URLSearchParams,
): CustomRequest {
  const named = nameParameter(name, parameters);
  if (!named.ok) throw new ServingError(400, named.error);
  const choice =
    named.value === '*'
      ? { selector: selectorParameter(parameters, 'labelSelector') }
      : { name: named.value };
  return {
    resource,
    metric,
    choice,
    metricSelector: selectorParameter(parameters, 'metricLabelSelector'),
    ...(namespace !== undefined && { namespace }),
  };
}

function usageRequest({ resource, namespace, name }: UsageRoute, parameters: URLSearchParams): UsageRequest {
  const selected = nameParameter(name ?? '*', parameters);
  if (!selected.ok) throw new ServingError(400, selected.error);
  return {
    resource,
    selector: selectorParameter(parameters, 'labelSelector'),
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
    ...(name === undefined && selected.value !== '*' && { onlyName: selected.value }),
  };
}

/** A field selector may say the name once more, and nothing else. */
function nameParameter(name: string, parameters: URLSearchParams): Result<string, string> {
  const fieldSelector = parameters.get('fieldSelector') ?? '';
  if (fieldSelector === '') return ok(name);
  const [, selected] = /^metadata\.name==?([^,=]+)$/.exec(fieldSelector) ?? [];
  if (selected === undefined) {
    return fail(`unable to use the field selector ${JSON.stringify(fieldSelector)}`);
  }
  if (name !== '*' && name !== selected) {
    return fail("fieldSelector metadata.name doesn't match requested name");
  }
  return ok(selected);
}

function selectorParameter(parameters: URLSearchParams, key: string): readonly LabelRequirement[] {
  const selector = parseLabelSelector(parameters.get(key) ?? '');
  if (!selector.ok) throw new ServingError(400, selector.error);
  return selector.value;
}
