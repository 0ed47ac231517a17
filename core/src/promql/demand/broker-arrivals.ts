import { defineQuery } from '../defined-query.ts';
import { type LabelSelector, selectorIdentity, selectorMatchers } from '../label-selector.ts';
import type { MetricQuery } from '../metric-query.ts';
import { selector } from '../selector.ts';
import { fiveMinutesMs, windowIdentity, type WindowOptions, windowText } from '../window.ts';

/** A message broker's exporter: what it calls the messages that wait, and the counter of those that arrive. */
interface Broker {
  readonly name: string;
  readonly exporter: string;
  /** Metrics of what waits. */
  readonly backlog: RegExp;
  readonly arrivals: string;
  /** Labels that both have, as Kubernetes label keys of a selector. */
  readonly shared: readonly string[];
}

// kafka_exporter 1.9 (danielqsj), RabbitMQ 3.13 and 4 (rabbitmq_prometheus, per-object metrics).
const brokers: readonly Broker[] = [
  {
    name: 'kafka',
    exporter: 'kafka_exporter',
    backlog: /^kafka_consumergroup_lag(_sum)?$/,
    arrivals: 'kafka_topic_partition_current_offset',
    shared: ['topic', 'namespace', 'job'],
  },
  {
    name: 'rabbitmq',
    exporter: 'RabbitMQ (per-object metrics)',
    backlog: /^rabbitmq(_detailed)?_queue_messages(_ready|_unacked)?$/,
    arrivals: 'rabbitmq_queue_messages_published_total',
    shared: ['queue', 'vhost', 'namespace', 'job'],
  },
];

const brokerArrivals = defineQuery<
  [broker: Broker, labels: LabelSelector | undefined, options?: WindowOptions]
>(
  {
    name: 'broker-arrivals',
    meaning:
      'Messages a second that arrive at a broker: the demand behind a backlog, however fast it is worked off.',
    exporter: brokers.map(({ exporter }) => exporter).join('; '),
    series: brokers.map(({ arrivals }) => arrivals),
    unit: 'messages/s',
    aggregation: 'One series: the sum over partitions and queues that the selector finds.',
  },
  (broker, labels, { windowMs } = {}) => ({
    broker: broker.name,
    selector: selectorIdentity(labels),
    window: windowIdentity(windowMs, fiveMinutesMs),
  }),
  (broker, labels, { windowMs = fiveMinutesMs } = {}) =>
    `sum(rate(${selector(broker.arrivals, selectorMatchers(labels))}[${windowText(windowMs)}]))`,
);

/**
 * What arrives at the broker whose backlog `metric` is, for the labels of `selector` that its arrivals have too (a consumer group
 * has none there). `undefined` for a backlog that is not known.
 */
export function brokerArrivalsOf(metric: string, labels: LabelSelector = {}): MetricQuery | undefined {
  const broker = brokers.find(({ backlog }) => backlog.test(metric));
  if (broker === undefined) return undefined;
  const { matchLabels = {}, matchExpressions = [] } = labels;
  return brokerArrivals(broker, {
    matchLabels: Object.fromEntries(
      Object.entries(matchLabels).filter(([key]) => broker.shared.includes(key)),
    ),
    matchExpressions: matchExpressions.filter(({ key }) => broker.shared.includes(key)),
  });
}

/** For the catalogue. */
export const brokerArrivalsDescription = brokerArrivals.description;
