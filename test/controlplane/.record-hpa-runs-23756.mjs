// test/controlplane/record-hpa-runs.ts
import { mkdirSync as mkdirSync2, writeFileSync as writeFileSync5 } from 'node:fs';
import { join as join10 } from 'node:path';

// test/controlplane/recording/hpa-run.ts
function formatHpaRun(run) {
  const { hpa, pods, syncs, ...head } = run;
  const list = (name, items) => `  "${name}": [
${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}
  ]`;
  const opening = JSON.stringify(head, null, 2).replace(/\n}$/, '');
  return `${opening},
${[list('hpa', hpa), list('pods', pods), list('syncs', syncs)].join(',\n')}
}
`;
}

// test/controlplane/recording/record.ts
import { setTimeout as sleep2 } from 'node:timers/promises';

// test/controlplane/api-server.ts
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync as writeFileSync2 } from 'node:fs';
import { join as join4 } from 'node:path';

// test/controlplane/binaries.ts
import { accessSync, constants, readFileSync as readFileSync2, statSync } from 'node:fs';
import { delimiter, join as join2 } from 'node:path';

// test/controlplane/binary-cache.mjs
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
var goModulesDirectory = join(dirname(fileURLToPath(import.meta.url)), 'go');
function pinnedKubernetesVersion() {
  return requiredVersion(join(goModulesDirectory, 'kubernetes'), 'k8s.io/kubernetes').slice(1);
}
function requiredVersion(moduleDirectory, modulePath) {
  const file = join(moduleDirectory, 'go.mod');
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const words = line
      .trim()
      .replace(/^require /, '')
      .split(/\s+/);
    if (words[0] === modulePath && words[1]?.startsWith('v')) return words[1];
  }
  throw new Error(`${file} does not require ${modulePath}`);
}
function cacheDirectory(kubernetesVersion, environment = process.env) {
  const root = environment.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(root, 'kubectl-autoscale', 'controlplane', kubernetesVersion);
}
function stampFile(directory, name) {
  return join(directory, `${name}.stamp.json`);
}

// test/controlplane/binaries.ts
var systemBinaries = ['prometheus', 'promtool', 'openssl'];
var buildCommand = 'node test/controlplane/build-binaries.mjs';
function findBinary(name, environment = process.env) {
  if (systemBinaries.includes(name)) return findOnPath(name, environment);
  const assets = environment.KUBEBUILDER_ASSETS;
  if (assets) {
    const path = join2(assets, name);
    if (isExecutable(path)) return { name, path };
  }
  return findInCache(name, environment);
}
function requireBinary(name, environment = process.env) {
  const search = findBinary(name, environment);
  if (search.path === null) throw new Error(`${name}: ${search.reason}; ${search.remedy}`);
  return search.path;
}
function findInCache(name, environment) {
  const directory = cacheDirectory(
    environment.KUBECTL_AUTOSCALE_KUBERNETES_VERSION ?? pinnedKubernetesVersion(),
    environment,
  );
  const path = join2(directory, name);
  const remedy = `to build: ${buildCommand}`;
  if (!isExecutable(path)) return { name, path: null, reason: `not in ${directory}`, remedy };
  if (!hasRecordedSize(path, stampFile(directory, name))) {
    return { name, path: null, reason: `${path} is not what was built there`, remedy };
  }
  return { name, path };
}
function findOnPath(name, environment) {
  for (const directory of (environment.PATH ?? '').split(delimiter)) {
    const path = join2(directory, name);
    if (directory !== '' && isExecutable(path)) return { name, path };
  }
  const package_ = name === 'promtool' ? 'prometheus' : name;
  return {
    name,
    path: null,
    reason: 'not on PATH',
    remedy: `to install: apt-get install ${package_} (or brew)`,
  };
}
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
function hasRecordedSize(path, stampPath) {
  try {
    const stamp = JSON.parse(readFileSync2(stampPath, 'utf8'));
    return stamp.bytes === statSync(path).size;
  } catch {
    return false;
  }
}

// test/controlplane/certificates.ts
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync as readFileSync3, writeFileSync } from 'node:fs';
import { join as join3 } from 'node:path';
import { promisify } from 'node:util';
var curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
async function createCertificateAuthority(directory, name) {
  mkdirSync(directory, { recursive: true });
  const own = paths(directory, name);
  const output = ['-keyout', own.key, '-out', own.certificate];
  await openssl(['req', '-x509', ...curve, '-days', '2', '-subj', `/CN=${name}`, ...output]);
  return {
    ...own,
    certificatePem: readFileSync3(own.certificate, 'utf8'),
    issue: (request2) => issue(directory, own, request2),
  };
}
async function issue(directory, authority, request2) {
  const { name, commonName, organizations = [], subjectAltNames = [] } = request2;
  const issued = paths(directory, name);
  const signingRequest = join3(directory, `${name}.csr`);
  const extensions = join3(directory, `${name}.ext`);
  const subject = [...organizations.map((organization) => `/O=${organization}`), `/CN=${commonName}`].join(
    '',
  );
  await openssl(['req', '-new', ...curve, '-subj', subject, '-keyout', issued.key, '-out', signingRequest]);
  writeFileSync(extensions, extensionsFor(subjectAltNames));
  const signer = [
    '-CA',
    authority.certificate,
    '-CAkey',
    authority.key,
    '-CAserial',
    join3(directory, `${name}.srl`),
    '-CAcreateserial',
  ];
  await openssl([
    'x509',
    '-req',
    ...['-in', signingRequest, '-extfile', extensions, '-days', '2', '-out', issued.certificate],
    ...signer,
  ]);
  return issued;
}
function extensionsFor(subjectAltNames) {
  if (subjectAltNames.length === 0) return 'extendedKeyUsage=clientAuth\n';
  return `extendedKeyUsage=serverAuth
subjectAltName=${subjectAltNames.join(',')}
`;
}
function paths(directory, name) {
  return { certificate: join3(directory, `${name}.crt`), key: join3(directory, `${name}.key`) };
}
async function openssl(commandArguments) {
  try {
    await promisify(execFile)(requireBinary('openssl'), commandArguments);
  } catch (error) {
    const { stderr } = error;
    throw new Error(`openssl ${commandArguments[0]} failed: ${stderr?.trim() ?? String(error)}`, {
      cause: error,
    });
  }
}

// test/controlplane/ports.ts
import { createServer } from 'node:net';
var lowestPort = 2e4;
var highestPort = 32e3;
async function findFreePorts(count) {
  const held = [];
  const ports = [];
  try {
    for (let attempt = 0; ports.length < count; attempt += 1) {
      if (attempt > count * 100) {
        throw new Error(`no ${count} free ports between ${lowestPort} and ${highestPort}`);
      }
      const port = lowestPort + Math.floor(Math.random() * (highestPort - lowestPort));
      const server = await listen(port);
      if (!server) continue;
      held.push(server);
      ports.push(port);
    }
  } finally {
    await Promise.all(held.map(close));
  }
  return ports;
}
async function findFreePort() {
  const [port] = await findFreePorts(1);
  return port;
}
function listen(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(void 0));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server));
  });
}
function close(server) {
  return new Promise((resolve) => server.close(() => resolve()));
}

