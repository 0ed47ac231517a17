#!/usr/bin/env node
import nodeModule from 'node:module';

// From Node 22.8 on: the next start need not compile again.
nodeModule.enableCompileCache?.();
const { run } = await import('../dist/entry/main.js');
await run('kubectl autoscaler', new URL('..', import.meta.url));
