import { createGenerator } from 'ts-json-schema-generator';

/** JSON Schema of what `analyze -o json` prints, from the TypeScript type that it prints. */
export function reportSchema(root) {
  const generator = createGenerator({
    path: `${root}/core/src/advisor/workload-report.ts`,
    tsconfig: `${root}/core/tsconfig.json`,
    type: '*',
    additionalProperties: false,
    skipTypeCheck: true,
    encodeRefs: true,
  });
  const { definitions } = generator.createSchema('*');
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://kubectl-autoscale.io/schemas/workload-report.schema.json',
    title: 'Output of kubectl autoscaler analyze and predict with -o json',
    oneOf: ['WorkloadReport', 'WorkloadReportList', 'PredictionReport'].map((name) => ({
      $ref: `#/definitions/${name}`,
    })),
    definitions,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
