import {
  type HpaRequest,
  type MetricRequest,
  parseDescribedObject,
  planHpa,
  type PredictiveRequest,
  type RequestedTarget,
} from '@kubectl-autoscale/core/advisor';
import { BEHAVIOR_PRESETS, type DescribedObjectDraft } from '@kubectl-autoscale/core/authoring';
import { parseQuantity } from '@kubectl-autoscale/core/units';
import { Flags } from '@oclif/core';

import { CreationCommand } from '../command/creation-command.ts';
import { readBehavior } from '../composition/behavior.ts';
import { openCreationSources } from '../composition/creation-sources.ts';
import { creationFlags, labelsFlag, quantityFlag } from '../flags/creation-flags.ts';
import { prometheusFlags } from '../flags/prometheus-flags.ts';

const predictive = { helpGroup: 'FORECAST', dependsOn: ['predictive'] };

export default class CreateHpa extends CreationCommand {
  static override summary =
    'Write or apply an HPA, after checking that its metric is served and its target is there.';
  static override description =
    'Makes an autoscaling/v2 HorizontalPodAutoscaler. The target, other autoscalers of it and the metric are looked up in the cluster, and the result is linted; ' +
    'an error among what is found ends with 1 and is never applied. With --predictive the HPA also lists the forecast of demand that the metrics adapter serves: ' +
    'the controller takes the larger proposal, so that a forecast only adds pods. A rate is its own demand; beside a queue or another per-pod ' +
    'figure demand is requests_per_second, at what one pod served of it while that figure was at or below its target.';
  static override examples = [
    {
      description: 'CPU at 70 % of the request',
      command: '<%= config.bin %> create-hpa --deployment web --metric cpu --target-value 70% -n prod',
    },
    {
      description: 'A metric of the pods, applied after a diff and a question',
      command:
        '<%= config.bin %> create-hpa --deployment test-app --metric requests_per_second --target-value 100 --min-replicas 2 --max-replicas 10 --apply',
    },
    {
      description: 'Before the traffic comes',
      command:
        '<%= config.bin %> create-hpa --deployment llm-chat --metric inference_queue_depth --target-value 10 --predictive --behavior slow-start -n prod',
    },
    {
      description: 'The backlog of a cloud queue, into a checkout',
      command:
        '<%= config.bin %> create-hpa --target sts/worker --metric sqs_messages_visible --type external --metric-selector dimension_QueueName=jobs --target-value 30 --out k8s/',
    },
    {
      description: 'Requests at an Ingress, divided over the pods',
      command:
        '<%= config.bin %> create-hpa --deployment web --metric requests_per_second --object ingress/web --target-type average --target-value 100',
    },
  ];
  static override flags = {
    metric: Flags.string({
      summary: 'Metric to scale by, as the metrics API names it; or cpu, memory.',
      required: true,
      helpValue: 'NAME',
    }),
    'target-value': Flags.string({
      summary:
        'What to hold it at: a quantity such as 100 or 500m; of cpu and memory per cent of the request too (70%).',
      required: true,
      helpValue: 'QUANTITY|PERCENT',
    }),
    'min-replicas': Flags.integer({ summary: 'Fewest replicas.', default: 1, min: 0 }),
    'max-replicas': Flags.integer({ summary: 'Most replicas.', default: 10, min: 1 }),
    type: Flags.option({
      summary: 'What the metric is of; found in what the cluster serves when left out.',
      options: ['pods', 'object', 'external', 'resource'] as const,
    })(),
    object: Flags.string({
      summary: 'Type object: whose metric it is, such as service/chat.',
      helpValue: 'KIND/NAME',
    }),
    'target-type': Flags.option({
      summary: 'Types object and external: an average a pod, or a value in all.',
      options: ['average', 'value'] as const,
    })(),
    'metric-selector': labelsFlag({ summary: 'Only series with these labels.' }),
    container: Flags.string({
      summary: 'Of cpu and memory: one container instead of the whole pod.',
      helpValue: 'NAME',
    }),
    behavior: Flags.string({
      summary: `How fast to scale: ${Object.entries(BEHAVIOR_PRESETS)
        .map(([name, { summary }]) => `"${name}" (${summary})`)
        .join(', ')}; or YAML, or a file of it.`,
      helpValue: 'PRESET|YAML|FILE',
    }),
    predictive: Flags.boolean({ summary: 'List the forecast of demand too.', helpGroup: 'FORECAST' }),
    'demand-metric': Flags.string({
      ...predictive,
      summary: 'Metric of demand: what arrives, not what waits.',
      helpValue: 'NAME',
    }),
    'demand-target': quantityFlag({
      ...predictive,
      summary: 'Demand that one pod serves; measured in Prometheus when left out.',
    }),
    'demand-object': Flags.string({
      ...predictive,
      summary: 'Demand is a metric of this object.',
      helpValue: 'KIND/NAME',
    }),
    'demand-selector': labelsFlag({
      ...predictive,
      summary: 'Demand is an external metric of series with these labels.',
    }),
    ...creationFlags,
    ...prometheusFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(CreateHpa);
    const target = this.targetOf(flags);
    const metric = this.#metric(flags);
    const demand = flags.predictive ? this.#demand(flags) : undefined;
    const behavior = flags.behavior === undefined ? undefined : await readBehavior(flags.behavior);
    if (typeof behavior === 'string') this.usageError(`--behavior: ${behavior}`);
    const sources = await openCreationSources(flags, flags, (text) => this.talk(text));
    const signal = this.cancellation();
    const request: HpaRequest = {
      namespace: flags.namespace ?? sources.defaultNamespace,
      target,
      ...(flags.name === undefined ? {} : { name: flags.name }),
      minReplicas: flags['min-replicas'],
      maxReplicas: flags['max-replicas'],
      metric,
      ...(behavior === undefined ? {} : { behavior }),
      ...(demand === undefined ? {} : { predictive: demand }),
    };
    const plan = await planHpa(request, sources, { signal });
    if (!plan.ok) this.usageError(plan.error.message, ...plan.error.suggestions);
    await this.deliver(plan.value, flags, sources, signal);
  }

