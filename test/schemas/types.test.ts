import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

/** Fields of interfaces in a declaration file, whole or added by `declare module`. */
function interfaces(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [, indent = '', name = '', body = ''] of text.matchAll(
    /^( *)(?:export )?interface (\w+) \{\n(.*?)^\1\}/gms,
  )) {
    const fields = [...body.matchAll(/^ *(?:readonly )?"?(\w+)"?\??: /gm)].map(([, field = '']) => field);
    found.set(name, [...(found.get(name) ?? []), ...fields]);
    expect(indent.length).toBeLessThan(3);
  }
  return found;
}

const root = 'node_modules/kubernetes-types';
const typed = new Map<string, Set<string>>();
function add(version: string, text: string): void {
  for (const [name, fields] of interfaces(text)) {
    const known = typed.get(version + name) ?? new Set();
    for (const field of fields) known.add(field);
    typed.set(version + name, known);
  }
}
for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
  const version = /^[a-z]+\/(v\d)\.d\.ts$/.exec(path)?.[1];
  if (version !== undefined) add(version.toUpperCase(), readFileSync(`${root}/${path}`, 'utf8'));
}
const ours = readFileSync('src/model/kubernetes.ts', 'utf8');
add('V1', ours);
add('V2', ours);

interface Definition {
  readonly properties: { readonly [field: string]: unknown };
}
const { definitions } = JSON.parse(readFileSync('schemas/1.36/definitions.json', 'utf8')) as {
  readonly definitions: { readonly [name: string]: Definition };
};

/** All types below a kind's `spec` and the like: `status` is the cluster's, not the user's. */
function below(name: string, seen: Set<string>): Set<string> {
  const definition = definitions[name];
  if (definition === undefined || seen.has(name)) return seen;
  seen.add(name);
  const { status, ...properties } = definition.properties;
  for (const [, next = ''] of JSON.stringify(properties).matchAll(/"#\/definitions\/(\w+)"/g))
    below(next, seen);
  return seen;
}

describe('the TypeScript types have every field of the schemas', () => {
  const kinds = ['V1Pod', 'V1Deployment', 'V1StatefulSet', 'V1DaemonSet', 'V1Job', 'V1CronJob', 'V1Service'];
  const more = ['V1Ingress', 'V1EndpointSlice', 'V1PersistentVolume', 'V2HorizontalPodAutoscaler', 'V1Lease'];
  const reached = new Set<string>();
  for (const kind of [...kinds, ...more]) below(kind, reached);
  test.each([...reached].sort())('%s', (name) => {
    const type = typed.get(name.replace(/^(?:Core|Discovery|Rbac|Storage)(?=V\d)/, ''));
    const fields = Object.keys(definitions[name]?.properties ?? {});
    expect(fields.filter((field) => field !== 'status' && type?.has(field) !== true)).toEqual([]);
  });
});
