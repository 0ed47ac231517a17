import { setTimeout as sleep } from 'node:timers/promises';

import { startControlPlane } from './control-plane.ts';

// A process of its own for tests: starts etcd and kube-apiserver, and with the argument `controllers` the others too,
// says where, and waits to be ended.
const whole = process.argv[2] === 'controllers';
const { directory, url, kubeconfigs } = await startControlPlane(
  whole ? {} : { hpa: false, scheduler: false, kwok: false },
);
console.log(
  JSON.stringify({ directory, port: Number(new URL(url).port), kubeconfig: kubeconfigs.admin.path }),
);
await sleep(600_000);
