#!/usr/bin/env node
import nodeModule from 'node:module';

nodeModule.enableCompileCache?.();
const { complete } = await import('../dist/entry/complete.js');
await complete(new URL('..', import.meta.url), process.argv.slice(2));
