import { setTimeout as sleep } from 'node:timers/promises';

import { startControlPlane } from './control-plane.ts';

// Run as a process of its own by leftovers.test.ts: starts etcd and kube-apiserver, says where, and waits to be ended.
const { directory, url } = await startControlPlane({ hpa: false, scheduler: false, kwok: false });
console.log(JSON.stringify({ directory, port: Number(new URL(url).port) }));
await sleep(120_000);
