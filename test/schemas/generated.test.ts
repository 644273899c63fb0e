import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execaNode } from 'execa';
import { shapesText } from '../../src/generated/shapes.js';
import { validators } from '../../src/generated/validators.js';
import { servedKinds } from '../../src/kinds/served.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kube2pod-schemas-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function contents(of: string): Record<string, string> {
  return Object.fromEntries(readdirSync(of).map((name) => [name, readFileSync(join(of, name), 'utf8')]));
}

describe('what is generated is what the generators make', () => {
  test.each([
    ['schemas/1.36', 'generate-schemas.mjs', 'npm run schemas'],
    ['src/generated', 'compile-validators.mjs', 'npm run generate'],
  ])('%s', async (made, generator) => {
    const anew = join(folder, generator);
    await execaNode(`test/tools/${generator}`, [anew]);
    expect(contents(made)).toEqual(contents(anew));
  });
});

describe('the compiled code', () => {
  const shapes = JSON.parse(shapesText) as Record<string, Record<string, string>>;
  test.each(servedKinds.map(({ apiVersion, kind, schema }) => [apiVersion, kind, schema]))(
    'reads %s %s',
    (apiVersion, kind, schema) => {
      const validator = validators[schema];
      expect(shapes[schema]).toMatchObject({
        apiVersion: 'string',
        kind: 'string',
        metadata: 'V1ObjectMeta',
      });
      expect(validator?.({ apiVersion, kind, metadata: { name: 'x', labels: { a: 'b' } } })).toBe(true);
      expect(validator?.({ apiVersion, kind, metadata: { name: 1 } })).toBe(false);
      expect(validator?.({ apiVersion, kind, metadata: {}, notThere: 1 })).toBe(false);
    },
  );
  test('needs nothing at run time', () => {
    expect(readFileSync('src/generated/validators.js', 'utf8')).not.toMatch(/\brequire\(|\bimport\b/);
  });
  test('every type that a shape names has a shape, or is a scalar that messages know', () => {
    const scalars = ['string', 'boolean', 'Int32', 'Int64', 'number', 'any', 'Quantity', 'IntOrString'];
    const known = new Set([...Object.keys(shapes), ...scalars, 'Time', 'MicroTime', 'Bytes']);
    const named = Object.values(shapes).flatMap((fields) => Object.values(fields));
    expect(
      named.map((type) => type.replace(/^(?:\[\]|\{\})+/, '')).filter((type) => !known.has(type)),
    ).toEqual([]);
  });
});
