// Writes src/generated/: validators.js (ajv's code for every kind, no dependency at run time) and shapes.js (field names
// and types, as text that is parsed only to explain an error), each with its declarations.
//   node test/tools/compile-validators.mjs [FOLDER]     (default: src/generated)
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { _, Ajv, Name } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { transform } from 'esbuild';
import { servedKinds } from './served-kinds.mjs';

const generated = JSON.parse(await readFile('schemas/1.36/definitions.json', 'utf8')).definitions;
const scalars = JSON.parse(await readFile('schemas/overlay/scalars.json', 'utf8')).definitions;
const kinds = [...new Set((await servedKinds()).map(({ schema }) => schema))].sort();

/** Go's encoding/base64: padded, line ends ignored. No single pattern: those that count fail on megabytes. */
const isBase64 = `function isBase64(text) {
  const bare = /[\\r\\n]/.test(text) ? text.replace(/[\\r\\n]+/g, '') : text;
  if (bare.length % 4 !== 0) return false;
  const padding = bare.endsWith('==') ? 2 : bare.endsWith('=') ? 1 : 0;
  return /^[A-Za-z0-9+/]*$/.test(bare.slice(0, bare.length - padding));
}`;

function failUnlessBase64(context) {
  context.fail(_`!${new Name('isBase64')}(${context.data})`);
}

/** Decoding knows no required fields (Go's zero values stand for them): the validation rules report those. */
function decodable({ required, ...definition }) {
  return definition;
}

/**
 * Each error takes ajv 150 characters of code, 3,000 times over; one function that makes them leaves a third of the
 * size, and so of the time to load it. What nobody reads (schema paths, parent data) goes too.
 */
function compact(code) {
  const error =
    /const (err\d+) = \{instancePath(?::((?:(?!,schemaPath:).)+))?,schemaPath:"[^"]*",keyword:("\w+"),params:(\{(?:"(?:[^"\\]|\\.)*"|[^"}])*\})\};if\(vErrors === null\)\{vErrors = \[\1\];\}else \{vErrors\.push\(\1\);\}errors\+\+;/g;
  const small = code
    .replace(/^"use strict";/, '')
    .replace(error, (_, __, path, keyword, params) => {
      return `vErrors=fail(vErrors,${path ?? 'instancePath'},${keyword},${params});errors++;`;
    })
    .replace(/const (schema\d+) = (\{.*?\});(?=const |function |export )/g, (_, name, json) => {
      // Of the schemas themselves, the code asks only for the names of properties.
      const { properties = {} } = JSON.parse(json);
      const names = Object.keys(properties).map((field) => `${JSON.stringify(field)}: 0`);
      return `const ${name} = {properties: {${names.join(',')}}};`;
    })
    .replaceAll(/,parentData:[^,{}]+,parentDataProperty: ?[^,{}]+,rootData\}/g, '}')
    .replaceAll(
      '{instancePath="", parentData, parentDataProperty, rootData=data}={}',
      '{instancePath=""}={}',
    );
  if (/const err\d|parentData/.test(small))
    throw new Error(
      `ajv writes its code in another form now: ${small.slice(small.search(/const err\d|parentData/)).slice(0, 300)}`,
    );
  return `function fail(list, instancePath, keyword, params) {
    const error = { instancePath, keyword, params };
    if (list === null) return [error];
    list.push(error);
    return list;
  }
  ${isBase64}
  ${small}`;
}

async function validatorsCode() {
  const definitions = Object.fromEntries(
    Object.entries({ ...generated, ...scalars }).map(([name, one]) => [name, decodable(one)]),
  );
  const ajv = new Ajv({
    allErrors: true,
    messages: false,
    inlineRefs: false,
    validateFormats: false,
    allowUnionTypes: true,
    code: { source: true, esm: true, optimize: 2 },
  });
  ajv.removeKeyword('contentEncoding');
  ajv.addKeyword({ keyword: 'contentEncoding', type: 'string', code: failUnlessBase64 });
  ajv.addSchema({ $id: 'k', definitions });
  const code = standaloneCode(ajv, Object.fromEntries(kinds.map((name) => [name, `k#/definitions/${name}`])));
  if (/\brequire\(|^import /m.test(code))
    throw new Error('the compiled validators need something at run time');
  const table = [];
  const body = compact(code).replace(/export const (\w+) = (\w+);/g, (_, name, validator) => {
    table.push(`${name}: ${validator}`);
    return '';
  });
  const { code: small } = await transform(`${body}\nexport const validators = {${table.join(',')}};`, {
    minify: true,
    treeShaking: true,
    format: 'esm',
    target: 'node20',
  });
  return small;
}

/** `[]V1Container`, `{}Quantity`, `Int32`, ...: see src/phases/2-validate/shape.ts. */
function shapeOf(schema) {
  if (schema.$ref) return schema.$ref.replace('#/definitions/', '');
  if (schema.type === 'array') return `[]${shapeOf(schema.items)}`;
  if (schema.type === 'object') return `{}${shapeOf(schema.additionalProperties)}`;
  return schema.type ?? 'any';
}

function shapesCode() {
  const shapes = Object.fromEntries(
    Object.entries(generated).map(([name, { properties }]) => [
      name,
      Object.fromEntries(Object.entries(properties).map(([field, schema]) => [field, shapeOf(schema)])),
    ]),
  );
  return `export const shapesText = ${JSON.stringify(JSON.stringify(shapes))};\n`;
}

const validatorTypes = `/** One error of ajv (https://ajv.js.org/api.html#error-objects), without messages. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: { readonly [name: string]: unknown };
}
export interface SchemaValidator {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}
export declare const validators: { readonly [schema: string]: SchemaValidator };
`;
const shapeTypes = `/** JSON: types, their fields, the type of each. */
export declare const shapesText: string;
`;

/** Whether src/generated is younger than all that it is made of: compiling takes seconds. */
async function isFresh() {
  const time = (file) => stat(file).then(({ mtimeMs }) => mtimeMs);
  const inputs = [
    'schemas/1.36/definitions.json',
    'schemas/overlay/scalars.json',
    'src/kinds/served.ts',
    'package-lock.json',
  ];
  const tools = ['test/tools/compile-validators.mjs', 'test/tools/served-kinds.mjs'];
  const made = await time('src/generated/shapes.d.ts').catch(() => 0);
  return made > Math.max(...(await Promise.all([...inputs, ...tools].map(time))));
}

if (process.argv[2] === undefined && (await isFresh())) process.exit(0);
const folder = process.argv[2] ?? 'src/generated';
await mkdir(folder, { recursive: true });
await writeFile(`${folder}/validators.js`, await validatorsCode());
await writeFile(`${folder}/validators.d.ts`, validatorTypes);
await writeFile(`${folder}/shapes.js`, shapesCode());
await writeFile(`${folder}/shapes.d.ts`, shapeTypes);