  #metric(flags: {
    readonly metric: string;
    readonly 'target-value': string;
    readonly 'target-type'?: 'average' | 'value' | undefined;
    readonly type?: MetricRequest['type'];
    readonly object?: string | undefined;
    readonly 'metric-selector'?: Readonly<Record<string, string>> | undefined;
    readonly container?: string | undefined;
  }): MetricRequest {
    return {
      name: flags.metric,
      target: this.#target(flags['target-value'], flags['target-type']),
      ...(flags.type === undefined ? {} : { type: flags.type }),
      ...(flags.object === undefined ? {} : { object: this.#object('--object', flags.object) }),
      ...(flags['metric-selector'] === undefined ? {} : { selector: flags['metric-selector'] }),
      ...(flags.container === undefined ? {} : { container: flags.container }),
    };
  }

  #target(text: string, type: 'average' | 'value' | undefined): RequestedTarget {
    const percent = /^(\d+)%$/.exec(text)?.[1];
    if (percent !== undefined) {
      if (Number(percent) < 1) this.usageError('--target-value: must be above zero');
      return { kind: 'utilization', percent: Number(percent) };
    }
    const quantity = parseQuantity(text);
    if (!quantity.ok) this.usageError(`--target-value ${text}: ${quantity.error.message}`);
    if (quantity.value.nanos <= 0n) this.usageError('--target-value: must be above zero');
    return { kind: type ?? 'auto', quantity: quantity.value };
  }

  #demand(flags: {
    readonly 'demand-metric'?: string | undefined;
    readonly 'demand-target'?: PredictiveRequest['demandTarget'] | undefined;
    readonly 'demand-object'?: string | undefined;
    readonly 'demand-selector'?: Readonly<Record<string, string>> | undefined;
  }): PredictiveRequest {
    return {
      ...(flags['demand-metric'] === undefined ? {} : { demandMetric: flags['demand-metric'] }),
      ...(flags['demand-target'] === undefined ? {} : { demandTarget: flags['demand-target'] }),
      ...(flags['demand-object'] === undefined
        ? {}
        : { demandObject: this.#object('--demand-object', flags['demand-object']) }),
      ...(flags['demand-selector'] === undefined ? {} : { demandSelector: flags['demand-selector'] }),
    };
  }

  #object(flag: string, text: string): DescribedObjectDraft {
    const parsed = parseDescribedObject(text);
    if (!parsed.ok) this.usageError(`${flag}: ${parsed.error}`);
    return parsed.value;
  }
}