// test/controlplane/api-server.ts
function auditLogFile(sandbox) {
  return join4(sandbox.directory, 'audit.jsonl');
}
var serviceClusterIpRange = '10.96.0.0/16';
async function startApiServer(sandbox, etcdUrl, { featureGates: featureGates2 = {}, auditPolicy } = {}) {
  const directory = join4(sandbox.directory, 'certificates');
  const [authority, frontProxyAuthority, port] = await Promise.all([
    createCertificateAuthority(directory, 'kubernetes-ca'),
    createCertificateAuthority(directory, 'front-proxy-ca'),
    findFreePort(),
  ]);
  const [serving, frontProxy] = await Promise.all([
    authority.issue({
      name: 'kube-apiserver',
      commonName: 'kube-apiserver',
      subjectAltNames: ['IP:127.0.0.1', 'IP:10.96.0.1', 'DNS:localhost', 'DNS:kubernetes.default.svc'],
    }),
    frontProxyAuthority.issue({ name: 'front-proxy-client', commonName: 'front-proxy-client' }),
  ]);
  const serviceAccounts = writeServiceAccountKeys(directory);
  const running = sandbox.start({
    name: 'kube-apiserver',
    command: requireBinary('kube-apiserver'),
    arguments: [
      `--etcd-servers=${etcdUrl}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--cert-dir=${directory}`,
      `--tls-cert-file=${serving.certificate}`,
      `--tls-private-key-file=${serving.key}`,
      `--client-ca-file=${authority.certificate}`,
      '--authorization-mode=RBAC',
      `--requestheader-client-ca-file=${frontProxyAuthority.certificate}`,
      '--requestheader-allowed-names=front-proxy-client',
      '--requestheader-username-headers=X-Remote-User',
      '--requestheader-group-headers=X-Remote-Group',
      '--requestheader-extra-headers-prefix=X-Remote-Extra-',
      `--proxy-client-cert-file=${frontProxy.certificate}`,
      `--proxy-client-key-file=${frontProxy.key}`,
      '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
      `--service-account-key-file=${serviceAccounts.certificate}`,
      `--service-account-signing-key-file=${serviceAccounts.key}`,
      `--service-cluster-ip-range=${serviceClusterIpRange}`,
      // Endpoints may not hold a loopback address, and nothing here reaches the API server by its Service.
      '--endpoint-reconciler-type=none',
      '--allow-privileged=true',
      '--profiling=false',
      ...featureGateFlags(featureGates2),
      ...(auditPolicy ? auditFlags(sandbox, auditPolicy) : []),
    ],
  });
  return {
    url: `https://127.0.0.1:${port}`,
    running,
    authority,
    serviceAccountKey: serviceAccounts.key,
    serviceClusterIpRange,
  };
}
function writeServiceAccountKeys(directory) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
  });
  const keys = {
    certificate: join4(directory, 'service-accounts.pub'),
    key: join4(directory, 'service-accounts.key'),
  };
  writeFileSync2(keys.certificate, publicKey);
  writeFileSync2(keys.key, privateKey, { mode: 384 });
  return keys;
}
function featureGateFlags(featureGates2) {
  const settings = Object.entries(featureGates2).map(([gate, on]) => `${gate}=${on}`);
  return settings.length === 0 ? [] : [`--feature-gates=${settings.join(',')}`];
}
function auditFlags(sandbox, policy) {
  const policyFile = join4(sandbox.directory, 'audit-policy.json');
  writeFileSync2(policyFile, JSON.stringify({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', ...policy }));
  return [
    `--audit-policy-file=${policyFile}`,
    `--audit-log-path=${auditLogFile(sandbox)}`,
    '--audit-log-mode=blocking',
    '--audit-log-maxsize=1000',
  ];
}

// test/controlplane/control-plane.ts
import { join as join9 } from 'node:path';

// test/controlplane/access.ts
var readerObjects = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'autoscaling-reader' },
    rules: [
      rule([''], ['nodes', 'namespaces', 'persistentvolumes']),
      rule([''], ['services/proxy'], ['get']),
      rule(['scheduling.k8s.io'], ['priorityclasses']),
      rule(['autoscaling.k8s.io'], ['verticalpodautoscalers', 'verticalpodautoscalercheckpoints']),
      rule(['karpenter.sh'], ['nodepools', 'nodeclaims']),
      rule(['keda.sh'], ['scaledobjects']),
      rule(['metrics.k8s.io'], ['nodes', 'pods']),
      rule(['custom.metrics.k8s.io', 'external.metrics.k8s.io'], ['*']),
      rule(['apiregistration.k8s.io'], ['apiservices']),
    ],
  },
  binding('autoscaling-reader', 'autoscaling-reader'),
  binding('autoscaling-reader-view', 'view'),
];
function rule(apiGroups, resources, verbs = ['get', 'list', 'watch']) {
  return { apiGroups, resources, verbs };
}
function binding(name, role) {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'reader' }],
  };
}

// test/controlplane/api-client.ts
import { readFileSync as readFileSync4 } from 'node:fs';
import { Agent, request } from 'node:https';
import { createInterface } from 'node:readline';
var ApiError = class extends Error {
  status;
  constructor(status, message) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
};
function createApiClient(kubeconfig) {
  const agent = new Agent({
    ca: readFileSync4(kubeconfig.certificateAuthority),
    cert: readFileSync4(kubeconfig.user.certificate),
    key: readFileSync4(kubeconfig.user.key),
    keepAlive: true,
  });
  const url = (path) => new URL(path, kubeconfig.server);
  function send(method, path, body, contentType = 'application/json') {
    return new Promise((resolve, reject) => {
      const headers = body === void 0 ? {} : { 'content-type': contentType };
      const outgoing = request(url(path), { method, agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => (text += chunk));
        response.once('error', reject);
        response.once('end', () => {
          const status = response.statusCode ?? 0;
          if (status < 400) resolve(text);
          else reject(new ApiError(status, `${method} ${path}: ${status} ${statusMessage(text)}`));
        });
      });
      outgoing.once('error', reject);
      outgoing.end(body === void 0 ? void 0 : JSON.stringify(body));
    });
  }
  const parsed = async (answer2) => JSON.parse(await answer2);
  return {
    get: (path) => parsed(send('GET', path)),
    text: (path) => send('GET', path),
    create: (path, object) => parsed(send('POST', path, object)),
    patch: (path, change) => parsed(send('PATCH', path, change, 'application/merge-patch+json')),
    async delete(path) {
      await send('DELETE', path);
    },
    watch(path, onEvent) {
      const outgoing = request(
        url(`${path}${path.includes('?') ? '&' : '?'}watch=true`),
        { agent },
        (response) => {
          createInterface({ input: response }).on('line', (line) => onEvent(JSON.parse(line)));
          response.on('error', () => void 0);
        },
      );
      outgoing.on('error', () => void 0);
      outgoing.end();
      return { stop: () => outgoing.destroy() };
    },
    close: () => agent.destroy(),
  };
}
function statusMessage(text) {
  try {
    return JSON.parse(text).message ?? text;
  } catch {
    return text;
  }
}

// test/controlplane/health.ts
import { get } from 'node:https';
function isHealthy(url) {
  return new Promise((resolve, reject) => {
    const request2 = get(url, { rejectUnauthorized: false, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request2.once('error', reject);
  });
}

// test/controlplane/controller-manager.ts
async function startControllerManager(sandbox, apiServer, kubeconfig, hpa = {}, featureGates2 = {}) {
  const port = await findFreePort();
  const running = sandbox.start({
    name: 'kube-controller-manager',
    command: requireBinary('kube-controller-manager'),
    arguments: [
      `--kubeconfig=${kubeconfig.path}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--cert-dir=${sandbox.directory}/certificates`,
      '--leader-elect=false',
      '--use-service-account-credentials=true',
      `--service-account-private-key-file=${apiServer.serviceAccountKey}`,
      `--root-ca-file=${apiServer.authority.certificate}`,
      `--service-cluster-ip-range=${apiServer.serviceClusterIpRange}`,
      '--kube-api-qps=200',
      '--kube-api-burst=400',
      ...hpaFlags(hpa),
      ...featureGateFlags(featureGates2),
    ],
  });
  await running.ready(() => isHealthy(`https://127.0.0.1:${port}/healthz`));
  return running;
}
function hpaFlags(hpa) {
  const flag = (name, value) => (value === void 0 ? [] : [`--horizontal-pod-autoscaler-${name}=${value}`]);
  const seconds = (value) => (value === void 0 ? void 0 : `${value}s`);
  return [
    ...flag('sync-period', `${hpa.syncPeriodSeconds ?? 1}s`),
    ...flag('tolerance', hpa.tolerance?.toString()),
    ...flag('downscale-stabilization', seconds(hpa.downscaleStabilizationSeconds)),
    ...flag('cpu-initialization-period', seconds(hpa.cpuInitializationPeriodSeconds)),
    ...flag('initial-readiness-delay', seconds(hpa.initialReadinessDelaySeconds)),
  ];
}

// test/controlplane/etcd.ts
import { join as join5 } from 'node:path';
async function startEtcd(sandbox) {
  const [clientPort, peerPort] = await findFreePorts(2);
  const client = `http://127.0.0.1:${clientPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  const running = sandbox.start({
    name: 'etcd',
    command: requireBinary('etcd'),
    arguments: [
      '--name=default',
      `--data-dir=${join5(sandbox.directory, 'etcd')}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      '--unsafe-no-fsync',
      '--log-level=warn',
    ],
  });
  await running.ready(async () => (await fetch(`${client}/health`)).ok);
  return client;
}

