import { beforeAll, describe, expect, it } from 'vitest';

import type { WorkloadReport } from '#core/advisor/index.ts';
import { codeActions, type EditorCodeAction, offsetAt } from '#core/language/index.ts';
import { createLinter } from '#core/lint/index.ts';
import { applyEdits, createWorkspaceIndex, parseSourceFile } from '#core/manifest/index.ts';

import { contextOf, platformManifests, platformReports } from './shop.ts';

let manifests: Map<string, string>;
let reports: ReadonlyMap<string, WorkloadReport>;
beforeAll(async () => {
  manifests = platformManifests();
  reports = await platformReports();
});

const fixAllKind = 'source.fixAll.kubectl-autoscale';

function actionsIn(
  path: string,
  texts: ReadonlyMap<string, string>,
  only?: readonly string[],
  known = reports,
  at?: string,
): readonly EditorCodeAction[] {
  const context = contextOf(texts, known);
  const file = context.workspace.index.files.get(path)!;
  const start = at === undefined ? 0 : file.text.indexOf(at);
  const linter = createLinter();
  return codeActions({
    file,
    range: { start, end: at === undefined ? file.text.length : start },
    ...(only ? { only } : {}),
    findings: linter.lint(context.workspace.index, { reportOn: [path] }).findings,
    linter,
    context,
    addresses: { uriOf: (each) => each, rulePage: (id) => `https://example.com/${id}` },
    fixAllKind,
    explainRule: 'explain',
  });
}

/** The text of a file after an action. */
function after(
  action: EditorCodeAction | undefined,
  path: string,
  texts: ReadonlyMap<string, string>,
): string {
  const file = parseSourceFile(path, texts.get(path)!);
  const edits = (action?.edit?.changes[path] ?? []).map(({ range, newText }) => ({
    file: path,
    newText,
    range: { start: offsetAt(file, range.start), end: offsetAt(file, range.end) },
  }));
  return applyEdits(file.text, edits);
}

const embed = 'k8s/embed/deployment.yaml';
const one = (path: string, text: string): Map<string, string> => new Map([[path, text]]);

