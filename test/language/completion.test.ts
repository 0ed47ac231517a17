import { describe, expect, it } from 'vitest';

import { completions, offsetAt } from '#core/language/index.ts';
import { defaultLintSettings } from '#core/lint/index.ts';
import { Workspace } from '#core/lint/workspace.ts';
import { applyEdits, createWorkspaceIndex, parseSourceFile } from '#core/manifest/index.ts';
import type { ServedMetricNames } from '#core/ports/index.ts';

const others = `apiVersion: apps/v1
kind: Deployment
metadata: {name: chat, namespace: prod}
spec:
  selector: {matchLabels: {app: chat}}
  template:
    metadata: {labels: {app: chat}}
    spec: {containers: [{name: app, image: chat:1}, {name: proxy, image: proxy:1}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: prod}
spec:
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: db:1}]}
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: inference}
value: 1000
`;

/** The completions at \`|\` of a text beside the other manifests, with the text after taking the first. */
function complete(
  marked: string,
  servedMetrics?: ServedMetricNames,
): { readonly labels: readonly string[]; readonly after: string } {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const file = parseSourceFile('a/typed.yaml', text);
  const index = createWorkspaceIndex([file, parseSourceFile('a/others.yaml', others)]);
  const context = {
    workspace: new Workspace(index, { scope: 'open' }),
    settings: defaultLintSettings,
    ...(servedMetrics ? { servedMetrics } : {}),
  };
  const items = [...completions(file, offset, context)].sort((a, b) => (a.sortText < b.sortText ? -1 : 1));
  const [first] = items;
  const range = first && {
    start: offsetAt(file, first.textEdit.range.start),
    end: offsetAt(file, first.textEdit.range.end),
  };
  return {
    labels: items.map(({ label }) => label),
    after: range ? applyEdits(text, [{ range, newText: first.textEdit.newText }]) : text,
  };
}

const hpa = (rest: string): string =>
  `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a, namespace: prod}\nspec:\n${rest}`;
const vpa = (rest: string): string =>
  `apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata: {name: a, namespace: prod}\nspec:\n${rest}`;
const scaled = '  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: chat}\n  metrics:\n';

