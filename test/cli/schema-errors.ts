import { readFileSync } from 'node:fs';

import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';

import { repositoryRoot } from './run-plugin.ts';

/** Holds a value to a schema of docs/schemas and answers what is wrong with it. */
export function schemaErrors(schema: string): (value: unknown) => readonly unknown[] {
  const text = readFileSync(`${repositoryRoot}docs/schemas/${schema}`, 'utf8');
  const parsed = JSON.parse(text) as { readonly $schema: string };
  const checker = parsed.$schema.includes('2020-12') ? Ajv2020 : Ajv;
  const validate = new checker({ allErrors: true }).compile(parsed);
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}
