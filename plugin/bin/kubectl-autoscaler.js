#!/usr/bin/env node
import { run } from '../dist/entry/main.js';

await run('kubectl autoscaler', new URL('..', import.meta.url));
