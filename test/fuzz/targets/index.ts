import type { FuzzTarget } from '../target.ts';
import { adapterConfiguration } from './adapter-configuration.ts';
import { adapterRequests } from './adapter-requests.ts';
import { configuration } from './configuration.ts';
import { languageServer } from './language-server.ts';
import { linter } from './linter.ts';
import { manifests } from './manifests.ts';
import { priceFiles } from './price-files.ts';
import { prometheusAnswers } from './prometheus-answers.ts';
import { promql } from './promql.ts';
import { quantities } from './quantities.ts';

/** Everything that reads what somebody else wrote. */
export const targets: readonly FuzzTarget[] = [
  manifests,
  linter,
  quantities,
  promql,
  adapterRequests,
  adapterConfiguration,
  priceFiles,
  prometheusAnswers,
  configuration,
  languageServer,
];