// test/controlplane/kubeconfig.ts
import { readFileSync as readFileSync5, writeFileSync as writeFileSync3 } from 'node:fs';
function writeKubeconfig(path, userName, connection) {
  const base64 = (file) => readFileSync5(file).toString('base64');
  const cluster = 'test';
  const text = JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: cluster,
          cluster: {
            server: connection.server,
            'certificate-authority-data': base64(connection.certificateAuthority),
          },
        },
      ],
      users: [
        {
          name: userName,
          user: {
            'client-certificate-data': base64(connection.user.certificate),
            'client-key-data': base64(connection.user.key),
          },
        },
      ],
      contexts: [{ name: userName, context: { cluster, user: userName, namespace: 'default' } }],
      'current-context': userName,
    },
    null,
    2,
  );
  writeFileSync3(
    path,
    `${text}
`,
    { mode: 384 },
  );
  return { path, ...connection };
}

// test/controlplane/kwok.ts
import { writeFileSync as writeFileSync4 } from 'node:fs';
import { join as join6 } from 'node:path';

// test/controlplane/kwok-stages.ts
var delayAnnotations = {
  nodeReady: 'node-ready.stage.kwok.x-k8s.io/delay',
  imagePull: 'pod-running.stage.kwok.x-k8s.io/delay',
  startUp: 'pod-ready.stage.kwok.x-k8s.io/delay',
};
var alive = { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' };
var notReady = {
  key: '.status.conditions.[] | select( .type == "Ready" ) | .status',
  operator: 'NotIn',
  values: ['True'],
};
function kwokConfiguration(delays = {}) {
  return stages(delays)
    .map((stage) => JSON.stringify(stageObject(stage)))
    .join('\n---\n');
}
function stages(delays) {
  return [
    {
      name: 'node-ready',
      kind: 'Node',
      when: [alive, notReady],
      delaySeconds: delays.nodeReadySeconds ?? 0,
      delayAnnotation: delayAnnotations.nodeReady,
      next: { statusTemplate: nodeReadyTemplate },
    },
    {
      name: 'pod-acknowledged',
      kind: 'Pod',
      when: [alive, { key: '.status.startTime', operator: 'DoesNotExist' }],
      next: {
        statusTemplate: podStatus({ phase: 'Pending', ready: false, running: false, acknowledge: true }),
      },
    },
    {
      name: 'pod-running',
      kind: 'Pod',
      when: [
        alive,
        { key: '.status.startTime', operator: 'Exists' },
        { key: '.status.phase', operator: 'In', values: ['Pending'] },
      ],
      delaySeconds: delays.imagePullSeconds ?? 0,
      delayAnnotation: delayAnnotations.imagePull,
      next: { statusTemplate: podStatus({ phase: 'Running', ready: false, running: true }) },
    },
    {
      name: 'pod-ready',
      kind: 'Pod',
      when: [alive, { key: '.status.phase', operator: 'In', values: ['Running'] }, notReady],
      delaySeconds: delays.startUpSeconds ?? 0,
      delayAnnotation: delayAnnotations.startUp,
      next: { statusTemplate: podStatus({ phase: 'Running', ready: true, running: true }) },
    },
    {
      name: 'pod-delete',
      kind: 'Pod',
      when: [{ key: '.metadata.deletionTimestamp', operator: 'Exists' }],
      next: { delete: true },
    },
  ];
}
function stageObject({ name, kind, when, delaySeconds, delayAnnotation, next }) {
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name },
    spec: {
      resourceRef: { apiGroup: 'v1', kind },
      selector: { matchExpressions: when },
      ...(delayAnnotation !== void 0 && {
        delay: {
          durationMilliseconds: Math.round((delaySeconds ?? 0) * 1e3),
          durationFrom: { expressionFrom: `.metadata.annotations["${delayAnnotation}"]` },
        },
      }),
      next,
    },
  };
}
var nodeReadyTemplate = `
{{ $now := Now }}
conditions:
{{ range NodeConditions }}
- type: {{ .type | Quote }}
  status: {{ .status | Quote }}
  reason: {{ .reason | Quote }}
  message: {{ .message | Quote }}
  lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $now | Quote }}
{{ end }}
addresses:
- type: Hostname
  address: {{ .metadata.name | Quote }}
phase: Running
`;
function podStatus({ phase, ready, running, acknowledge = false }) {
  const conditions = [...(acknowledge ? ['Initialized'] : []), 'Ready', 'ContainersReady'].map((type) => {
    const met = ready || type === 'Initialized';
    const reason = `
  reason: ${met ? '""' : 'ContainersNotReady'}`;
    return `- type: ${type}
  status: "${met ? 'True' : 'False'}"${reason}
  lastTransitionTime: {{ $now | Quote }}`;
  });
  const state = running
    ? 'running:\n      startedAt: {{ $startedAt | Quote }}'
    : 'waiting:\n      reason: ContainerCreating';
  return `
{{ $now := Now }}
{{ $startedAt := $now }}
{{ with .status.containerStatuses }}{{ with (index . 0).state.running }}{{ $startedAt = .startedAt }}{{ end }}{{ end }}
phase: ${phase}
${acknowledge ? 'startTime: {{ $now | Quote }}\n' : ''}conditions:
${conditions.join('\n')}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: ""
  ready: ${ready}
  started: ${running}
  restartCount: 0
  state:
    ${state}
{{ end }}
`;
}

// test/controlplane/kwok.ts
async function startKwok(sandbox, kubeconfig, delays) {
  const port = await findFreePort();
  const configuration = join6(sandbox.directory, 'kwok.yaml');
  writeFileSync4(configuration, kwokConfiguration(delays));
  const running = sandbox.start({
    name: 'kwok',
    command: requireBinary('kwok'),
    arguments: [
      `--kubeconfig=${kubeconfig.path}`,
      `--config=${configuration}`,
      '--manage-all-nodes=true',
      // With leases kwok keeps nodes Ready without writing their status again and again.
      '--node-lease-duration-seconds=40',
      `--server-address=127.0.0.1:${port}`,
    ],
    // kwok reads and writes ~/.kwok.
    environment: { HOME: sandbox.directory },
  });
  await running.ready(async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok);
  return running;
}

// test/controlplane/sandbox.ts
import { spawn as spawn2 } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as join8 } from 'node:path';
import { fileURLToPath as fileURLToPath2 } from 'node:url';

// test/controlplane/process.ts
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync as readFileSync6 } from 'node:fs';
import { join as join7 } from 'node:path';

// test/controlplane/wait.ts
import { setTimeout as sleep } from 'node:timers/promises';
async function waitFor(attempt, options) {
  const { description, timeoutSeconds = 30, intervalMilliseconds = 50, giveUp } = options;
  const deadline = Date.now() + timeoutSeconds * 1e3;
  let lastError;
  for (;;) {
    giveUp?.();
    try {
      const result = await attempt();
      if (isDone(result)) return result;
      lastError = void 0;
    } catch (error) {
      lastError = error;
    }
    if (Date.now() >= deadline) {
      const last = lastError instanceof Error ? `: ${lastError.message}` : '';
      throw new Error(`waited ${timeoutSeconds} s for ${description}${last}`, { cause: lastError });
    }
    await sleep(intervalMilliseconds);
  }
}
function isDone(result) {
  return result !== void 0 && result !== null && result !== false;
}

// test/controlplane/process.ts
function startProcess(spec, directory) {
  const logFile = join7(directory, `${spec.name}.log`);
  const log = openSync(logFile, 'a');
  const child = spawn(spec.command, spec.arguments, {
    cwd: directory,
    env: { ...process.env, ...spec.environment },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  if (child.pid === void 0) {
    child.once('error', () => void 0);
    throw new Error(`${spec.name} could not be started: is ${spec.command} an executable file?`);
  }
  const { pid } = child;
  let ended;
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      ended = signal ? `signal ${signal}` : `exit code ${code ?? 'unknown'}`;
      resolve(ended);
    });
  });
  const readLog = () => readFileSync6(logFile, 'utf8');
  const kill = () => {
    if (ended === void 0) killGroup(pid);
  };
  return {
    name: spec.name,
    pid,
    logFile,
    exited,
    log: readLog,
    async ready(attempt, timeoutSeconds = 60) {
      const giveUp = () => {
        if (ended !== void 0) {
          throw new Error(`${spec.name} ended with ${ended}; its log ends:
${lastLines(readLog())}`);
        }
      };
      try {
        await waitFor(attempt, { description: `${spec.name} to be ready`, timeoutSeconds, giveUp });
      } catch (error) {
        giveUp();
        throw error;
      }
    },
    kill,
    async stop() {
      kill();
      await exited;
    },
  };
}
function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
function lastLines(text) {
  return text.trimEnd().split('\n').slice(-20).join('\n');
}

