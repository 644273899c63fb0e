import { readFileSync } from 'node:fs';

/** The part of a JSON Schema that tests walk. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: { readonly [field: string]: SchemaNode };
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
}

const { definitions } = JSON.parse(readFileSync('schemas/1.36/definitions.json', 'utf8')) as {
  readonly definitions: { readonly [name: string]: SchemaNode };
};

/** A definition of Kubernetes 1.36, as `npm run schemas` wrote it. */
export function definition(name: string): SchemaNode {
  const found = definitions[name];
  if (found === undefined) throw new Error(`no definition ${name}`);
  return found;
}

/** The object that a node stands for: references followed, lists and maps taken to their items. */
export function objectBelow(
  node: SchemaNode,
): { readonly name: string; readonly node: SchemaNode } | undefined {
  if (node.$ref !== undefined) {
    const name = node.$ref.split('/').at(-1) ?? '';
    // Scalars (Time, Quantity, ...) are defined in the overlay.
    const target = definitions[name];
    if (target === undefined) return undefined;
    return target.properties === undefined ? objectBelow(target) : { name, node: target };
  }
  if (node.items !== undefined) return objectBelow(node.items);
  if (typeof node.additionalProperties === 'object') return objectBelow(node.additionalProperties);
  return undefined;
}
