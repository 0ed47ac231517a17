import { seededRandom } from '../../core/dist/stats/index.js';

/**
 * Manifests as teams write them: for each application one file with its Deployment, Service, HPA and two of
 * PodDisruptionBudget, VPA, ConfigMap and ServiceAccount, in the spellings and with the mistakes that occur. The same seed
 * gives the same text.
 */
export function* applicationFiles({ files, seed }) {
  const random = seededRandom(seed);
  for (let index = 0; index < files; index += 1) {
    const app = application(index, random);
    const documents = [deployment(app), service(app), autoscaler(app), ...companions(app, random)];
    yield {
      path: `team-${index % 100}/${app.name}.yaml`,
      text: documents.join('---\n'),
      documents: documents.length,
    };
  }
}

const words = ['cart', 'search', 'billing', 'ingest', 'catalog', 'rank', 'auth', 'mail', 'feed', 'media'];
const roles = ['api', 'worker', 'web', 'gateway', 'consumer'];

function application(index, random) {
  const pick = (list) => list[Math.floor(random.next() * list.length)];
  return {
    name: `${pick(words)}-${pick(roles)}-${index}`,
    namespace: `team-${index % 100}`,
    replicas: 1 + Math.floor(random.next() * 6),
    cpu: pick(['100m', '250m', '500m', '1', '1500m']),
    memory: pick(['128Mi', '256Mi', '512Mi', '1Gi', '1.5Gi']),
    port: 8000 + Math.floor(random.next() * 1000),
    setsReplicas: random.next() < 0.3,
    hasRequests: random.next() < 0.9,
    sidecar: random.next() < 0.4,
    environment: 3 + Math.floor(random.next() * 12),
    utilization: pick([50, 60, 70, 80, 90]),
    behavior: random.next() < 0.5,
    version: `${1 + Math.floor(random.next() * 4)}.${Math.floor(random.next() * 30)}.${Math.floor(random.next() * 10)}`,
  };
}

const labelsOf = ({ name }, indent) =>
  [
    `app.kubernetes.io/name: ${name}`,
    `app.kubernetes.io/part-of: shop`,
    'app.kubernetes.io/managed-by: argocd',
  ]
    .map((line) => ' '.repeat(indent) + line)
    .join('\n');

function deployment(app) {
  const environment = Array.from(
    { length: app.environment },
    (_, i) => `            - name: SETTING_${i}\n              value: "value-${i}-of-${app.name}"`,
  ).join('\n');
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${app.name}
  namespace: ${app.namespace}
  labels:
${labelsOf(app, 4)}
spec:
${app.setsReplicas ? `  replicas: ${app.replicas}\n` : ''}  revisionHistoryLimit: 5
  selector:
    matchLabels:
      app.kubernetes.io/name: ${app.name}
  template:
    metadata:
      labels:
${labelsOf(app, 8)}
      annotations:
        prometheus.io/scrape: "true"
        prometheus.io/port: "${app.port}"
    spec:
      serviceAccountName: ${app.name}
      containers:
        - name: app # the program itself
          image: registry.example/${app.name}:${app.version}
          ports:
            - { name: http, containerPort: ${app.port} }
          env:
${environment}
          readinessProbe:
            httpGet: { path: /ready, port: http }
            periodSeconds: 5
          livenessProbe:
            httpGet:
              path: /live
              port: http
            failureThreshold: 3
${app.hasRequests ? resources(app.cpu, app.memory) : ''}${app.sidecar ? sidecar() : ''}`;
}

const resources = (cpu, memory) => `          resources:
            requests:
              cpu: ${cpu}
              memory: ${memory}
            limits:
              memory: ${memory}
`;

const sidecar = () => `        - name: log-shipper
          image: registry.example/log-shipper:2.4.1
          args: ["--config", "/etc/shipper.yaml"]
${resources('20m', '64Mi')}`;

const service = (app) => `apiVersion: v1
kind: Service
metadata:
  name: ${app.name}
  namespace: ${app.namespace}
spec:
  selector:
    app.kubernetes.io/name: ${app.name}
  ports:
    - name: http
      port: 80
      targetPort: http
`;

const behavior = `  behavior:
    scaleUp:
      stabilizationWindowSeconds: 30
      policies:
        - type: Percent
          value: 100
          periodSeconds: 60
    scaleDown:
      stabilizationWindowSeconds: 300
`;

const autoscaler = (app) => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: ${app.name}
  namespace: ${app.namespace}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${app.name}
  minReplicas: ${app.replicas}
  maxReplicas: ${app.replicas + 6}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: ${app.utilization}
${app.behavior ? behavior : ''}`;

const kinds = [
  (app) => `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: ${app.name}
  namespace: ${app.namespace}
spec:
  maxUnavailable: ${app.replicas > 2 ? '25%' : 1}
  selector:
    matchLabels:
      app.kubernetes.io/name: ${app.name}
`,
  (app) => `apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata:
  name: ${app.name}
  namespace: ${app.namespace}
spec:
  targetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${app.name}
  updatePolicy:
    updateMode: "Off"
`,
  (app) => `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${app.name}
  namespace: ${app.namespace}
data:
  settings.yaml: |
    listen: ":${app.port}"
    upstreams:
      - http://catalog
      - http://auth
    features: {beta: false, tracing: true}
`,
  (app) => `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${app.name}
  namespace: ${app.namespace}
automountServiceAccountToken: false
`,
];

/** Two of the four other kinds. */
function companions(app, random) {
  const first = Math.floor(random.next() * kinds.length);
  const second = (first + 1 + Math.floor(random.next() * (kinds.length - 1))) % kinds.length;
  return [kinds[first](app), kinds[second](app)];
}