// test/controlplane/sandbox.ts
var open = /* @__PURE__ */ new Set();
var watchdog;
function createSandbox(name) {
  const directory = mkdtempSync(join8(tmpdir(), `${name}-`));
  const processes = [];
  const deferred = [];
  const handle = {
    endNow() {
      for (const running of processes) running.kill();
      rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
    },
  };
  open.add(handle);
  watch(`directory ${directory}`);
  let stopping;
  async function end() {
    for (const endOne of deferred.reverse()) await endOne();
    await Promise.all(processes.map((running) => running.stop()));
    handle.endNow();
    open.delete(handle);
  }
  return {
    directory,
    start(spec) {
      const running = startProcess(spec, directory);
      processes.push(running);
      watch(`group ${running.pid}`);
      void running.exited.then(() => tellWatchdog(`forget ${running.pid}`));
      return running;
    },
    defer: (endOne) => void deferred.push(endOne),
    stop: () => (stopping ??= end()),
  };
}
function watch(line) {
  if (!watchdog) {
    const script = fileURLToPath2(new URL('watchdog.sh', import.meta.url));
    watchdog = spawn2('sh', [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    watchdog.unref();
    watchdog.stdin.unref?.();
    watchdog.stdin.on('error', () => void 0);
    process.once('exit', endEverything);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.once(signal, () => endBySignal(signal));
    }
  }
  tellWatchdog(line);
}
function tellWatchdog(line) {
  watchdog?.stdin.write(`${line}
`);
}
function endEverything() {
  for (const handle of open) handle.endNow();
  open.clear();
}
function endBySignal(signal) {
  endEverything();
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}

// test/controlplane/scheduler.ts
async function startScheduler(sandbox, kubeconfig) {
  const port = await findFreePort();
  const running = sandbox.start({
    name: 'kube-scheduler',
    command: requireBinary('kube-scheduler'),
    arguments: [
      `--kubeconfig=${kubeconfig.path}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--cert-dir=${sandbox.directory}/certificates`,
      '--leader-elect=false',
    ],
  });
  await running.ready(() => isHealthy(`https://127.0.0.1:${port}/healthz`));
  return running;
}

// test/controlplane/control-plane.ts
async function startControlPlane(options = {}) {
  const { hpa = {}, scheduler = true, kwok = {} } = options;
  const sandbox = createSandbox('control-plane');
  try {
    const server = await startApiServer(sandbox, await startEtcd(sandbox), options);
    const users2 = await issueKubeconfigs(sandbox, server);
    const api = createApiClient(users2.admin);
    sandbox.defer(() => api.close());
    await server.running.ready(async () => (await api.text('/readyz')) === 'ok');
    const programs = [
      server.running,
      ...(await Promise.all([
        ...(hpa === false
          ? []
          : [startControllerManager(sandbox, server, users2.controllerManager, hpa, options.featureGates)]),
        ...(scheduler ? [startScheduler(sandbox, users2.scheduler)] : []),
        ...(kwok === false ? [] : [startKwok(sandbox, users2.admin, kwok)]),
        ...readerObjects.map((object) => create(api, object)),
      ])),
    ].filter((running) => running !== void 0);
    if (hpa !== false) await defaultServiceAccount(api);
    return {
      url: server.url,
      kubeconfigs: { admin: users2.admin, reader: users2.reader, nobody: users2.nobody },
      api,
      authority: server.authority,
      directory: sandbox.directory,
      sandbox,
      logs: () => Object.fromEntries(programs.map((running) => [running.name, running.log()])),
      stop: () => sandbox.stop(),
    };
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
}
var users = [
  { user: 'admin', commonName: 'admin', organizations: ['system:masters'] },
  { user: 'reader', commonName: 'reader' },
  { user: 'nobody', commonName: 'nobody' },
  { user: 'controllerManager', commonName: 'system:kube-controller-manager' },
  { user: 'scheduler', commonName: 'system:kube-scheduler' },
];
async function issueKubeconfigs(sandbox, server) {
  const kubeconfigs = await Promise.all(
    users.map(async ({ user, commonName, organizations = [] }) => {
      const keys = await server.authority.issue({ name: user, commonName, organizations });
      const connection = {
        server: server.url,
        certificateAuthority: server.authority.certificate,
        user: keys,
      };
      return [user, writeKubeconfig(join9(sandbox.directory, `${user}.kubeconfig`), user, connection)];
    }),
  );
  return Object.fromEntries(kubeconfigs);
}
async function create(api, object) {
  const { kind } = object;
  await api.create(`/apis/rbac.authorization.k8s.io/v1/${kind.toLowerCase()}s`, object);
}
async function defaultServiceAccount(api) {
  await waitFor(() => api.get('/api/v1/namespaces/default/serviceaccounts/default'), {
    description: 'the default service account',
    timeoutSeconds: 30,
  });
}

// test/controlplane/kubectl.ts
import { spawn as spawn3 } from 'node:child_process';
function kubectl(kubeconfig, commandArguments, input) {
  return new Promise((resolve, reject) => {
    const child = spawn3(requireBinary('kubectl'), ['--kubeconfig', kubeconfig.path, ...commandArguments], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk) => (stderr += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ stdout, stderr, exitCode: code ?? -1 }));
    child.stdin.on('error', () => void 0);
    child.stdin.end(typeof input === 'object' ? JSON.stringify(input) : input);
  });
}
async function apply(kubeconfig, ...objects) {
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  const { stdout, stderr, exitCode } = await kubectl(kubeconfig, ['apply', '-f', '-'], list);
  if (exitCode !== 0) throw new Error(`kubectl apply failed: ${stderr.trim()}`);
  return stdout;
}

// test/controlplane/metrics-api/metrics-server.ts
import { readFileSync as readFileSync7 } from 'node:fs';
import { createServer as createServer2 } from 'node:https';

// test/controlplane/metrics-api/answers.ts
var metricsApiVersions = [
  { group: 'metrics.k8s.io', version: 'v1beta1' },
  { group: 'custom.metrics.k8s.io', version: 'v1beta1' },
  { group: 'custom.metrics.k8s.io', version: 'v1beta2' },
  { group: 'external.metrics.k8s.io', version: 'v1beta1' },
];
function quantity(value) {
  const milli = Math.round(value * 1e3);
  return milli % 1e3 === 0 ? String(milli / 1e3) : `${milli}m`;
}
function failure(code, reason, message) {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
}
function groupDocument(group) {
  const versions = metricsApiVersions
    .filter((served) => served.group === group)
    .map(({ version }) => ({ groupVersion: `${group}/${version}`, version }));
  return { kind: 'APIGroup', apiVersion: 'v1', name: group, versions, preferredVersion: versions[0] };
}
function resourceList({ group, version }, scripts) {
  const verbs = ['get'];
  const resource = (name, kind) => ({
    name,
    singularName: '',
    namespaced: true,
    kind,
    verbs,
  });
  const unique = (names) => [...new Set(names)].sort();
  const resources = () => {
    if (group === 'metrics.k8s.io') {
      return [
        { name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] },
      ];
    }
    if (group === 'external.metrics.k8s.io') {
      const names = unique(scripts.flatMap((script) => Object.keys(script.external ?? {})));
      return names.map((name) => resource(name, 'ExternalMetricValueList'));
    }
    const ofPods = scripts.flatMap((script) =>
      Object.keys(script.pods ?? {}).map((metric) => `pods/${metric}`),
    );
    const ofObjects = scripts.flatMap((script) =>
      Object.keys(script.objects ?? {}).map((key) => key.replace(/\/.*\//, '/')),
    );
    return unique([...ofPods, ...ofObjects]).map((name) => resource(name, 'MetricValueList'));
  };
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: `${group}/${version}`,
    resources: resources(),
  };
}
function metricValueList(version, { namespace: namespace2, metric, samples }, { timestamp, windowSeconds }) {
  return {
    kind: 'MetricValueList',
    apiVersion: `custom.metrics.k8s.io/${version}`,
    metadata: {},
    items: samples.map(({ kind, name, value }) => ({
      describedObject: { kind, namespace: namespace2, name, apiVersion: '/v1' },
      ...(version === 'v1beta1'
        ? {
            metricName: metric,
            timestamp,
            window: windowSeconds,
            value: quantity(value),
            selector: null,
          }
        : { metric: { name: metric, selector: null }, timestamp, windowSeconds, value: quantity(value) }),
    })),
  };
}
function externalMetricValueList(metric, series, { timestamp, windowSeconds }) {
  return {
    kind: 'ExternalMetricValueList',
    apiVersion: 'external.metrics.k8s.io/v1beta1',
    metadata: {},
    items: series.map(({ labels, value }) => ({
      metricName: metric,
      metricLabels: labels,
      timestamp,
      window: windowSeconds,
      value: quantity(value),
    })),
  };
}
function podMetricsList(namespace2, pods, { timestamp, windowSeconds }) {
  return {
    kind: 'PodMetricsList',
    apiVersion: 'metrics.k8s.io/v1beta1',
    metadata: {},
    items: pods.map(({ name, containers }) => ({
      metadata: { name, namespace: namespace2 },
      timestamp,
      window: `${windowSeconds}s`,
      containers: containers.map((container) => ({
        name: container.name,
        usage: Object.fromEntries(
          Object.entries(container.usage).map(([resource, value]) => [resource, quantity(value)]),
        ),
      })),
    })),
  };
}

