#!/usr/bin/env node
import { complete } from '../dist/entry/complete.js';

complete(new URL('..', import.meta.url), process.argv.slice(2));
