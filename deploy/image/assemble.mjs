// Assembles the root file system of the metrics adapter's container: Node with the shared libraries that it needs, the built plugin without source
// maps and without other commands, and nothing else: no shell, no package manager, nothing that may be written.
//
//   npm run build && node deploy/image/assemble.mjs FOLDER
//
// The folder must not exist or be empty. Everything in it belongs to the builder and may be written by nobody; the container runs as user 65532.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { nodeLicence } from '../../scripts/node-licence.mjs';

const plugin = fileURLToPath(new URL('../../plugin', import.meta.url));
const home = '/opt/kubectl-autoscale';

/** Where the chart mounts things, and what a runtime expects to be there. */
const mountPoints = [
  '/var/run/adapter/tls',
  '/var/run/adapter/history',
  '/var/run/secrets/kubernetes.io/serviceaccount',
  '/etc/adapter',
  '/tmp',
  '/proc',
  '/dev',
  '/sys',
];

/** What glibc loads by name when a host is looked up, where it is not part of libc itself. */
const nameServices = ['libnss_dns.so.2', 'libnss_files.so.2', 'libresolv.so.2'];

/** Debian's packages that these libraries are from, and where it keeps their licences. */
const libraryLicences = ['libc6', 'libgcc-s1', 'libstdc++6'].map(
  (name) => `/usr/share/doc/${name}/copyright`,
);
const licenceOfNode = nodeLicence();

const [target] = process.argv.slice(2);
if (target === undefined) fail('usage: node deploy/image/assemble.mjs FOLDER');
if (existsSync(target) && readdirSync(target).length > 0) fail(`${target} is not empty`);
if (!existsSync(join(plugin, 'dist/entry/main.js'))) fail('the plugin is not built: npm run build');

assembleNode();
assemblePlugin();
put('/etc/passwd', 'adapter:x:65532:65532:metrics adapter:/:/sbin/nologin\n');
put('/etc/group', 'adapter:x:65532:\n');
put('/etc/nsswitch.conf', 'hosts: files dns\n');
for (const path of mountPoints) mkdirSync(join(target, path), { recursive: true });
closeFolders(target);

function assembleNode() {
  copy(realpathSync(process.execPath), '/usr/bin/node', 0o555);
  const listed = execFileSync('ldd', [process.execPath], { encoding: 'utf8' });
  const libraries = [...listed.matchAll(/(\/\S+\.so[\w.]*)/g)].map((match) => match[1]);
  const libc = libraries.find((path) => basename(path).startsWith('libc.so'));
  const more =
    libc === undefined ? [] : nameServices.map((name) => join(dirname(libc), name)).filter(existsSync);
  for (const path of new Set([...libraries, ...more])) copy(realpathSync(path), path, 0o555);
  if (licenceOfNode !== undefined) copy(licenceOfNode, '/usr/share/doc/nodejs/LICENSE');
  for (const path of libraryLicences.filter(existsSync)) copy(realpathSync(path), path);
}

/** The adapter's commands, the entries, and the chunks that these load, one by the other. */
function assemblePlugin() {
  const entries = readdirSync(join(plugin, 'dist/entry')).filter(
    (name) => name.endsWith('.js') && name !== 'complete.js',
  );
  const commands = readdirSync(join(plugin, 'dist/commands/adapter')).filter((name) => name.endsWith('.js'));
  const wanted = [
    ...entries.map((name) => `dist/entry/${name}`),
    ...commands.map((name) => `dist/commands/adapter/${name}`),
  ];
  for (const file of wanted) {
    const text = readFileSync(join(plugin, file), 'utf8');
    for (const [, chunk] of text.matchAll(/["'](?:\.{1,2}\/)+(?:chunks\/)?([\w.@-]+-[A-Z0-9]{8}\.js)["']/g)) {
      const path = `dist/chunks/${chunk}`;
      if (!wanted.includes(path)) wanted.push(path);
    }
  }
  const others = [
    'bin/kubectl-autoscale.js',
    'package.json',
    'LICENSE',
    'NOTICE',
    'dist/THIRD-PARTY-NOTICES.txt',
  ];
  for (const file of [...wanted, ...others]) copy(join(plugin, file), `${home}/${file}`);
  const manifest = JSON.parse(readFileSync(join(plugin, 'oclif.manifest.json'), 'utf8'));
  const kept = Object.entries(manifest.commands).filter(([id]) => id.startsWith('adapter:'));
  put(`${home}/oclif.manifest.json`, JSON.stringify({ ...manifest, commands: Object.fromEntries(kept) }));
}

function copy(from, to, mode = 0o444) {
  const path = join(target, to);
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(from, path);
  chmodSync(path, mode);
}

function put(to, text) {
  const path = join(target, to);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o444);
}

/** Innermost first: a closed folder takes no more entries, unless one is root. */
function closeFolders(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) closeFolders(join(folder, entry.name));
  }
  chmodSync(folder, 0o555);
}

function fail(message) {
  console.error(`assemble: ${message}`);
  process.exit(2);
}
