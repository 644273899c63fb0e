// Writes schemas/1.36/definitions.json: every type that the kinds of src/kinds/served.ts reach, as draft-07 JSON Schema.
// Types and formats come from @kubernetes/client-node, quantities (flattened to string there) from kubernetes-types and
// schemas/overlay/fields.json; the scalars it refers to are in schemas/overlay/scalars.json.
//   node test/tools/generate-schemas.mjs [FOLDER]     (default: schemas/1.36)
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { servedKinds } from './served-kinds.mjs';

const modelFolder = new URL('../../node_modules/@kubernetes/client-node/dist/gen/models/', import.meta.url);
const typesFolder = new URL('../../node_modules/kubernetes-types/', import.meta.url);

const scalars = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  'number int32': reference('Int32'),
  'number int64': reference('Int64'),
  'number double': { type: 'number' },
  any: {},
  'string byte': reference('Bytes'),
  'Date date-time': reference('Time'),
  'V1MicroTime date-time-micro': reference('MicroTime'),
  'IntOrString int-or-string': reference('IntOrString'),
  Quantity: reference('Quantity'),
};

function reference(name) {
  return { $ref: `#/definitions/${name}` };
}

/** A type as the client library writes it (`Array<V1Container>`, `{ [key: string]: string; }`), with its format. */
function schemaOf(type, format) {
  const list = /^Array<(.*)>$/.exec(type);
  if (list) return { type: 'array', items: schemaOf(list[1], format) };
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type);
  if (map) return { type: 'object', additionalProperties: schemaOf(map[1], format) };
  const scalar = scalars[format ? `${type} ${format}` : type];
  if (scalar) return scalar;
  if (!/^[A-Z]\w+$/.test(type) || format) throw new Error(`unknown type ${type} (${format})`);
  return reference(type);
}

/** The overlay's short form: `Quantity`, `[]Quantity`, `{}Quantity`. */
function overlaySchema(text) {
  if (text.startsWith('[]')) return { type: 'array', items: overlaySchema(text.slice(2)) };
  if (text.startsWith('{}')) return { type: 'object', additionalProperties: overlaySchema(text.slice(2)) };
  return schemaOf(text, '');
}

/** `V1Type.field` to the overlay's short form, for every Quantity in kubernetes-types. */
async function knownQuantities() {
  const found = {};
  for (const path of await readdir(typesFolder, { recursive: true })) {
    const version = /^[a-z]+\/(v\d+)\.d\.ts$/.exec(path)?.[1];
    if (version === undefined) continue;
    const text = await readFile(new URL(path, typesFolder), 'utf8');
    for (const [, name, body] of text.matchAll(/^export interface (\w+) \{\n(.*?)^\}/gms)) {
      const fields = body.matchAll(/^ {4}(\w+)\??: (?:Quantity;|(\{)\s*\[name: string\]: Quantity;)/gm);
      for (const [, field, isMap] of fields)
        found[`${version.toUpperCase()}${name}.${field}`] = isMap ? '{}Quantity' : 'Quantity';
    }
  }
  return found;
}

/** Field names that the type's declaration does not mark as optional. */
async function requiredFields(name) {
  const text = await readFile(new URL(`${name}.d.ts`, modelFolder), 'utf8');
  return [...text.matchAll(/^ {4}'([^']+)': /gm)].map(([, field]) => field);
}

async function definitionOf(name, overlay) {
  const model = (await import(new URL(`${name}.js`, modelFolder)))[name];
  const required = new Set(await requiredFields(name));
  const attributes = model.attributeTypeMap.toSorted((a, b) => (a.baseName < b.baseName ? -1 : 1));
  const properties = {};
  for (const { baseName, type, format } of attributes) {
    const given = overlay[`${name}.${baseName}`];
    properties[baseName] = given === undefined ? schemaOf(type, format) : overlaySchema(given);
  }
  const requiredNames = attributes.filter((one) => required.has(one.name)).map((one) => one.baseName);
  return {
    type: 'object',
    additionalProperties: false,
    ...(requiredNames.length === 0 ? {} : { required: requiredNames }),
    properties,
  };
}

function referencesIn(definition) {
  return [...JSON.stringify(definition).matchAll(/"#\/definitions\/(\w+)"/g)].map(([, name]) => name);
}

const { fields } = JSON.parse(await readFile('schemas/overlay/fields.json', 'utf8'));
const overlaid = JSON.parse(await readFile('schemas/overlay/scalars.json', 'utf8')).definitions;
const overlay = { ...(await knownQuantities()), ...fields };
const definitions = {};
const waiting = (await servedKinds()).map(({ schema }) => schema);
while (waiting.length > 0) {
  const name = waiting.pop();
  if (name in definitions || name in overlaid) continue;
  definitions[name] = await definitionOf(name, overlay);
  waiting.push(...referencesIn(definitions[name]));
}
for (const path of Object.keys(fields)) {
  const [name, field] = path.split('.');
  if (definitions[name]?.properties[field] === undefined) throw new Error(`overlay: no field ${path}`);
}
const sorted = Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1)));
const folder = process.argv[2] ?? 'schemas/1.36';
await mkdir(folder, { recursive: true });
const lines = Object.entries(sorted).map(
  ([name, one]) => `    ${JSON.stringify(name)}: ${JSON.stringify(one)}`,
);
await writeFile(
  `${folder}/definitions.json`,
  `{\n  "$schema": "http://json-schema.org/draft-07/schema#",\n  "definitions": {\n${lines.join(',\n')}\n  }\n}\n`,
);
