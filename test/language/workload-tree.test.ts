import { beforeAll, describe, expect, it } from 'vitest';

import { type AnnotationContext, workloadTree } from '#core/language/index.ts';
import { createLinter } from '#core/lint/index.ts';

import { contextOf, platformManifests, platformReports } from './shop.ts';

let context: AnnotationContext;
beforeAll(async () => {
  context = contextOf(platformManifests(), await platformReports());
});

function tree(of = context) {
  const { findings } = createLinter().lint(of.workspace.index);
  return workloadTree(of, findings, { uriOf: (path) => `file:///${path}` });
}

describe('the tree of autoscaled workloads', () => {
  it('has each with what scales and guards it, in whatever file that stands', () => {
    const chat = tree().find(({ name }) => name === 'llm-chat');
    expect(chat).toMatchObject({
      kind: 'Deployment',
      namespace: 'prod',
      uri: 'file:///k8s/llm-chat/deployment.yaml',
      cost: expect.stringMatching(/^\$[\d,]+–[\d,]+\/mo$/),
    });
    expect(chat?.scalers.map(({ kind, uri, text }) => [kind, uri, text])).toEqual([
      [
        'HorizontalPodAutoscaler',
        'file:///k8s/llm-chat/hpa.yaml',
        '2–16 on vllm:num_requests_running 16/pod',
      ],
      ['PodDisruptionBudget', 'file:///k8s/llm-chat/pdb.yaml', 'at least 2 available'],
    ]);
  });

  it('counts findings of the workload and of what belongs to it, and puts errors first', () => {
    const nodes = tree();
    expect(nodes[0]!.errors).toBeGreaterThan(0);
    expect(nodes.map(({ errors }) => errors)).toEqual(
      nodes.map(({ errors }) => errors).sort((a, b) => b - a),
    );
    const { findings } = createLinter().lint(context.workspace.index);
    const inChat = findings.filter(
      ({ file, severity }) => file.startsWith('k8s/llm-chat/') && severity === 'error',
    );
    expect(nodes.find(({ name }) => name === 'llm-chat')?.errors).toBe(inChat.length);
  });

  it('leaves out what nothing scales, and costs that are not known', () => {
    const bare = contextOf(platformManifests(), new Map());
    const nodes = tree(bare);
    expect(nodes.every(({ cost }) => cost === undefined)).toBe(true);
    const names = [...bare.workspace.index.resources()]
      .filter(({ kind }) => kind === 'Deployment')
      .map(({ name }) => name);
    expect(nodes.length).toBeLessThan(names.length);
    for (const { scalers } of nodes) expect(scalers).not.toHaveLength(0);
  });
});
