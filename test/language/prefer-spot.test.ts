import { describe, expect, it } from 'vitest';

import { codeActions, type EditorCodeAction, offsetAt } from '#core/language/index.ts';
import { createLinter, defaultLintSettings } from '#core/lint/index.ts';
import { applyEdits, createWorkspaceIndex, parseSourceFile } from '#core/manifest/index.ts';

import { contextOf } from './shop.ts';

const KIND = 'refactor.rewrite.preferSpot';

const web = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 4 # enough for the night
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web, version: "3"}}
    spec:
      containers:
        - name: web
          image: registry.example/web:1.4
          resources: {requests: {cpu: 200m, memory: 256Mi}, limits: {memory: 256Mi}}
`;

const pool = (taints = ''): string => `---
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: cheap}
spec:
  template:
    spec:
      requirements:
        - {key: karpenter.sh/capacity-type, operator: In, values: [spot, on-demand]}
${taints}`;

const budget = `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web, namespace: shop}
spec:
  maxUnavailable: 1
  selector: {matchLabels: {app: web}}
`;

type Cloud = NonNullable<(typeof defaultLintSettings)['cloud']>;

function actionsFor(text: string, cloud?: Cloud): readonly EditorCodeAction[] {
  const context = contextOf(new Map([['web.yaml', text]]), new Map());
  const linter = createLinter({ ...defaultLintSettings, ...(cloud === undefined ? {} : { cloud }) });
  return codeActions({
    file: context.workspace.index.files.get('web.yaml')!,
    range: { start: 0, end: 0 },
    only: [KIND],
    findings: [],
    linter,
    context,
    addresses: { uriOf: (path) => path, rulePage: () => undefined },
    fixAllKind: 'source.fixAll',
  });
}

function after(action: EditorCodeAction | undefined, text: string): string {
  const file = parseSourceFile('web.yaml', text);
  const edits = (action?.edit?.changes['web.yaml'] ?? []).map(({ range, newText }) => ({
    file: 'web.yaml',
    newText,
    range: { start: offsetAt(file, range.start), end: offsetAt(file, range.end) },
  }));
  return applyEdits(text, edits);
}

const podSpecOf = (text: string): any =>
  (parseSourceFile('web.yaml', text).documents[0]!.resources[0]!.object as any).spec.template.spec;

describe('preferring spot nodes', () => {
  it('prefers them without requiring them, spreads the pods and adds a budget, and is then not offered again', () => {
    const [action] = actionsFor(web, 'aws');
    expect(action?.title).toBe(
      'Prefer spot nodes for web (eks.amazonaws.com/capacityType=SPOT, with a spread over nodes, a PodDisruptionBudget)',
    );
    const text = after(action, web);
    const spec = podSpecOf(text);
    expect(spec.affinity).toEqual({
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            preference: {
              matchExpressions: [{ key: 'eks.amazonaws.com/capacityType', operator: 'In', values: ['SPOT'] }],
            },
          },
        ],
      },
    });
    expect(spec.topologySpreadConstraints).toEqual([
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { app: 'web' } },
      },
    ]);
    expect(spec.tolerations).toBeUndefined();
    expect(text).toContain('replicas: 4 # enough for the night');
    const index = createWorkspaceIndex([parseSourceFile('web.yaml', text)]);
    expect([...index.resources()].map(({ kind }) => kind)).toEqual(['Deployment', 'PodDisruptionBudget']);
    const strict = createLinter({ ...defaultLintSettings, preset: 'strict', cloud: 'aws' });
    const found = strict.lint(index).findings.map(({ ruleId }) => ruleId);
    expect(found.filter((rule) => /spot|pdb|yaml/.test(rule))).toEqual([]);
    expect(actionsFor(text, 'aws')).toEqual([]);
  });

  it('takes label and taint from a NodePool of the workspace, and adds no second budget or spread', () => {
    const spread =
      '      topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}]\n';
    const text =
      web.replace('      containers:', `${spread}      containers:`) +
      budget +
      pool('      taints: [{key: cheap, value: "yes", effect: NoSchedule}]\n');
    const [action] = actionsFor(text);
    expect(action?.title).toBe(
      'Prefer spot nodes for web (karpenter.sh/capacity-type=spot, with a toleration)',
    );
    expect(podSpecOf(after(action, text)).tolerations).toEqual([
      { key: 'cheap', operator: 'Equal', value: 'yes', effect: 'NoSchedule' },
    ]);
  });

  it('tolerates the taint that AKS puts on its spot nodes', () => {
    const [action] = actionsFor(web, 'azure');
    expect(podSpecOf(after(action, web)).tolerations).toEqual([
      {
        key: 'kubernetes.azure.com/scalesetpriority',
        operator: 'Equal',
        value: 'spot',
        effect: 'NoSchedule',
      },
    ]);
  });

  it.each<[string, string, Cloud | undefined, RegExp]>([
    ['no cloud is known', web, undefined, /^which label spot nodes have is not known/],
    [
      'one replica',
      web.replace('replicas: 4', 'replicas: 1'),
      'aws',
      /^Deployment web has 1: a reclaimed node/,
    ],
    [
      'no replicas are written',
      web.replace(/ {2}replicas: 4.*\n/, ''),
      'aws',
      /names no replicas, which is one/,
    ],
    [
      'pods end too slowly',
      web.replace('      containers:', '      terminationGracePeriodSeconds: 300\n      containers:'),
      'gce',
      /^its pods may take 300 s to end, and Google Cloud gives 30 s of notice$/,
    ],
    [
      'pods hold a volume',
      `${web}      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]\n`,
      'aws',
      /^volume data is a claim/,
    ],
    [
      'no pool has spot nodes',
      web + pool().replace('[spot, on-demand]', '[on-demand]'),
      undefined,
      /^no NodePool of the workspace has karpenter.sh\/capacity-type: spot/,
    ],
  ])('says why not: %s', (_why, text, cloud, reason) => {
    expect(actionsFor(text, cloud)[0]?.disabled?.reason).toMatch(reason);
  });

  it.each([
    ['a node selector', '      nodeSelector: {eks.amazonaws.com/capacityType: ON_DEMAND}\n'],
    [
      'an affinity',
      '      affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: karpenter.sh/capacity-type, operator: In, values: [on-demand]}]}]}}}\n',
    ],
  ])('leaves alone a pod that says what it wants by %s', (_by, wish) => {
    expect(actionsFor(web.replace('      containers:', `${wish}      containers:`), 'aws')).toEqual([]);
  });

  it('joins a preference that is there', () => {
    const text = web.replace(
      '      containers:',
      '      affinity:\n        nodeAffinity:\n          preferredDuringSchedulingIgnoredDuringExecution:\n' +
        '            - weight: 1 # old ones first\n              preference: {matchExpressions: [{key: old, operator: Exists}]}\n      containers:',
    );
    const changed = after(actionsFor(text, 'gce')[0], text);
    expect(changed).toContain('weight: 1 # old ones first');
    expect(
      podSpecOf(changed).affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution,
    ).toHaveLength(2);
  });
});