// test/controlplane/metrics-api/registration.ts
var namespace = 'kube-system';
var serviceName = 'scripted-metrics';
var servedName = `${serviceName}.${namespace}.svc`;
async function registerMetricsApis(api, authority, port) {
  await api.create(`/api/v1/namespaces/${namespace}/services`, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: serviceName },
    spec: { type: 'ExternalName', externalName: 'localhost' },
  });
  const caBundle = Buffer.from(authority.certificatePem).toString('base64');
  await Promise.all(
    metricsApiVersions.map(async ({ group, version }, index) => {
      const name = `${version}.${group}`;
      await api.create('/apis/apiregistration.k8s.io/v1/apiservices', {
        apiVersion: 'apiregistration.k8s.io/v1',
        kind: 'APIService',
        metadata: { name },
        spec: {
          group,
          version,
          groupPriorityMinimum: 100,
          // The HPA controller asks the preferred version: v1beta1 comes before v1beta2, as in released adapters.
          versionPriority: 100 - index,
          caBundle,
          service: { namespace, name: serviceName, port },
        },
      });
      await available(api, name);
    }),
  );
}
async function unregisterMetricsApis(api) {
  const paths2 = metricsApiVersions.map(
    ({ group, version }) => `/apis/apiregistration.k8s.io/v1/apiservices/${version}.${group}`,
  );
  await Promise.all(
    [...paths2, `/api/v1/namespaces/${namespace}/services/${serviceName}`].map((path) => api.delete(path)),
  );
}
async function available(api, name) {
  await waitFor(
    async () => {
      const { status } = await api.get(`/apis/apiregistration.k8s.io/v1/apiservices/${name}`);
      const condition = status?.conditions?.find(({ type }) => type === 'Available');
      if (condition?.status === 'True') return true;
      throw new ApiError(503, condition?.message ?? 'not checked yet');
    },
    { description: `APIService ${name} to be available`, timeoutSeconds: 30 },
  );
}

// test/controlplane/metrics-api/routes.ts
function parseRoute(url) {
  const [root, group, version, ...rest] = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  if (root === 'healthz' || root === 'readyz' || root === 'livez') return { type: 'health' };
  if (root !== 'apis') return void 0;
  if (group === void 0) return { type: 'groups' };
  if (version === void 0) {
    return metricsApiVersions.some((served2) => served2.group === group) ? { type: 'group', group } : void 0;
  }
  const served = metricsApiVersions.find(
    (candidate) => candidate.group === group && candidate.version === version,
  );
  if (!served) return void 0;
  if (rest.length === 0) return { type: 'resources', served };
  return rest[0] === 'namespaces' ? parseNamespaced(served, rest.slice(1), url.searchParams) : void 0;
}
function parseNamespaced({ group, version }, [namespace2, resource, name, metric, ...rest], parameters) {
  if (namespace2 === void 0 || resource === void 0 || rest.length > 0) return void 0;
  const labelSelector = parameters.get('labelSelector') ?? '';
  if (group === 'external.metrics.k8s.io') {
    return name === void 0
      ? { type: 'external', namespace: namespace2, metric: resource, labelSelector }
      : void 0;
  }
  if (group === 'metrics.k8s.io') {
    return resource === 'pods' && name === void 0
      ? { type: 'podUsage', namespace: namespace2, labelSelector }
      : void 0;
  }
  if (name === void 0 || metric === void 0) return void 0;
  if (resource === 'pods')
    return { type: 'podMetric', version, namespace: namespace2, pod: name, metric, labelSelector };
  return { type: 'objectMetric', version, namespace: namespace2, resource, name, metric };
}

// test/controlplane/metrics-api/timeline.ts
function valueAt(timeline, atSeconds) {
  if ('steps' in timeline) {
    const current = timeline.steps.findLast(([from]) => from <= atSeconds) ?? timeline.steps[0];
    if (!current) throw new Error('a timeline needs at least one step');
    return current[1];
  }
  const next = timeline.linear.findIndex(([from]) => from > atSeconds);
  const [after, before] = [
    timeline.linear[next],
    timeline.linear.at(next === -1 ? -1 : Math.max(0, next - 1)),
  ];
  if (!before) throw new Error('a timeline needs at least one point');
  if (!after || atSeconds <= before[0]) return before[1];
  return before[1] + ((after[1] - before[1]) * (atSeconds - before[0])) / (after[0] - before[0]);
}

// test/controlplane/metrics-api/metric-script.ts
var ScriptedError = class extends Error {
  constructor(message) {
    super(message);
    this.name = 'ScriptedError';
  }
};
function podValues(script, pods, atSeconds) {
  const running = pods
    .filter((pod) => pod.running)
    .sort((a, b) => a.createdAtMilliseconds - b.createdAtMilliseconds || a.name.localeCompare(b.name));
  const without = script.withoutSample ? (numberAt(script.withoutSample, atSeconds) ?? 0) : 0;
  const sampled = running.slice(0, Math.max(0, running.length - without));
  const timeline = script.perPod ?? script.total;
  if (!timeline) throw new Error('a pod metric needs perPod or total');
  const value = numberAt(timeline, atSeconds);
  if (value === void 0) return /* @__PURE__ */ new Map();
  const ready = running.filter((pod) => pod.ready).length;
  const share = (pod) => (script.perPod ? value : pod.ready ? value / ready : 0);
  return new Map(sampled.map((pod) => [pod.name, share(pod)]));
}
function numberAt(timeline, atSeconds) {
  const value = valueAt(timeline, atSeconds);
  if (typeof value === 'object') throw new ScriptedError(value.error);
  return value === 'missing' ? void 0 : value;
}

