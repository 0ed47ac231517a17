import { fileRules } from '../file-rules.ts';
import type { RuleMeta } from '../rule.ts';
import { rules } from '../rules/index.ts';
import { clouds, ruleSeverities } from './parse-lint-config.ts';

/** The JSON Schema of `.kubectl-autoscale.yaml`, made from the rules. Published as docs/schemas/config.schema.json. */
export function configSchema(): object {
  const version = { type: 'string', pattern: '^v?\\d+\\.\\d+' };
  const texts = { type: 'array', items: { type: 'string' } };
  const ids = [...rules, ...Object.values(fileRules)];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'config.schema.json',
    title: 'Configuration of kubectl autoscaler lint (.kubectl-autoscale.yaml)',
    type: 'object',
    additionalProperties: false,
    properties: {
      preset: {
        description: 'recommended: what is proven. strict: opinions and hints as well.',
        enum: ['recommended', 'strict'],
        default: 'recommended',
      },
      scope: {
        description:
          'complete: the workspace holds everything that is applied, so what is not in it does not exist.',
        enum: ['complete', 'open'],
        default: 'open',
      },
      kubernetesVersion: { ...version, description: 'Of the API server, in quotes: "1.36".' },
      clusterAutoscalerVersion: { ...version, description: "Where the image's tag does not tell it." },
      vpaVersion: { ...version, description: 'Of the Vertical Pod Autoscaler.' },
      cloud: { description: "As Cluster Autoscaler's --cloud-provider.", enum: clouds },
      featureGates: {
        description: "Kubernetes feature gates that differ from the version's defaults.",
        type: 'object',
        additionalProperties: { type: 'boolean' },
      },
      rules: {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(ids.map(({ id, meta }) => [id, ruleSchema(meta)])),
      },
      events: {
        description: 'What forecasts are to know of the future; an event only ever raises a forecast.',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['from', 'to'],
          anyOf: [{ required: ['floor'] }, { required: ['factor'] }],
          properties: {
            name: { type: 'string' },
            from: { description: 'With its zone.', type: 'string' },
            to: { description: 'Exclusive; with its zone.', type: 'string' },
            floor: { description: "At least this, in the metric's unit.", type: 'number', minimum: 0 },
            factor: { description: 'At least this many times the forecast.', type: 'number', minimum: 1 },
            namespace: { description: 'Only of workloads in it.', type: 'string' },
            object: { description: 'Only of this one, such as Deployment/chat.', type: 'string' },
          },
        },
      },
      prices: {
        description: 'What analyze and rightsize reckon with; --prices wins.',
        type: 'object',
        additionalProperties: false,
        properties: {
          book: {
            description:
              'PROVIDER or PROVIDER/REGION of the bundled prices, a JSON or YAML file (relative to this one), or none.',
            type: 'string',
            default: 'aws',
          },
        },
      },
      metrics: {
        description:
          'The Prometheus that commands ask; a --prometheus-url or --prometheus-service wins. Credentials come from flags and the environment.',
        type: 'object',
        additionalProperties: false,
        not: { required: ['prometheusUrl', 'prometheusService'] },
        properties: {
          prometheusUrl: { type: 'string', pattern: '^https?://[^@/]+(/|$)' },
          prometheusService: {
            description: "Reached through the API server's proxy: NAMESPACE/[https:]NAME:PORT.",
            type: 'string',
            pattern: '^[^/]+/(https?:)?[^:/]+:[\\w-]+$',
          },
          headers: {
            description: 'For example X-Scope-OrgID.',
            type: 'object',
            additionalProperties: { type: 'string' },
          },
          timeoutSeconds: { type: 'number', minimum: 1, default: 10 },
        },
      },
      overrides: {
        description: 'Severities for the files and objects that all given patterns match; a later one wins.',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['rules'],
          properties: {
            files: { ...texts, description: 'Globs over paths.' },
            kinds: texts,
            namespaces: { ...texts, description: 'Globs.' },
            names: { ...texts, description: 'Globs.' },
            rules: {
              type: 'object',
              propertyNames: { enum: ids.map(({ id }) => id) },
              additionalProperties: { enum: ruleSeverities },
            },
          },
        },
      },
    },
  };
}

function ruleSchema(meta: RuleMeta): object {
  const { summary: description, options } = meta;
  const severity = { enum: ruleSeverities };
  const full = {
    type: 'object',
    additionalProperties: false,
    properties: {
      severity,
      ...(options === undefined
        ? {}
        : {
            options: {
              type: 'object',
              additionalProperties: false,
              properties: Object.fromEntries(
                Object.entries(options).map(([name, option]) => [name, { type: 'number', ...option }]),
              ),
            },
          }),
    },
  };
  return { description, oneOf: [severity, full] };
}
