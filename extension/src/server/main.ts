import { keepCompiledCode } from './compile-cache.ts';

// The engine is loaded after that, so that its compiled code is taken from where the last session has put it.
keepCompiledCode(process.argv);
await import('./server.ts');
