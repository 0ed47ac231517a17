// Starts the program in this folder, by the name that it was called by.
'use strict';

const nodeModule = require('node:module');
const { dirname, join } = require('node:path');
const { pathToFileURL } = require('node:url');

const folder = dirname(require.resolve('./run.cjs'));

exports.run = async (name) => {
  // From Node 22.8 on: the next start need not compile again.
  nodeModule.enableCompileCache?.(join(folder, 'compiled'));
  const root = pathToFileURL(`${folder}/`);
  if (name === 'kubectl_complete-autoscaler') {
    const { complete } = await import('./dist/entry/complete.js');
    await complete(root, process.argv.slice(2));
  } else {
    const { run } = await import('./dist/entry/main.js');
    await run(name, root);
  }
};
