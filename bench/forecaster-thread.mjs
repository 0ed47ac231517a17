import { serveForecasterThread } from '../core/dist/sources/threads/index.js';

serveForecasterThread();
