import { describe, expect, it } from 'vitest';

import { createOwnership, podsSelectedBy } from '#core/apis/ownership.ts';
import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';

interface Options {
  readonly uid?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly owner?: KubernetesObject;
  readonly ownerUid?: string | undefined;
  readonly controller?: boolean;
}

function object(apiVersion: string, kind: string, name: string, options: Options = {}): KubernetesObject {
  const { uid, namespace = 'prod', labels = {}, owner, controller = true } = options;
  const ownerUid = 'ownerUid' in options ? options.ownerUid : owner?.metadata.uid;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      labels,
      ...(uid === undefined ? {} : { uid }),
      ...(owner && {
        ownerReferences: [
          {
            apiVersion: owner.apiVersion,
            kind: owner.kind,
            name: owner.metadata.name,
            uid: ownerUid,
            controller,
          },
        ],
      }),
    },
  };
}

const names = (objects: readonly KubernetesObject[]): readonly unknown[] =>
  objects.map(({ metadata }) => metadata.name);

const chat = object('apps/v1', 'Deployment', 'chat', { uid: 'd1' });
const older = object('apps/v1', 'ReplicaSet', 'chat-1', { uid: 'r1', owner: chat });
const newer = object('apps/v1', 'ReplicaSet', 'chat-2', { uid: 'r2', owner: chat });
const pods = [
  object('v1', 'Pod', 'chat-1-a', { owner: older }),
  object('v1', 'Pod', 'chat-2-a', { owner: newer }),
  object('v1', 'Pod', 'chat-2-b', { owner: newer }),
];

describe('createOwnership', () => {
  it('finds the pods of a Deployment through its ReplicaSets', () => {
    const other = object('apps/v1', 'StatefulSet', 'db', { uid: 's1' });
    const ownership = createOwnership([
      chat,
      older,
      newer,
      ...pods,
      other,
      object('v1', 'Pod', 'db-0', { owner: other }),
      object('v1', 'Pod', 'alone'),
    ]);
    expect(names(ownership.podsOf(chat))).toEqual(['chat-1-a', 'chat-2-a', 'chat-2-b']);
    expect(names(ownership.podsOf(other))).toEqual(['db-0']);
    expect(names(ownership.podsOf(newer))).toEqual(['chat-2-a', 'chat-2-b']);
    expect(ownership.podsOf(pods[0]!)).toEqual([]);
    expect(names(ownership.controlledBy(chat))).toEqual(['chat-1', 'chat-2']);
  });

  it('goes from a CronJob through its Jobs', () => {
    const nightly = object('batch/v1', 'CronJob', 'nightly', { uid: 'c' });
    const run = object('batch/v1', 'Job', 'nightly-1', { uid: 'j', owner: nightly });
    expect(names(createOwnership([run, object('v1', 'Pod', 'p', { owner: run })]).podsOf(nightly))).toEqual([
      'p',
    ]);
  });

  it('tells a workload from an earlier one of the same name by its uid', () => {
    const gone = object('v1', 'Pod', 'old', { owner: newer, ownerUid: 'other' });
    expect(createOwnership([gone]).podsOf(newer)).toEqual([]);
    expect(names(createOwnership([gone]).podsOf(object('apps/v1', 'ReplicaSet', 'chat-2')))).toEqual(['old']);
  });

  it('finds the pods of a Deployment whose ReplicaSets are not there by the hash in their names', () => {
    const labels = { 'pod-template-hash': '2' };
    const hashed = object('v1', 'Pod', 'chat-2-a', { owner: newer, labels });
    const foreign = object('v1', 'Pod', 'chat-x', { owner: newer, labels: { 'pod-template-hash': '3' } });
    expect(names(createOwnership([hashed, foreign, pods[1]!]).podsOf(chat))).toEqual(['chat-2-a']);
    // With the ReplicaSet there, its owner decides: another Deployment of that name, since gone.
    const orphan = object('apps/v1', 'ReplicaSet', 'chat-2', { owner: chat, ownerUid: 'gone' });
    expect(createOwnership([hashed, orphan]).podsOf(chat)).toEqual([]);
  });

  it('keeps namespaces, groups and mere owners apart', () => {
    const ownership = createOwnership([
      object('v1', 'Pod', 'elsewhere', { owner: newer, namespace: 'dev' }),
      object('v1', 'Pod', 'not-controlled', { owner: newer, controller: false }),
      object('v1', 'Pod', 'foreign', { owner: { ...newer, apiVersion: 'example.com/v1' } }),
    ]);
    expect(ownership.podsOf(newer)).toEqual([]);
  });

  it('ends where references go in a circle', () => {
    const a = object('apps/v1', 'ReplicaSet', 'a', { owner: object('apps/v1', 'ReplicaSet', 'b') });
    const b = object('apps/v1', 'ReplicaSet', 'b', { owner: object('apps/v1', 'ReplicaSet', 'a') });
    expect(createOwnership([a, b]).podsOf(a)).toEqual([]);
  });
});

describe('podsSelectedBy', () => {
  const selector = { matchLabels: { app: 'chat' } };
  const labels = { app: 'chat', 'pod-template-hash': '2' };

  it('finds the pods that the selector matches, whoever controls them', () => {
    const candidates = [
      object('v1', 'Pod', 'own', { labels, owner: newer }),
      object('v1', 'Pod', 'stray', { labels }),
      object('v1', 'Pod', 'other', { labels: { app: 'code' } }),
      object('v1', 'Pod', 'elsewhere', { labels, namespace: 'dev' }),
      object('v1', 'Service', 'service', { labels }),
    ];
    expect(names(podsSelectedBy({ ...chat, spec: { selector } }, candidates))).toEqual(['own', 'stray']);
  });

  it('reads the plain map of a ReplicationController', () => {
    const controller = {
      ...object('v1', 'ReplicationController', 'rc'),
      spec: { selector: { app: 'chat' } },
    };
    expect(podsSelectedBy(controller, [object('v1', 'Pod', 'p', { labels })])).toHaveLength(1);
  });

  it('finds none without a selector', () => {
    expect(podsSelectedBy(chat, pods)).toEqual([]);
  });
});