// test/controlplane/metrics-api/scripted-metrics.ts
async function answer(route, scripts, { listPods: listPods2, elapsedSeconds, nowMilliseconds }) {
  const ok = (body) => ({ status: 200, body });
  switch (route.type) {
    case 'health':
      return ok({});
    case 'groups':
      return ok({ kind: 'APIGroupList', apiVersion: 'v1', groups: servedGroups().map(groupDocument) });
    case 'group':
      return ok(groupDocument(route.group));
    case 'resources':
      return ok(resourceList(route.served, [...scripts.values()]));
    default:
  }
  const script = scripts.get(route.namespace) ?? {};
  const at = elapsedSeconds(route.namespace);
  const time = sampleTime(nowMilliseconds, script);
  try {
    switch (route.type) {
      case 'podUsage':
        return ok(podMetricsList(route.namespace, await podUsage(script, route, at, listPods2), time));
      case 'podMetric': {
        const samples = await podSamples(script, route, at, listPods2);
        return samples
          ? ok(metricValueList(route.version, { ...route, samples }, time))
          : metricNotFound(route);
      }
      case 'objectMetric': {
        const samples = objectSamples(script, route, at);
        return samples
          ? ok(metricValueList(route.version, { ...route, samples }, time))
          : metricNotFound(route);
      }
      case 'external': {
        const series = script.external?.[route.metric];
        if (!series) return metricNotFound(route);
        const values = series
          .filter(({ labels = {} }) => matches(labels, route.labelSelector))
          .flatMap(({ labels = {}, value }) => {
            const current = numberAt(value, at);
            return current === void 0 ? [] : [{ labels, value: current }];
          });
        return ok(externalMetricValueList(route.metric, values, time));
      }
    }
  } catch (error) {
    if (!(error instanceof ScriptedError)) throw error;
    return { status: 500, body: failure(500, 'InternalError', error.message) };
  }
}
function servedGroups() {
  return [...new Set(metricsApiVersions.map(({ group }) => group))];
}
function sampleTime(nowMilliseconds, { windowSeconds = 1 }) {
  const timestamp = new Date(nowMilliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
  return { timestamp, windowSeconds };
}
async function podUsage({ resources = {} }, { namespace: namespace2, labelSelector }, at, listPods2) {
  const pods = await listPods2(namespace2, labelSelector);
  const byResource = Object.entries(resources).map(([resource, script]) => [
    resource,
    podValues(script, pods, at),
  ]);
  return pods.flatMap(({ name, containers }) => {
    const usage = Object.fromEntries(
      byResource.flatMap(([resource, values]) => {
        const value = values.get(name);
        return value === void 0 ? [] : [[resource, value]];
      }),
    );
    if (Object.keys(usage).length === 0) return [];
    return [{ name, containers: containers.map((container) => ({ name: container, usage })) }];
  });
}
async function podSamples(script, { namespace: namespace2, pod, metric, labelSelector }, at, listPods2) {
  const podMetric = script.pods?.[metric];
  if (!podMetric) return void 0;
  const pods = await listPods2(namespace2, pod === '*' ? labelSelector : '');
  return [...podValues(podMetric, pods, at)]
    .filter(([name]) => pod === '*' || name === pod)
    .map(([name, value]) => ({ kind: 'Pod', name, value }));
}
function objectSamples(script, { resource, name, metric }, at) {
  const timeline = script.objects?.[`${resource}/${name}/${metric}`];
  const value = timeline && numberAt(timeline, at);
  return value === void 0 ? void 0 : [{ kind: resource, name, value }];
}
function metricNotFound(route) {
  const metric = 'metric' in route ? route.metric : '';
  const of =
    route.type === 'podMetric'
      ? ' for pods'
      : route.type === 'objectMetric'
        ? ` for ${route.resource} ${route.name}`
        : '';
  return {
    status: 404,
    body: failure(404, 'NotFound', `the server could not find the metric ${metric}${of}`),
  };
}
function matches(labels, labelSelector) {
  return labelSelector
    .split(',')
    .filter((requirement) => requirement !== '')
    .every((requirement) => {
      const [name, value] = requirement.split('=');
      return name !== void 0 && labels[name] === value;
    });
}

// test/controlplane/metrics-api/metrics-server.ts
async function startScriptedMetricsApi(controlPlane) {
  const scripts = /* @__PURE__ */ new Map();
  const log = [];
  const serving = await controlPlane.authority.issue({
    name: 'scripted-metrics',
    commonName: 'scripted-metrics',
    subjectAltNames: [`DNS:${servedName}`, 'DNS:localhost'],
  });
  async function respond(path) {
    const route = parseRoute(new URL(path, 'https://localhost'));
    if (!route) {
      return { discovery: true, answer: { status: 404, body: failure(404, 'NotFound', `no ${path} here`) } };
    }
    const nowMilliseconds = Date.now();
    const given = await answer(
      route,
      new Map([...scripts].map(([namespace2, { script }]) => [namespace2, script])),
      {
        listPods: (namespace2, labelSelector) => listPods(controlPlane.api, namespace2, labelSelector),
        elapsedSeconds: (namespace2) =>
          (nowMilliseconds - (scripts.get(namespace2)?.begin ?? nowMilliseconds)) / 1e3,
        nowMilliseconds,
      },
    );
    return { discovery: !('namespace' in route), answer: given };
  }
  const server = createServer2({ cert: readFileSync7(serving.certificate), key: readFileSync7(serving.key) });
  server.on('request', (request2, response) => {
    const path = request2.url ?? '/';
    const atMilliseconds = Date.now();
    respond(path)
      .catch((error) => ({
        discovery: false,
        answer: { status: 500, body: failure(500, 'InternalError', String(error)) },
      }))
      .then(({ discovery, answer: { status, body } }) => {
        const user = String(request2.headers['x-remote-user'] ?? '');
        if (!discovery) log.push({ atMilliseconds, user, path, status, body });
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      })
      .catch(() => response.destroy());
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const close2 = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  controlPlane.sandbox.defer(close2);
  await registerMetricsApis(controlPlane.api, controlPlane.authority, server.address().port);
  return {
    play: (namespace2, script) => void scripts.set(namespace2, { script, begin: Date.now() }),
    requests: () => [...log],
    async stop() {
      await unregisterMetricsApis(controlPlane.api);
      await close2();
    },
  };
}
async function listPods(api, namespace2, labelSelector) {
  const query = labelSelector === '' ? '' : `?labelSelector=${encodeURIComponent(labelSelector)}`;
  const { items } = await api.get(`/api/v1/namespaces/${namespace2}/pods${query}`);
  return items.map(({ metadata, spec, status }) => ({
    name: metadata.name,
    containers: spec.containers.map((container) => container.name),
    running: status.phase === 'Running',
    ready:
      status.conditions?.some(({ type, status: state }) => type === 'Ready' && state === 'True') ?? false,
    createdAtMilliseconds: Date.parse(metadata.creationTimestamp ?? ''),
  }));
}

// test/controlplane/objects.ts
function simulatedNode(
  name,
  { cpu = '8', memory = '32Gi', pods = '110', labels = {}, annotations = {}, extended = {} } = {},
) {
  const resources = { cpu, memory, pods, ...extended };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        ...labels,
      },
    },
    status: { allocatable: resources, capacity: resources },
  };
}
function deployment(
  name,
  { namespace: namespace2 = 'default', replicas, requests = {}, podAnnotations = {} },
) {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: namespace2 },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: podAnnotations },
        spec: {
          // A simulated kubelet ends pods at once.
          terminationGracePeriodSeconds: 0,
          containers: [{ name: 'app', image: 'registry.example/app:1', resources: { requests } }],
        },
      },
    },
  };
}
function horizontalPodAutoscaler(name, namespace2, spec) {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace: namespace2 },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, ...spec },
  };
}