describe('completion', () => {
  it.each<[string, string, readonly string[]]>([
    ['a target, before its kind', hpa('  scaleTargetRef:\n    name: |\n'), ['chat', 'db']],
    ['a target of a kind', hpa('  scaleTargetRef:\n    kind: StatefulSet\n    name: |\n'), ['db']],
    ['a target in braces', hpa('  scaleTargetRef: {kind: Deployment, name: c|}\n'), ['chat']],
    ['a target in open braces', hpa('  scaleTargetRef: {kind: Deployment, name: |\n'), ['chat', 'db']],
    ['the target of a VPA', vpa('  targetRef:\n    kind: Deployment\n    name: ch|\n'), ['chat']],
    [
      "KEDA's target, a Deployment by default",
      'apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: a}\nspec:\n  scaleTargetRef:\n    name: |\n',
      ['chat'],
    ],
    [
      'a container of an HPA',
      hpa(`${scaled}  - type: ContainerResource\n    containerResource:\n      container: |\n`),
      ['app', 'proxy'],
    ],
    [
      'a container of a VPA',
      vpa(
        '  targetRef: {apiVersion: apps/v1, kind: Deployment, name: chat}\n  resourcePolicy:\n    containerPolicies:\n      - containerName: |\n',
      ),
      ['app', 'proxy', '"*"'],
    ],
    [
      'a resource',
      hpa(`${scaled}    - type: Resource\n      resource:\n        name: |\n`),
      ['cpu', 'memory'],
    ],
    [
      'the mode of a VPA',
      vpa('  updatePolicy:\n    updateMode: |\n'),
      ['"Off"', 'InPlace', 'InPlaceOrRecreate', 'Initial', 'Recreate'],
    ],
    [
      'a priority',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  priorityClassName: |\n  containers: []\n',
      ['inference', 'system-cluster-critical', 'system-node-critical'],
    ],
    [
      'a label by which pods spread',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, namespace: prod}\nspec:\n  template:\n    spec:\n      topologySpreadConstraints:\n        - labelSelector: {matchLabels: {app: |}}\n',
      ['chat', 'db'],
    ],
    [
      'nothing for the labels of a series',
      hpa(`${scaled}    - external: {metric: {name: x, selector: {matchLabels: {app: |}}}}\n`),
      [],
    ],
    [
      'a label of a budget',
      'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: a, namespace: prod}\nspec:\n  selector:\n    matchLabels:\n      app: |\n',
      ['chat', 'db'],
    ],
    ['nothing where a schema knows', hpa('  minReplicas: |\n'), []],
    ['nothing in another document', `${hpa('  maxReplicas: 3\n')}---\nkind: Other\nname: |\n`, []],
    ['nothing in an empty file', '|', []],
  ])('offers %s', (_what, text, labels) => {
    expect(complete(text).labels).toEqual(labels);
  });

  it('replaces the word that is being typed, before and behind the cursor', () => {
    const text = hpa('  scaleTargetRef: {kind: Deployment, name: ch|urn}\n');
    expect(complete(text).after).toBe(hpa('  scaleTargetRef: {kind: Deployment, name: chat}\n'));
  });

  it("knows the metrics that the adapter's catalogue serves", () => {
    const custom = complete(
      hpa(`${scaled}    - type: Pods\n      pods:\n        metric:\n          name: |\n`),
    ).labels;
    expect(custom).toEqual(expect.arrayContaining(['inference_queue_depth', 'requests_per_second']));
    const external = complete(
      hpa(`${scaled}    - type: External\n      external: {metric: {name: |}}\n`),
    ).labels;
    expect(external).toContain('requests_per_second');
    expect(external).not.toEqual(custom);
  });

  it('puts first what the cluster serves now, of pods or of other objects as the source says', () => {
    const served = {
      custom: [
        { resource: 'pods', name: 'zz_own_queue' },
        { resource: 'pods', name: 'requests_per_second' },
        { resource: 'services', name: 'zz_own_latency' },
      ],
      external: ['zz_sqs_messages'],
    };
    const at = (source: string): readonly string[] =>
      complete(hpa(`${scaled}    - ${source}: {metric: {name: |}}\n`), served).labels;
    expect(at('pods').slice(0, 2)).toEqual(['requests_per_second', 'zz_own_queue']);
    expect(at('pods').filter((label) => label === 'requests_per_second')).toHaveLength(1);
    expect(at('pods')).not.toContain('zz_own_latency');
    expect(at('object')[0]).toBe('zz_own_latency');
    expect(at('external')[0]).toBe('zz_sqs_messages');
  });

  const autoscaler = (version: string, args: string): string =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cluster-autoscaler}\nspec:\n  template:\n    spec:\n      containers:\n        - name: ca\n          image: registry.k8s.io/autoscaling/cluster-autoscaler:v${version}\n          args:\n            - --cloud-provider=aws\n${args}`;

  it('offers the flags of the release that runs, without those that are set', () => {
    const at = (version: string) => complete(autoscaler(version, '            - --|\n')).labels;
    expect(at('1.36.1')).toContain('--capacity-quotas-enabled=');
    expect(at('1.33.0')).not.toContain('--capacity-quotas-enabled=');
    expect(at('1.36.1')).not.toContain('--cloud-provider=');
    // Deprecated ones come last.
    expect(at('1.36.1').at(-1)).toMatch(
      /^--(ignore-taint|max-empty-bulk-delete|scale-down-enabled|cluster-snapshot-parallelism)=$/,
    );
    const other = autoscaler('1.36.1', '            - --|\n')
      .replace('autoscaling/cluster-autoscaler:', 'web:')
      .replace('name: cluster-autoscaler', 'name: web');
    expect(complete(other).labels).toEqual([]);
  });

  it('offers expanders, also as the second of a list', () => {
    const text = autoscaler('1.36.1', '            - --expander=priority,le|\n');
    expect(complete(text).labels).toContain('--expander=priority,least-waste');
  });

  it('offers rules in a comment that silences them, and not in its reason', () => {
    expect(complete('# autoscale-disable-file hpa-|\n').labels).toContain('hpa-no-metrics');
    expect(complete('# autoscale-disable-file hpa-no-metrics -- because |\n').labels).toEqual([]);
  });
});
