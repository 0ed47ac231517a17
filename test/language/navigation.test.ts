import { describe, expect, it } from 'vitest';

import {
  definitions,
  documentLinks,
  type EditorRange,
  type NavigationContext,
  offsetAt,
  references,
} from '#core/language/index.ts';
import { Workspace } from '#core/lint/workspace.ts';
import { createWorkspaceIndex, parseSourceFile, type SourceFile } from '#core/manifest/index.ts';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: chat, namespace: prod}
spec:
  selector: {matchLabels: {app: chat}}
  template:
    metadata: {labels: {app: chat}}
    spec:
      priorityClassName: inference
      containers:
        - name: app
          image: chat:1
        - name: proxy
          image: proxy:1
`;
const hpa = `# autoscale-disable-file hpa-no-metrics, no-such-rule -- tried by hand
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: chat-hpa, namespace: prod}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: chat}
  maxReplicas: 5
  metrics:
    - type: ContainerResource
      containerResource: {name: cpu, container: proxy, target: {type: Utilization, averageUtilization: 60}}
`;
const vpa = `apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: {name: chat-vpa, namespace: prod}
spec:
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: chat}
  resourcePolicy: {containerPolicies: [{containerName: app, mode: Auto}, {containerName: gone, mode: "Off"}]}
`;
const others = `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: chat-pdb, namespace: prod}
spec:
  selector: {matchLabels: {app: chat}}
  maxUnavailable: 1
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: inference}
value: 1000
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: chat-so, namespace: elsewhere}
spec: {scaleTargetRef: {name: nobody}, triggers: []}
`;
const files = new Map<string, SourceFile>(
  Object.entries({
    'a/chat.yaml': deployment,
    'a/hpa.yaml': hpa,
    'a/vpa.yaml': vpa,
    'a/others.yaml': others,
  }).map(([path, text]) => [path, parseSourceFile(path, text)]),
);
const context: NavigationContext = {
  workspace: new Workspace(createWorkspaceIndex(files.values()), { scope: 'open' }),
  addresses: { uriOf: (path) => `file:///${path}`, rulePage: (id) => `file:///rules/${id}.md` },
};

function textOf(uri: string, { start, end }: EditorRange): string {
  const file = files.get(uri.replace('file:///', ''))!;
  return file.text.slice(offsetAt(file, start), offsetAt(file, end));
}

/** `a/chat.yaml: chat` for each place that the text at `words` leads to. */
function defined(path: string, words: string): readonly string[] {
  const file = files.get(path)!;
  return definitions(file, file.text.indexOf(words), context).map(
    ({ targetUri, targetSelectionRange }) =>
      `${targetUri.slice(8)}: ${textOf(targetUri, targetSelectionRange)}`,
  );
}

function referring(path: string, words: string, declaration = false): readonly string[] {
  const file = files.get(path)!;
  return references(file, file.text.indexOf(words), declaration, context).map(
    ({ uri, range }) => `${uri.slice(8)}: ${textOf(uri, range)}`,
  );
}

describe('definitions', () => {
  it.each([
    ['a/hpa.yaml', 'name: chat}', ['a/chat.yaml: chat']],
    ['a/hpa.yaml', 'scaleTargetRef', ['a/chat.yaml: chat']],
    ['a/hpa.yaml', 'proxy', ['a/chat.yaml: proxy']],
    ['a/vpa.yaml', 'targetRef', ['a/chat.yaml: chat']],
    ['a/vpa.yaml', 'containerName: app', ['a/chat.yaml: app']],
    ['a/others.yaml', 'matchLabels', ['a/chat.yaml: chat']],
    ['a/chat.yaml', 'priorityClassName', ['a/others.yaml: inference']],
    // What is not there, and what is no reference.
    ['a/vpa.yaml', 'gone', []],
    ['a/others.yaml', 'nobody', []],
    ['a/hpa.yaml', 'maxReplicas', []],
    ['a/chat.yaml', 'image', []],
  ])('%s at %s', (path, words, wanted) => {
    expect(defined(path, words)).toEqual(wanted);
  });

  it('underline the whole reference', () => {
    const file = files.get('a/hpa.yaml')!;
    const [link] = definitions(file, file.text.indexOf('name: chat}'), context);
    expect(textOf('file:///a/hpa.yaml', link!.originSelectionRange)).toMatch(
      /^scaleTargetRef: \{.*name: chat\}$/,
    );
  });
});

describe('references', () => {
  const toChat = [
    'a/hpa.yaml: {apiVersion: apps/v1, kind: Deployment, name: chat}',
    'a/vpa.yaml: {apiVersion: apps/v1, kind: Deployment, name: chat}',
    'a/others.yaml: {matchLabels: {app: chat}}',
  ];

  it('of a workload are its autoscalers and budgets, from its name, its kind and any of them', () => {
    expect(referring('a/chat.yaml', 'name: chat')).toEqual(toChat);
    expect(referring('a/chat.yaml', 'kind: Deployment')).toEqual(toChat);
    expect(referring('a/vpa.yaml', 'targetRef')).toEqual(toChat);
    expect(referring('a/chat.yaml', 'name: chat', true)).toEqual(['a/chat.yaml: chat', ...toChat]);
  });

  it('of a container are the metrics and policies that name it', () => {
    expect(referring('a/chat.yaml', 'name: proxy')).toEqual(['a/hpa.yaml: proxy']);
    expect(referring('a/chat.yaml', 'name: app')).toEqual(['a/vpa.yaml: app']);
  });

  it('of a PriorityClass are the pods in it, and of nothing none', () => {
    expect(referring('a/others.yaml', 'name: inference')).toEqual(['a/chat.yaml: inference']);
    expect(referring('a/chat.yaml', 'image')).toEqual([]);
  });
});

describe('document links', () => {
  it('lead from a name to its manifest and from a silenced rule to its page', () => {
    const links = documentLinks(files.get('a/hpa.yaml')!, context);
    expect(links.map(({ range, target }) => [textOf('file:///a/hpa.yaml', range), target])).toEqual([
      ['chat', 'file:///a/chat.yaml#L3,18'],
      ['hpa-no-metrics', 'file:///rules/hpa-no-metrics.md'],
    ]);
    expect(links[0]!.tooltip).toBe('Deployment chat in a/chat.yaml');
  });
});
