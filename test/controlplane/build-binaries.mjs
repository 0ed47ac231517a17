#!/usr/bin/env node
// Builds the programs of a Kubernetes control plane with Go into a cache folder outside the repository.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';

import {
  cacheDirectory,
  goModulesDirectory,
  pinnedKubernetesVersion,
  programs,
  requiredVersion,
  stampFile,
} from './binary-cache.mjs';

const usage = `Usage: node test/controlplane/build-binaries.mjs [options]

Builds ${programs.map((program) => program.name).join(', ')}.

  --kubernetes-version <x.y.z>  another version than the pinned ${pinnedKubernetesVersion()}
  --only <name,...>             build these programs only
  --directory <folder>          where to put them (default: ${cacheDirectory('<version>')})
  --pin                         write the module of --kubernetes-version over the committed one
  --print-directory             print the folder and exit
  --help                        print this text and exit`;

class UsageError extends Error {}

async function main() {
  const options = readOptions();
  if (options.help) return console.log(usage);
  if (options.printDirectory) return console.log(options.directory);
  requireGo();
  mkdirSync(options.directory, { recursive: true });
  const modules = moduleDirectories(options);
  try {
    const started = Date.now();
    for (const program of options.selected) await provide(program, modules[program.module], options);
    console.log(`${secondsSince(started)} s in total; programs are in ${options.directory}`);
  } finally {
    if (modules.temporary) rmSync(modules.temporary, { recursive: true, force: true });
  }
}

function readOptions() {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        'kubernetes-version': { type: 'string' },
        only: { type: 'string' },
        directory: { type: 'string' },
        pin: { type: 'boolean' },
        'print-directory': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    throw new UsageError(error.message);
  }
  const version = (values['kubernetes-version'] ?? pinnedKubernetesVersion()).replace(/^v/, '');
  if (!/^1\.\d+\.\d+$/.test(version))
    throw new UsageError(`"${version}" is not a Kubernetes version such as 1.36.3`);
  return {
    version,
    selected: selectPrograms(values.only),
    directory: values.directory ?? cacheDirectory(version),
    pin: values.pin === true,
    printDirectory: values['print-directory'] === true,
    help: values.help === true,
  };
}

function selectPrograms(only) {
  if (only === undefined) return programs;
  return only.split(',').map((name) => {
    const program = programs.find((candidate) => candidate.name === name.trim());
    if (!program)
      throw new UsageError(`unknown program "${name}"; known are ${programs.map((p) => p.name).join(', ')}`);
    return program;
  });
}

function requireGo() {
  const found = spawnSync('go', ['version'], { encoding: 'utf8' });
  if (found.error)
    throw new Error('the program "go" was not found; install Go 1.26 or newer from https://go.dev/dl/');
  console.log(found.stdout.trim());
}

/** The folder of each Go module; for a version that is not pinned, a temporary one is derived. */
function moduleDirectories({ version, pin }) {
  const modules = Object.fromEntries(
    programs.map(({ module }) => [module, join(goModulesDirectory, module)]),
  );
  if (version === pinnedKubernetesVersion()) return modules;
  if (pin) {
    writeKubernetesModule(version, modules.kubernetes);
    return modules;
  }
  const temporary = mkdtempSync(join(tmpdir(), 'kubernetes-module-'));
  writeKubernetesModule(version, temporary);
  return { ...modules, kubernetes: temporary, temporary };
}

/**
 * Writes go.mod and go.sum for one Kubernetes version. k8s.io/kubernetes requires its staging modules at v0.0.0
 * and replaces them by folders of its own repository, so each is replaced here by its release v0.<minor>.<patch>.
 */