describe('right-size requests', () => {
  const rightSize = (path: string, texts = manifests, known = reports): EditorCodeAction | undefined =>
    actionsIn(path, texts, ['refactor.rewrite.rightSize'], known)[0];

  it('writes what the report recommends and says what that saves', () => {
    const action = rightSize(embed);
    expect(action?.title).toMatch(
      /^Right-size requests of embed \(cpu p95 \+ 15 %, memory maximum \+ 15 %: saves \$\d+–\d+\/mo; HPA target 60 → 77 %\)$/,
    );
    const [file] = [parseSourceFile(embed, after(action, embed, manifests))];
    const [container] = (file.documents[0]!.resources[0]!.object as any).spec.template.spec.containers;
    const wanted = reports.get('apps/Deployment/prod/embed')!.requests;
    expect(container.resources.requests.cpu).toBe('1.55');
    expect(wanted.find(({ resource }) => resource === 'cpu')!.recommendedRequest).toBe('1550m');
    expect(container.resources.requests.memory).toBe(
      wanted.find(({ resource }) => resource === 'memory')!.recommendedRequest,
    );
  });

  it('keeps comments and units, and never asks for more than the limit', () => {
    const path = 'k8s/llm-chat/deployment.yaml';
    const text = after(rightSize(path), path, manifests);
    expect(text).toContain('cpu: "2.1"        # sized for the first release, never looked at again');
    expect(text).toMatch(/memory: 9Gi\n\s+limits:\n\s+memory: 9Gi/);
  });

  it('says no cost where the manifest is not what the cluster runs', () => {
    const edited = new Map(manifests).set(embed, manifests.get(embed)!.replace('cpu: "2"', 'cpu: "5"'));
    expect(edited.get(embed)).not.toBe(manifests.get(embed));
    expect(rightSize(embed, edited)?.title).toBe(
      'Right-size requests of embed (cpu p95 + 15 %, memory maximum + 15 %; HPA target 60 → 194 %)',
    );
  });

  it('explains instead where a VPA sets the requests', () => {
    const { edit, disabled } = rightSize('k8s/gateway/deployment.yaml')!;
    expect(edit).toBeUndefined();
    expect(disabled?.reason).toMatch(/^VerticalPodAutoscaler gateway sets the requests of its pods/);
  });

  it('explains instead where an anchor or a template stands', () => {
    const reason = (from: string, to: string): unknown => {
      const text = manifests.get(embed)!.replace(from, to);
      expect(text).not.toBe(manifests.get(embed));
      return rightSize(embed, new Map(manifests).set(embed, text));
    };
    expect(reason('cpu: "2"', 'cpu: "${CPU}"')).toMatchObject({
      disabled: { reason: expect.stringMatching(/filled in by a template.* \(line 23\)$/) },
    });
    const sizes = 'requests: {cpu: "2", memory: 4Gi}';
    const shared = sizes.replace('{', '&sizes {');
    expect(reason(sizes, `${shared}\n            x: *sizes`)).toMatchObject({
      disabled: { reason: expect.stringContaining('shared through an anchor') },
    });
  });

  it('moves the utilization target of an HPA with the requests, in its own file', () => {
    const path = 'k8s/embed/cpu.yaml';
    const hpa =
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: embed-cpu, namespace: prod}\nspec:\n' +
      '  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: embed}\n  maxReplicas: 12\n  metrics:\n' +
      '    - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 62}}}\n';
    const texts = new Map(manifests).set(path, hpa);
    const action = rightSize(embed, texts);
    // 62 % of 2 cores are 80 % of 1.55.
    expect(action?.title).toMatch(/saves \$\d+–\d+\/mo; HPA target 62 → 80 %, 60 → 77 %\)$/);
    expect(after(action, path, texts)).toBe(hpa.replace('62', '80'));
    expect(after(action, embed, texts)).toContain('cpu: "1.55"');
  });

  it('is not there without data', () => {
    expect(rightSize(embed, manifests, new Map())).toBeUndefined();
  });

  it('has an action for the container that is selected, where there are several', () => {
    const chat = 'k8s/llm-chat/deployment.yaml';
    const at = (words: string) =>
      actionsIn(chat, manifests, ['refactor.rewrite.rightSize'], reports, words).map(({ title }) => title);
    expect(at('cpu: "3"')).toEqual([
      expect.stringMatching(/^Right-size requests of llm-chat \(/),
      expect.stringMatching(/^Right-size requests of container vllm \(cpu p95 \+ 15 %/),
    ]);
    expect(at('kind: Deployment')).toHaveLength(1);
    const [, own] = actionsIn(chat, manifests, ['refactor.rewrite.rightSize'], reports, 'cpu: "3"');
    const text = after(own, chat, manifests);
    expect(text).toContain('cpu: "2.1"');
    expect(text).toContain('requests: {cpu: 100m');
  });

  it('has one for a whole file with several workloads, of which a VPA keeps its own', () => {
    const [chat, gateway] = ['k8s/llm-chat/deployment.yaml', 'k8s/gateway/deployment.yaml'];
    const together = `${manifests.get(embed)!}---\n${manifests.get(chat)!}---\n${manifests.get(gateway)!}`;
    const texts = new Map(manifests).set('k8s/all.yaml', together);
    for (const path of [embed, chat, gateway]) texts.delete(path);
    const whole = actionsIn(
      'k8s/all.yaml',
      texts,
      ['refactor.rewrite.rightSize'],
      reports,
      'kind: Deploy',
    ).at(-1);
    expect(whole?.title).toBe('Right-size requests of all 2 workloads in this file');
    const text = after(whole, 'k8s/all.yaml', texts);
    expect(text).toContain('cpu: "2.1"        # sized for the first release');
    expect(text).toContain('cpu: "1.55"');
    expect(text).toContain(manifests.get(gateway)!);
  });
});

const gpuPod = `apiVersion: apps/v1
kind: Deployment
metadata: {name: train, namespace: ml}
spec:
  selector: {matchLabels: {app: train}}
  template:
    metadata: {labels: {app: train}}
    spec:
      containers:
        - name: train
          image: train:1
          resources: {limits: {nvidia.com/gpu: 1}}
`;

describe('GPU toleration', () => {
  const gpu = (text: string): readonly EditorCodeAction[] =>
    actionsIn('train.yaml', one('train.yaml', text), ['refactor.rewrite.gpuToleration'], new Map());

  it('is added, alone or with a node selector, and then not offered again', () => {
    const [alone, both] = gpu(gpuPod);
    const text = after(both, 'train.yaml', one('train.yaml', gpuPod));
    expect(alone?.title).toBe('Add GPU toleration (nvidia.com/gpu:NoSchedule)');
    const { spec } = (parseSourceFile('train.yaml', text).documents[0]!.resources[0]!.object as any).spec
      .template;
    expect(spec.tolerations).toEqual([{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }]);
    expect(spec.nodeSelector).toEqual({ 'nvidia.com/gpu.present': 'true' });
    expect(gpu(text)).toEqual([]);
  });

  it('joins tolerations that are there', () => {
    const text = gpuPod.replace(
      '      containers:',
      '      tolerations: [{key: spot, operator: Exists}]\n      containers:',
    );
    const [alone] = gpu(text);
    expect(after(alone, 'train.yaml', one('train.yaml', text))).toContain(
      'tolerations: [{key: spot, operator: Exists}, {key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}]',
    );
  });

  it('is nothing for a pod without GPUs', () => {
    expect(gpu(gpuPod.replace('nvidia.com/gpu', 'cpu'))).toEqual([]);
  });
});

