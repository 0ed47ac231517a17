import { workloadKinds } from '../../apis/workload.ts';
import { replaceValue } from '../fix.ts';
import { kubernetesDocs, thread } from '../links.ts';
import { defineRule } from '../rule.ts';
import { spotNotices, spotPinOf } from '../spot.ts';

export const spotGraceExceedsNotice = defineRule({
  id: 'spot-grace-exceeds-notice',
  meta: {
    summary: 'A pod on spot nodes wants more time to end than the cloud gives notice.',
    why: 'The instance is gone before the grace period is over, so the pod is killed in the midst of its work.',
    remediation: 'End within the notice, or run on demand what cannot.',
    severity: 'warning',
    category: 'gpu',
    preset: 'recommended',
    appliesTo: workloadKinds,
    fix: 'suggestion',
    messages: {
      exceeds:
        'terminationGracePeriodSeconds {seconds} is longer than the {notice} s notice of {cloud} spot nodes',
    },
    references: [
      {
        title: 'AWS: Spot instance interruption notices',
        url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html',
      },
      {
        title: 'Azure: Spot VMs, eviction notice',
        url: 'https://learn.microsoft.com/azure/virtual-machines/spot-vms',
      },
      {
        title: 'Google Cloud: Spot VMs, preemption process',
        url: 'https://cloud.google.com/compute/docs/instances/spot',
      },
      thread('aws/karpenter-provider-aws', 8160, 'pods killed before their grace period ends'),
      kubernetesDocs('concepts/workloads/pods/pod-lifecycle/#pod-termination', 'pod termination'),
    ],
  },
  check({ workload, root, settings, report }) {
    const seconds = workload?.template.terminationGracePeriodSeconds;
    if (!workload || seconds === undefined) return;
    const cloud = spotPinOf(workload.template, settings.cloud);
    if (!cloud || seconds <= spotNotices[cloud].seconds) return;
    const at = root.get(...workload.template.path, 'spec', 'terminationGracePeriodSeconds');
    const { name, seconds: notice } = spotNotices[cloud];
    const fixes = replaceValue('suggestion', `Shorten it to ${notice} s`, at, notice);
    report({ messageId: 'exceeds', data: { seconds, notice, cloud: name }, at, fixes });
  },
});