function writeKubernetesModule(version, directory) {
  const download = JSON.parse(go(['mod', 'download', '-json', `k8s.io/kubernetes@v${version}`], tmpdir()));
  const upstream = readFileSync(download.GoMod, 'utf8');
  const staging = [...upstream.matchAll(/^\s*(k8s\.io\/\S+) => \.\/staging\//gm)].map((match) => match[1]);
  const packages = programs.filter(({ module }) => module === 'kubernetes').map((program) => program.package);
  const stagingVersion = version.replace(/^1\./, 'v0.');
  const text = `// The Kubernetes programs that the control-plane tests start; written by build-binaries.mjs --pin.
// k8s.io/kubernetes requires its staging modules at v0.0.0, so each one is replaced by its published release.
module kubectl-autoscale.io/test/controlplane/kubernetes

go ${/^go (\S+)/m.exec(upstream)[1]}

tool (
${packages.map((path) => `\t${path}`).join('\n')}
)

require k8s.io/kubernetes v${version}

replace (
${staging.map((path) => `\t${path} => ${path} ${stagingVersion}`).join('\n')}
)
`;
  writeFileSync(join(directory, 'go.mod'), text);
  rmSync(join(directory, 'go.sum'), { force: true });
  go(['mod', 'tidy'], directory);
}

/** Builds one program unless the cache has it, built from the same sums and with the bytes it had then. */
async function provide(program, moduleDirectory, { version, directory }) {
  const target = join(directory, program.name);
  const sums = sha256(readFileSync(join(moduleDirectory, 'go.sum')));
  const wanted = { program: program.name, version: programVersion(program, moduleDirectory), goSum: sums };
  if (await isIntact(target, directory, wanted, program.companion)) {
    console.log(`${program.name} ${wanted.version}: present, ${megabytes(target)} MB`);
    return;
  }
  const started = Date.now();
  const unfinished = `${target}.unfinished-${process.pid}`;
  try {
    const flags = ['-mod=readonly', '-trimpath', '-ldflags', linkerFlags(program, wanted.version, version)];
    go(['build', ...flags, '-o', unfinished, program.package], moduleDirectory, { CGO_ENABLED: '0' });
    if (program.companion) copyCompanion(program, moduleDirectory, target);
    const stamp = { ...wanted, sha256: await sha256OfFile(unfinished), bytes: statSync(unfinished).size };
    rmSync(stampFile(directory, program.name), { force: true });
    renameSync(unfinished, target);
    writeAtomically(stampFile(directory, program.name), `${JSON.stringify(stamp, null, 2)}\n`);
  } finally {
    rmSync(unfinished, { force: true });
  }
  console.log(
    `${program.name} ${wanted.version}: built in ${secondsSince(started)} s, ${megabytes(target)} MB`,
  );
}

/** Copies the file of the program's module that tests need with the program. */
function copyCompanion({ module, companion }, moduleDirectory, target) {
  const source = go(
    ['list', '-mod=readonly', '-m', '-f', '{{.Dir}}', modulePaths[module]],
    moduleDirectory,
  ).trim();
  writeAtomically(target + companion.suffix, readFileSync(join(source, companion.file)));
}

async function isIntact(target, directory, wanted, companion) {
  const stampPath = stampFile(directory, wanted.program);
  if (!existsSync(target) || !existsSync(stampPath)) return false;
  if (companion && !existsSync(target + companion.suffix)) return false;
  let stamp;
  try {
    stamp = JSON.parse(readFileSync(stampPath, 'utf8'));
  } catch {
    return false;
  }
  if (stamp.version !== wanted.version || stamp.goSum !== wanted.goSum) return false;
  return stamp.bytes === statSync(target).size && stamp.sha256 === (await sha256OfFile(target));
}

/** The module that each of the committed modules is there for. */
const modulePaths = {
  etcd: 'go.etcd.io/etcd/server/v3',
  kwok: 'sigs.k8s.io/kwok',
  kubernetes: 'k8s.io/kubernetes',
  vpa: 'k8s.io/autoscaler/vertical-pod-autoscaler',
  kustomize: 'sigs.k8s.io/kustomize/kustomize/v5',
  helm: 'helm.sh/helm/v4',
  'prometheus-adapter': 'sigs.k8s.io/prometheus-adapter',
};

function programVersion(program, moduleDirectory) {
  return requiredVersion(moduleDirectory, modulePaths[program.module]);
}

/** Strips symbols, and stamps the version that the program reports: a build from a module has no other source for it. */
function linkerFlags(program, programVersion, kubernetesVersion) {
  const [major, minor] = kubernetesVersion.split('.');
  const stamps = {
    etcd: [],
    'prometheus-adapter': [],
    kwok: [`-X sigs.k8s.io/kwok/pkg/consts.Version=${programVersion}`],
    kubernetes: [
      `-X k8s.io/component-base/version.gitVersion=v${kubernetesVersion}`,
      `-X k8s.io/component-base/version.gitMajor=${major}`,
      `-X k8s.io/component-base/version.gitMinor=${minor}`,
      '-X k8s.io/component-base/version.gitTreeState=clean',
    ],
    vpa: [],
    kustomize: [`-X sigs.k8s.io/kustomize/api/provenance.version=${programVersion}`],
    helm: [`-X helm.sh/helm/v4/internal/version.version=${programVersion}`],
  };
  return ['-s', '-w', ...stamps[program.module]].join(' ');
}

function go(commandArguments, directory, environment = {}) {
  const result = spawnSync('go', commandArguments, {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, GOWORK: 'off', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status === 0) return result.stdout;
  const lastLines = result.stderr.trim().split('\n').slice(-15).join('\n');
  throw new Error(`"go ${commandArguments.join(' ')}" failed in ${directory}:\n${lastLines}`);
}

function writeAtomically(file, text) {
  const unfinished = `${file}.unfinished-${process.pid}`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, file);
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

async function sha256OfFile(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

const secondsSince = (started) => ((Date.now() - started) / 1000).toFixed(1);
const megabytes = (file) => (statSync(file).size / 1e6).toFixed(1);

try {
  await main();
} catch (error) {
  console.error(`build-binaries: ${error.message}`);
  if (error instanceof UsageError) console.error(`\n${usage}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