// test/controlplane/recording/audit.ts
import { readFileSync as readFileSync8 } from 'node:fs';
var hpaControllerUser = 'system:serviceaccount:kube-system:horizontal-pod-autoscaler';
var hpaAuditPolicy = {
  omitStages: ['RequestReceived'],
  rules: [
    {
      level: 'RequestResponse',
      users: [hpaControllerUser],
      resources: [
        { group: 'apps', resources: ['deployments/scale'] },
        { group: 'autoscaling', resources: ['horizontalpodautoscalers/status'] },
      ],
    },
    { level: 'None' },
  ],
};
function readHpaControllerRequests(auditLog, namespace2) {
  return readFileSync8(auditLog, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .filter((event) => event.objectRef.namespace === namespace2 && (event.responseStatus?.code ?? 0) < 400)
    .sort((a, b) => (a.requestReceivedTimestamp < b.requestReceivedTimestamp ? -1 : 1))
    .flatMap(toRequest);
}
function toRequest(event) {
  const atMilliseconds = Date.parse(event.requestReceivedTimestamp);
  if (event.objectRef.resource === 'horizontalpodautoscalers') {
    const {
      currentReplicas = 0,
      desiredReplicas = 0,
      currentMetrics,
      conditions = [],
    } = event.requestObject?.status ?? {};
    const shown = conditions.map(({ type, status, reason, message }) => ({ type, status, reason, message }));
    return [
      {
        type: 'writeStatus',
        atMilliseconds,
        status: {
          currentReplicas,
          desiredReplicas,
          currentMetrics: currentMetrics ?? null,
          conditions: shown,
        },
      },
    ];
  }
  if (event.verb === 'get') {
    const specReplicas = event.responseObject?.spec?.replicas ?? 0;
    return [
      {
        type: 'readScale',
        atMilliseconds,
        specReplicas,
        statusReplicas: event.responseObject?.status?.replicas ?? 0,
      },
    ];
  }
  return [{ type: 'writeScale', atMilliseconds, specReplicas: event.requestObject?.spec?.replicas ?? 0 }];
}

// test/controlplane/recording/observe.ts
function observe(api, namespace2, beginMilliseconds) {
  const pods = /* @__PURE__ */ new Map();
  const specs = [];
  const now = () => Date.now() - beginMilliseconds;
  const watches = [
    api.watch(`/api/v1/namespaces/${namespace2}/pods`, ({ type, object }) => {
      const { name } = object.metadata;
      const containers = object.spec.containers.map((container) => ({
        name: container.name,
        requests: container.resources?.requests ?? {},
      }));
      const known = pods.get(name) ?? { containers, history: [] };
      pods.set(name, known);
      const state = type === 'DELETED' ? { atMs: now(), gone: true } : stateOf(object, now());
      if (!sameState(known.history.at(-1), state)) known.history.push(state);
    }),
    api.watch(
      `/apis/autoscaling/v2/namespaces/${namespace2}/horizontalpodautoscalers`,
      ({ object: { spec } }) => {
        if (JSON.stringify(specs.at(-1)?.spec) !== JSON.stringify(spec)) specs.push({ atMs: now(), spec });
      },
    ),
  ];
  return {
    pods: () => [...pods].map(([name, { containers, history }]) => ({ name, containers, history })),
    hpa: () => specs,
    stop: () => watches.forEach((watch2) => watch2.stop()),
  };
}
function stateOf({ metadata, status }, atMs) {
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  return {
    atMs,
    phase: status.phase ?? 'Pending',
    deleting: metadata.deletionTimestamp !== void 0,
    ...(status.startTime !== void 0 && { startTime: status.startTime }),
    ...(ready && { ready: { status: ready.status, lastTransitionTime: ready.lastTransitionTime } }),
  };
}
function sameState(a, b) {
  return a !== void 0 && JSON.stringify({ ...a, atMs: 0 }) === JSON.stringify({ ...b, atMs: 0 });
}

// test/controlplane/recording/syncs.ts
function syncsFrom(requests, metrics, beginMilliseconds) {
  const reads = requests.filter((request2) => request2.type === 'readScale');
  return reads.slice(0, -1).map((read, index) => {
    const end = reads[index + 1].atMilliseconds;
    const within = (at) => at >= read.atMilliseconds && at < end;
    const own = requests.filter(({ atMilliseconds }) => within(atMilliseconds));
    const rescale = own.find((request2) => request2.type === 'writeScale');
    const status = own.findLast((request2) => request2.type === 'writeStatus');
    return {
      atMs: read.atMilliseconds - beginMilliseconds,
      scale: { specReplicas: read.specReplicas, statusReplicas: read.statusReplicas },
      metrics: metrics
        .filter(({ user, atMilliseconds }) => user === hpaControllerUser && within(atMilliseconds))
        .map((request2) => recordedMetric(request2, beginMilliseconds)),
      ...(rescale && { rescaledTo: rescale.specReplicas }),
      ...(status && { status: status.status }),
    };
  });
}
function recordedMetric(request2, beginMilliseconds) {
  const { items, message } = request2.body;
  return {
    atMs: request2.atMilliseconds - beginMilliseconds,
    request: decodeURIComponent(request2.path),
    status: request2.status,
    ...(items && { items: items.map(withoutRepetition) }),
    ...(message !== void 0 && { message }),
  };
}
function withoutRepetition(item) {
  const { describedObject, metricName: _metricName, selector: _selector, metadata, ...rest } = item;
  const { name } = describedObject ?? metadata ?? {};
  return name === void 0 ? rest : { name, ...rest };
}

// test/controlplane/recording/record.ts
var recordingController = {
  syncPeriodSeconds: 0.7,
  tolerance: 0.1,
  downscaleStabilizationSeconds: 8,
  cpuInitializationPeriodSeconds: 20,
  initialReadinessDelaySeconds: 4,
};
var featureGates = { HPAScaleToZero: true };
var target = 'web';
async function recordScenarios(scenarios) {
  const controlPlane = await startControlPlane({
    hpa: recordingController,
    featureGates,
    auditPolicy: hpaAuditPolicy,
    kwok: { imagePullSeconds: 1, startUpSeconds: 1 },
  });
  try {
    const metrics = await startScriptedMetricsApi(controlPlane);
    await apply(controlPlane.kubeconfigs.admin, ...nodes());
    return await Promise.all(scenarios.map((scenario) => record(controlPlane, metrics, scenario)));
  } finally {
    await controlPlane.stop();
  }
}
function nodes() {
  return ['node-a', 'node-b', 'node-c'].map((name) =>
    simulatedNode(name, { cpu: '64', memory: '256Gi', pods: '500' }),
  );
}
async function record(controlPlane, metrics, scenario) {
  const namespace2 = scenario.name;
  const { admin } = controlPlane.kubeconfigs;
  const { replicas, requests = {}, podAnnotations = {} } = scenario.deployment;
  await createNamespace(controlPlane, namespace2);
  await apply(admin, deployment(target, { namespace: namespace2, replicas, requests, podAnnotations: {} }));
  await readyReplicas(controlPlane, namespace2, replicas);
  if (Object.keys(podAnnotations).length > 0)
    await annotateLaterPods(controlPlane, namespace2, podAnnotations);
  const begin = Date.now();
  const observation = observe(controlPlane.api, namespace2, begin);
  metrics.play(namespace2, scenario.metrics);
  await apply(admin, horizontalPodAutoscaler(target, namespace2, scenario.hpa));
  for (const { atSeconds, hpa } of scenario.changes ?? []) {
    await sleep2(Math.max(0, begin + atSeconds * 1e3 - Date.now()));
    await controlPlane.api.patch(hpaPath(namespace2), { spec: hpa });
  }
  await sleep2(Math.max(0, begin + scenario.durationSeconds * 1e3 - Date.now()));
  observation.stop();
  const asked = metrics.requests().filter(({ path }) => path.includes(`/namespaces/${namespace2}/`));
  return {
    format: 'hpa-run/v1',
    name: scenario.name,
    description: scenario.description,
    kubernetesVersion: pinnedKubernetesVersion(),
    controller: { ...recordingController, featureGates },
    recordedAt: new Date(begin).toISOString(),
    hpa: observation.hpa(),
    pods: observation.pods(),
    syncs: syncsFrom(readHpaControllerRequests(auditLogFile(controlPlane.sandbox), namespace2), asked, begin),
  };
}
async function createNamespace({ api }, name) {
  await api.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await waitFor(() => api.get(`/api/v1/namespaces/${name}/serviceaccounts/default`), {
    description: `the service account of namespace ${name}`,
  });
}
async function annotateLaterPods({ api }, namespace2, annotations) {
  const path = `/apis/apps/v1/namespaces/${namespace2}`;
  await api.patch(`${path}/deployments/${target}`, { spec: { paused: true } });
  const { items } = await api.get(`${path}/replicasets`);
  const change = { spec: { template: { metadata: { annotations } } } };
  await Promise.all(items.map(({ metadata }) => api.patch(`${path}/replicasets/${metadata.name}`, change)));
}
async function readyReplicas({ api }, namespace2, replicas) {
  await waitFor(
    async () => {
      const path = `/apis/apps/v1/namespaces/${namespace2}/deployments/${target}`;
      const { status } = await api.get(path);
      return (status.readyReplicas ?? 0) === replicas;
    },
    { description: `${replicas} ready replicas in ${namespace2}`, timeoutSeconds: 60 },
  );
}
function hpaPath(namespace2) {
  return `/apis/autoscaling/v2/namespaces/${namespace2}/horizontalpodautoscalers/${target}`;
}

// test/controlplane/scenarios/scenario.ts
function podsMetric(name, averageValue) {
  return { type: 'Pods', pods: { metric: { name }, target: { type: 'AverageValue', averageValue } } };
}
function externalMetric(name, averageValue) {
  return { type: 'External', external: { metric: { name }, target: { type: 'AverageValue', averageValue } } };
}

// test/controlplane/scenarios/index.ts
var hpaScenarios = [
  {
    name: 'steady',
    description: 'A load that fits four replicas within the tolerance: nothing happens.',
    durationSeconds: 12,
    deployment: { replicas: 4 },
    hpa: { minReplicas: 2, maxReplicas: 10, metrics: [podsMetric('requests_per_second', '40')] },
    metrics: {
      pods: {
        requests_per_second: {
          total: {
            linear: [
              [0, 155],
              [6, 168],
              [12, 158],
            ],
          },
        },
      },
    },
  },
  {
    name: 'ramp',
    description:
      'A load that grows tenfold and falls back; no behavior, so doubling and the stabilization of the controller.',
    durationSeconds: 48,
    deployment: { replicas: 2 },
    hpa: { minReplicas: 1, maxReplicas: 18, metrics: [podsMetric('requests_per_second', '40')] },
    metrics: {
      pods: {
        requests_per_second: {
          total: {
            linear: [
              [0, 80],
              [22, 800],
              [26, 800],
              [32, 90],
            ],
          },
        },
      },
    },
  },
  {
    name: 'spike',
    description:
      'A queue that fills at once and empties again; limits by maxReplicas, then a window on the way down.',
    durationSeconds: 36,
    deployment: { replicas: 1 },
    hpa: {
      minReplicas: 1,
      maxReplicas: 20,
      metrics: [externalMetric('queue_depth', '20')],
      behavior: { scaleDown: { stabilizationWindowSeconds: 5 } },
    },
    metrics: {
      external: {
        queue_depth: [
          {
            labels: { queue: 'orders' },
            value: {
              steps: [
                [0, 8],
                [6, 420],
                [16, 4],
              ],
            },
          },
          {
            labels: { queue: 'returns' },
            value: {
              steps: [
                [0, 2],
                [6, 80],
                [16, 1],
              ],
            },
          },
        ],
      },
    },
  },
  {
    name: 'missing-metrics',
    description:
      'Some pods lack a sample, once while the load is low and once while it is high; then all do, then the API fails.',
    durationSeconds: 40,
    deployment: { replicas: 5 },
    hpa: {
      minReplicas: 1,
      maxReplicas: 12,
      metrics: [podsMetric('requests_per_second', '40')],
      behavior: { scaleDown: { stabilizationWindowSeconds: 2 } },
    },
    metrics: {
      pods: {
        requests_per_second: {
          perPod: {
            steps: [
              [0, 40],
              [5, 25],
              [12, 70],
              [18, 'missing'],
              [24, { error: 'the backend is on fire' }],
              [30, 40],
            ],
          },
          withoutSample: {
            steps: [
              [0, 0],
              [3, 2],
              [16, 0],
            ],
          },
        },
      },
    },
  },
  {
    name: 'unready-pods',
    description: 'CPU utilization above target while the pods that were added need long to become ready.',
    durationSeconds: 40,
    deployment: {
      replicas: 2,
      requests: { cpu: '100m' },
      podAnnotations: { [delayAnnotations.startUp]: '9s', [delayAnnotations.imagePull]: '2s' },
    },
    hpa: {
      minReplicas: 1,
      maxReplicas: 12,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
        },
      ],
    },
    metrics: {
      resources: {
        cpu: {
          perPod: {
            steps: [
              [0, 0.05],
              [4, 0.09],
              [22, 0.055],
              [30, 0.02],
            ],
          },
        },
      },
    },
  },
  {
    name: 'behavior-policies',
    description: 'Policies by pods and per cent, the smaller up and the larger down, with windows both ways.',
    durationSeconds: 52,
    deployment: { replicas: 2 },
    hpa: {
      minReplicas: 1,
      maxReplicas: 15,
      metrics: [podsMetric('requests_per_second', '40')],
      behavior: {
        scaleUp: {
          stabilizationWindowSeconds: 2,
          selectPolicy: 'Min',
          policies: [
            { type: 'Pods', value: 3, periodSeconds: 5 },
            { type: 'Percent', value: 100, periodSeconds: 5 },
          ],
        },
        scaleDown: {
          stabilizationWindowSeconds: 3,
          selectPolicy: 'Max',
          policies: [
            { type: 'Pods', value: 1, periodSeconds: 4 },
            { type: 'Percent', value: 25, periodSeconds: 6 },
          ],
        },
      },
    },
    metrics: {
      pods: {
        requests_per_second: {
          total: {
            steps: [
              [0, 80],
              [4, 640],
              [5.5, 80],
              [7, 640],
              [28, 60],
            ],
          },
        },
      },
    },
  },
  {
    name: 'tolerance',
    description: 'A tolerance for each direction: 5 % up, 30 % down; utilization of one container.',
    durationSeconds: 40,
    deployment: { replicas: 10, requests: { cpu: '100m' } },
    hpa: {
      minReplicas: 1,
      maxReplicas: 30,
      metrics: [
        {
          type: 'ContainerResource',
          containerResource: {
            name: 'cpu',
            container: 'app',
            target: { type: 'Utilization', averageUtilization: 50 },
          },
        },
      ],
      behavior: {
        scaleUp: { tolerance: '0.05' },
        scaleDown: { tolerance: '0.3', stabilizationWindowSeconds: 2 },
      },
    },
    metrics: {
      resources: {
        cpu: {
          total: {
            steps: [
              [0, 0.5],
              [4, 0.52],
              [10, 0.54],
              [18, 0.42],
              [26, 0.3],
            ],
          },
        },
      },
    },
  },
  {
    name: 'one-metric-failing',
    description:
      'Two metrics, one of which fails for a while: the other may scale up meanwhile, but not down.',
    durationSeconds: 44,
    deployment: { replicas: 4 },
    hpa: {
      minReplicas: 1,
      maxReplicas: 12,
      metrics: [podsMetric('requests_per_second', '40'), externalMetric('queue_depth', '20')],
      behavior: { scaleDown: { stabilizationWindowSeconds: 2 } },
    },
    metrics: {
      pods: {
        requests_per_second: {
          total: {
            steps: [
              [0, 160],
              [10, 60],
              [20, 280],
              [34, 60],
            ],
          },
        },
      },
      external: {
        queue_depth: [
          {
            value: {
              steps: [
                [0, 40],
                [6, { error: 'the queue does not answer' }],
                [28, 30],
              ],
            },
          },
        ],
      },
    },
  },
  {
    name: 'scale-to-zero',
    description: 'An empty queue scales to zero, and a new message from zero.',
    durationSeconds: 36,
    deployment: { replicas: 2 },
    hpa: {
      minReplicas: 0,
      maxReplicas: 8,
      metrics: [externalMetric('queue_depth', '5')],
      behavior: { scaleDown: { stabilizationWindowSeconds: 3 } },
    },
    metrics: {
      external: {
        queue_depth: [
          {
            value: {
              steps: [
                [0, 10],
                [5, 0],
                [16, 12],
                [26, 0],
              ],
            },
          },
        ],
      },
    },
  },
  {
    name: 'min-max-changes',
    description:
      'The bounds are moved across the present count while the load stays; a metric of another object.',
    durationSeconds: 40,
    deployment: { replicas: 5 },
    hpa: {
      minReplicas: 1,
      maxReplicas: 10,
      metrics: [
        {
          type: 'Object',
          object: {
            describedObject: { apiVersion: 'v1', kind: 'Service', name: 'web' },
            metric: { name: 'requests_per_second' },
            target: { type: 'AverageValue', averageValue: '40' },
          },
        },
      ],
      behavior: { scaleDown: { stabilizationWindowSeconds: 2 } },
    },
    metrics: { objects: { 'services/web/requests_per_second': { steps: [[0, 200]] } } },
    changes: [
      { atSeconds: 6, hpa: { maxReplicas: 3 } },
      { atSeconds: 13, hpa: { minReplicas: 4, maxReplicas: 10 } },
      { atSeconds: 20, hpa: { minReplicas: 8 } },
      { atSeconds: 28, hpa: { minReplicas: 1 } },
    ],
  },
];

// test/controlplane/record-hpa-runs.ts
async function recordHpaRuns(directory, names) {
  const unknown = names.filter((name) => !hpaScenarios.some((scenario) => scenario.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `no scenario ${unknown.join(', ')}; there are ${hpaScenarios.map(({ name }) => name).join(', ')}`,
    );
  }
  const selected = hpaScenarios.filter(({ name }) => names.length === 0 || names.includes(name));
  const runs = await recordScenarios(selected);
  mkdirSync2(directory, { recursive: true });
  for (const run of runs) {
    writeFileSync5(join10(directory, `${run.name}.json`), formatHpaRun(run));
    console.log(`${run.name}: ${run.syncs.length} syncs, replicas ${replicaPath(run)}`);
  }
}
function replicaPath({ syncs }) {
  const first = syncs[0]?.scale.specReplicas;
  const rescales = syncs.flatMap(({ rescaledTo }) => (rescaledTo === void 0 ? [] : [rescaledTo]));
  return [first, ...rescales].join(' > ');
}
export { recordHpaRuns };
