import { createGenerator } from 'ts-json-schema-generator';

/** JSON Schema of what a command prints with `-o json`, from the TypeScript types that it prints. */
export function reportSchema(root, { name, commands, file, types }) {
  const generator = createGenerator({
    path: `${root}/core/src/${file}`,
    tsconfig: `${root}/core/tsconfig.json`,
    type: '*',
    additionalProperties: false,
    skipTypeCheck: true,
    encodeRefs: true,
  });
  const { definitions } = generator.createSchema('*');
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: `https://kubectl-autoscale.io/schemas/${name}.schema.json`,
    title: `Output of kubectl autoscaler ${commands} with -o json`,
    oneOf: types.map((type) => ({ $ref: `#/definitions/${type}` })),
    definitions,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