const oldHpa = `# the old one
apiVersion: autoscaling/v2beta2
kind: HorizontalPodAutoscaler
metadata: {name: chat, namespace: prod}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: chat}
  minReplicas: 5
  maxReplicas: 3
  metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
`;

describe('new objects for a workload', () => {
  const web = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: registry.example/web:1.4
          resources: {requests: {cpu: 200m, memory: 256Mi}, limits: {memory: 256Mi}}
`;
  const create = (texts: ReadonlyMap<string, string>, at?: string): readonly EditorCodeAction[] =>
    actionsIn('web.yaml', texts, ['refactor.rewrite.create'], new Map(), at);

  it('are an HPA, a VPA and a budget that lint clean, and are not offered again', () => {
    let texts = one('web.yaml', web);
    expect(create(texts).map(({ title }) => title)).toEqual([
      'Create HPA for web (2–10 replicas, CPU 70 %)',
      'Create VPA for web that only recommends',
      'Add PodDisruptionBudget for web (one pod at a time)',
    ]);
    for (let left = 3; left > 0; left--) {
      const [first, ...others] = create(texts);
      expect(others).toHaveLength(left - 1);
      texts = one('web.yaml', after(first, 'web.yaml', texts));
    }
    expect(create(texts)).toEqual([]);
    const text = texts.get('web.yaml')!;
    expect(text.startsWith(web)).toBe(true);
    expect(
      parseSourceFile('web.yaml', text).documents.flatMap(({ resources }) =>
        resources.map(({ kind }) => kind),
      ),
    ).toEqual(['Deployment', 'HorizontalPodAutoscaler', 'VerticalPodAutoscaler', 'PodDisruptionBudget']);
    const index = createWorkspaceIndex([parseSourceFile('web.yaml', text)]);
    expect(createLinter().lint(index).findings).toEqual([]);
  });

  it('take the bounds of an HPA from the replicas that were measured', () => {
    const texts = new Map([[embed, manifests.get(embed)!]]);
    const [hpa] = actionsIn(embed, texts, ['refactor.rewrite.create']);
    expect(hpa?.title).toMatch(/^Create HPA for embed \(([2-9])–(\d+) replicas, CPU 70 %\)$/);
    expect(hpa?.title).not.toContain('2–10');
    expect(after(hpa, embed, texts)).toMatch(/minReplicas: \d+\n {2}maxReplicas: \d+\n/);
  });

  it('say why not: no request to take a share of, a VPA that sets it, a file that holds one document', () => {
    const reason = (text: string, path = 'web.yaml'): string | undefined =>
      actionsIn(path, one(path, text), ['refactor.rewrite.create'], new Map())[0]?.disabled?.reason;
    expect(reason(web.replace('cpu: 200m, ', ''))).toMatch(/^container web requests no CPU/);
    const vpa =
      '---\napiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata: {name: v, namespace: shop}\nspec:\n' +
      '  targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n  updatePolicy: {updateMode: Recreate}\n';
    expect(reason(web + vpa)).toMatch(/^VerticalPodAutoscaler v sets the CPU requests/);
    const json = JSON.stringify(parseSourceFile('a.yaml', web).documents[0]!.resources[0]!.object);
    expect(reason(json, 'web.json')).toBe('a JSON file holds one document');
  });

  it('are offered at the head of a workload, not at each of its lines', () => {
    const at = (words: string): boolean =>
      actionsIn('web.yaml', one('web.yaml', web), undefined, new Map(), words).some(({ title }) =>
        title.startsWith('Create HPA'),
      );
    expect([at('kind:'), at('name: web, '), at('image:')]).toEqual([true, true, false]);
  });

  it('keep the line ends of the file', () => {
    const texts = one('web.yaml', web.replaceAll('\n', '\r\n').trimEnd());
    const text = after(create(texts)[0], 'web.yaml', texts);
    expect(text).toContain('\r\n---\r\napiVersion: autoscaling/v2\r\n');
    expect(text).not.toMatch(/[^\r]\n/);
  });
});

describe('convert to autoscaling/v2', () => {
  const v1 = `apiVersion: autoscaling/v1 # old
kind: HorizontalPodAutoscaler
metadata: {name: a}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}
  minReplicas: 2
  maxReplicas: 5 # enough
  targetCPUUtilizationPercentage: 60
`;
  const convert = (text: string): EditorCodeAction | undefined =>
    actionsIn('a.yaml', one('a.yaml', text), ['refactor.rewrite.convertHpa'], new Map())[0];

  it('makes a metric of the field and keeps everything else', () => {
    const text = after(convert(v1), 'a.yaml', one('a.yaml', v1));
    expect(text).toContain('apiVersion: autoscaling/v2 # old\n');
    expect(text).toContain('  maxReplicas: 5 # enough\n');
    expect(text).not.toContain('targetCPUUtilizationPercentage');
    expect(parseSourceFile('a.yaml', text).documents[0]!.resources[0]!.object.spec).toMatchObject({
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } },
        },
      ],
    });
    expect(convert(text)).toBeUndefined();
  });

  it('says why not where an annotation holds metrics', () => {
    const annotated = v1.replace(
      '{name: a}\nspec',
      "{name: a, annotations: {autoscaling.alpha.kubernetes.io/metrics: '[]'}}\nspec",
    );
    expect(convert(annotated)?.disabled?.reason).toMatch(/^the annotation autoscaling\.alpha.*metrics holds/);
  });
});

describe('fixes', () => {
  const texts = one('hpa.yaml', oldHpa);

  it('are offered at their finding, a safe one as the preferred one', () => {
    const actions = actionsIn('hpa.yaml', texts, ['quickfix'], new Map());
    const convert = actions.find(({ diagnostics }) => diagnostics?.[0]?.code === 'hpa-removed-api');
    expect(convert).toMatchObject({ kind: 'quickfix', isPreferred: true });
    expect(after(convert, 'hpa.yaml', texts)).toBe(oldHpa.replace('v2beta2', 'v2'));
    const swap = actions.find(({ title }) => title.startsWith('Swap'));
    expect(swap).toMatchObject({ isPreferred: false });
  });

  it('that are safe are applied together, when asked for and not before', () => {
    expect(actionsIn('hpa.yaml', texts).some(({ kind }) => kind === fixAllKind)).toBe(false);
    const [all] = actionsIn('hpa.yaml', texts, ['source.fixAll']);
    expect(all?.title).toBe('Apply 1 safe fix of kubectl-autoscale');
    // A suggestion changes behaviour: minReplicas and maxReplicas stay.
    expect(after(all, 'hpa.yaml', texts)).toBe(oldHpa.replace('v2beta2', 'v2'));
    expect(
      actionsIn('hpa.yaml', one('hpa.yaml', oldHpa.replace('v2beta2', 'v2')), ['source.fixAll']),
    ).toEqual([]);
  });

  it('explain their rule by its page', () => {
    const explain = actionsIn('hpa.yaml', texts).find(({ title }) => title === 'Explain hpa-removed-api');
    expect(explain?.command).toEqual({
      title: 'Explain hpa-removed-api',
      command: 'explain',
      arguments: [{ ruleId: 'hpa-removed-api', url: 'https://example.com/hpa-removed-api' }],
    });
  });
});

describe('disable a rule', () => {
  const titles = (path: string, text: string): readonly string[] =>
    actionsIn(path, one(path, text), ['quickfix'], new Map())
      .map(({ title }) => title)
      .filter((title) => title.startsWith('Disable'));

  it('silences the finding from the line above, or in the whole file', () => {
    const texts = one('hpa.yaml', oldHpa);
    for (const where of ['line', 'file']) {
      const action = actionsIn('hpa.yaml', texts).find(
        ({ title }) => title === `Disable hpa-min-greater-than-max for this ${where}`,
      );
      const text = after(action, 'hpa.yaml', texts);
      expect(titles('hpa.yaml', text).join()).not.toContain('hpa-min-greater-than-max');
      expect(titles('hpa.yaml', text).join()).toContain('hpa-removed-api');
    }
  });

  it('is not offered where a comment would be content', () => {
    const json = JSON.stringify(
      parseSourceFile('a.yaml', oldHpa).documents[0]!.resources[0]!.object,
      null,
      2,
    );
    expect(titles('hpa.json', json)).toEqual([]);
  });
});
