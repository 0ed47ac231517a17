/**
 * The fences of docs/DESIGN.md. A step of the house imports what lies below it, never beside or above, and each
 * third-party package has one door. Which folder belongs to which layer is said once, in scripts/layers.json.
 */
const { foundation, domain, application } = require('./scripts/layers.json');

const core = (...folders) => `^core/src/(${folders.join('|')})/`;

/** A package that only the named places may import. */
const onlyFrom = (name, packagePattern, doors) => ({
  name,
  severity: 'error',
  comment: `Only ${doors} may import this package.`,
  from: { path: '^(core|plugin|extension)/src/', pathNot: doors },
  to: { path: packagePattern },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: { path: '^(core|plugin|extension)/src/' },
      to: { circular: true },
    },
    {
      name: 'units-is-the-ground',
      severity: 'error',
      from: { path: core('units') },
      to: { path: '^core/src/', pathNot: core('units') },
    },
    {
      name: 'evidence-on-units',
      severity: 'error',
      from: { path: core('evidence') },
      to: { path: '^core/src/', pathNot: core('units', 'evidence') },
    },
    {
      name: 'stats-on-units',
      severity: 'error',
      from: { path: core('stats') },
      to: { path: '^core/src/', pathNot: core('units', 'evidence', 'stats') },
    },
    {
      name: 'manifest-on-units',
      severity: 'error',
      from: { path: core('manifest') },
      to: { path: '^core/src/', pathNot: core('units', 'evidence', 'manifest') },
    },
    {
      name: 'apis-on-manifest',
      severity: 'error',
      from: { path: core('apis') },
      to: { path: '^core/src/', pathNot: core('units', 'evidence', 'manifest', 'apis') },
    },
    {
      name: 'domain-knows-no-ports',
      severity: 'error',
      from: { path: core(...domain) },
      to: { path: '^core/src/', pathNot: core(...foundation, ...domain) },
    },
    {
      name: 'ports-below-their-users',
      severity: 'error',
      from: { path: core('ports') },
      to: { path: '^core/src/', pathNot: core(...foundation, ...domain, 'ports') },
    },
    {
      name: 'application-through-ports',
      severity: 'error',
      comment: 'language-server/node is the composition root of the language server.',
      from: { path: core(...application), pathNot: core('language-server/node') },
      to: { path: core('sources', 'testing') },
    },
    {
      name: 'sources-behind-ports',
      severity: 'error',
      from: { path: core('sources') },
      to: { path: core(...application, 'testing') },
    },
    {
      name: 'core-knows-no-door',
      severity: 'error',
      from: { path: '^core/src/' },
      to: { path: '^(plugin|extension)/' },
    },
    {
      name: 'doors-use-the-front-entrance',
      severity: 'error',
      comment: 'plugin and extension import @kubectl-autoscale/core/<subpath>, never a file of core.',
      from: { path: '^(plugin|extension)/src/' },
      to: { path: '^core/', dependencyTypes: ['local'] },
    },
    {
      name: 'real-sources-in-the-composition-root',
      severity: 'error',
      from: { path: '^plugin/src/', pathNot: '^plugin/src/(composition|entry)/' },
      to: { path: core('sources') },
    },
    onlyFrom('yaml-in-manifest', 'node_modules/yaml/', core('manifest')),
    onlyFrom('simple-statistics-in-stats', 'node_modules/simple-statistics/', core('stats')),
    onlyFrom('client-node-in-sources', 'node_modules/@kubernetes/client-node/', core('sources/kubernetes')),
    onlyFrom('highs-in-sources', 'node_modules/highs/', core('sources/solver')),
    onlyFrom('axios-in-sources', 'node_modules/axios/', core('sources/http')),
    onlyFrom(
      'languageserver-in-its-folder',
      'node_modules/vscode-languageserver(-textdocument)?/',
      core('language-server'),
    ),
    onlyFrom('vscode-in-the-client', '^vscode$', '^extension/src/client/'),
    onlyFrom('languageclient-in-the-client', 'node_modules/vscode-languageclient/', '^extension/src/client/'),
    {
      name: 'client-knows-the-protocol-only',
      severity: 'error',
      comment: 'The engine runs in the server. The client shares words with it, not code, and stays small.',
      from: { path: '^extension/src/client/' },
      to: { path: '^core/src/', pathNot: '^core/src/language-server/protocol/' },
    },
    onlyFrom('oclif-in-the-plugin', 'node_modules/@oclif/', '^plugin/src/'),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'types', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.json'],
    },
    doNotFollow: { path: 'node_modules' },
  },
};
