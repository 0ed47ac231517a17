import type { SampleSeries } from '../open-metrics.ts';
import { gauge, type HistoryWindow, scrapeTimes, type ValueAt } from './history.ts';

/** An SQS queue over time. */
export interface SqsHistory {
  readonly queueName: string;
  readonly accountId: string;
  readonly region: string;
  readonly visibleMessages: ValueAt;
  readonly oldestMessageSeconds: ValueAt;
}

/**
 * What yet-another-cloudwatch-exporter (YACE) shows of an SQS queue: the CloudWatch metric in snake case with its
 * statistic as a suffix, the ARN in `name`, and each dimension in its own spelling after `dimension_`
 * (prometheus-community/yet-another-cloudwatch-exporter pkg/promutil).
 */
export function sqsSeries(queue: SqsHistory, window: HistoryWindow): readonly SampleSeries[] {
  const labels = {
    account_id: queue.accountId,
    dimension_QueueName: queue.queueName,
    instance: '10.244.2.2:5000',
    job: 'yace',
    name: `arn:aws:sqs:${queue.region}:${queue.accountId}:${queue.queueName}`,
    region: queue.region,
  };
  const times = scrapeTimes(window);
  return [
    gauge('aws_sqs_approximate_number_of_messages_visible_average', labels, times, queue.visibleMessages),
    gauge('aws_sqs_approximate_age_of_oldest_message_maximum', labels, times, queue.oldestMessageSeconds),
  ];
}

/** A Pub/Sub subscription over time. */
export interface PubSubHistory {
  readonly projectId: string;
  readonly subscriptionId: string;
  readonly undeliveredMessages: ValueAt;
  readonly oldestUnackedSeconds: ValueAt;
}

/**
 * What stackdriver_exporter shows of a Pub/Sub subscription: "stackdriver", the monitored resource and the metric
 * type in one name, and the labels unit, project_id and subscription_id
 * (prometheus-community/stackdriver_exporter collectors/monitoring_collector.go, reportTimeSeriesMetrics).
 */
export function pubSubSeries(subscription: PubSubHistory, window: HistoryWindow): readonly SampleSeries[] {
  const prefix = 'stackdriver_pubsub_subscription_pubsub_googleapis_com_subscription';
  const labels = {
    instance: '10.244.2.3:9255',
    job: 'stackdriver-exporter',
    project_id: subscription.projectId,
    subscription_id: subscription.subscriptionId,
  };
  const times = scrapeTimes(window);
  return [
    gauge(
      `${prefix}_num_undelivered_messages`,
      { ...labels, unit: '1' },
      times,
      subscription.undeliveredMessages,
    ),
    gauge(
      `${prefix}_oldest_unacked_message_age`,
      { ...labels, unit: 's' },
      times,
      subscription.oldestUnackedSeconds,
    ),
  ];
}
