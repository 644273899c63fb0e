import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCollector } from '../../src/diagnostics/collect.js';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js';
import { validators } from '../../src/generated/validators.js';
import { parse } from '../../src/phases/1-parse.js';
import { validate } from '../../src/phases/2-validate.js';
import { situation } from './situation.js';

function check(value: unknown): { readonly manifest: unknown; readonly schema: readonly Diagnostic[] } {
  const collector = createCollector();
  const documents = parse([{ name: 'f.json', text: JSON.stringify(value) }], collector.report);
  const [object] = validate(documents, { situation }, collector.report);
  return {
    manifest: object?.manifest,
    schema: collector.findings().filter(({ code }) => code.startsWith('schema/')),
  };
}

const container = {
  name: 'a',
  image: 'b',
  args: ['x'],
  env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } }],
  ports: [{ containerPort: 80 }],
  resources: { limits: { cpu: 1 } },
  livenessProbe: { httpGet: { port: 'http' }, periodSeconds: 5 },
  securityContext: { runAsUser: 1000, capabilities: { drop: ['ALL'] } },
};
const spec = {
  containers: [container],
  volumes: [{ name: 'v', emptyDir: { sizeLimit: '1Gi' } }],
  hostNetwork: true,
};
const metadata = { name: 'p', labels: { a: 'b' }, creationTimestamp: '2026-01-31T12:00:00Z' };
const sample = { apiVersion: 'v1', kind: 'Pod', metadata, spec };

type Path = readonly (string | number)[];
function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const children = Object.entries(value).flatMap(([key, item]) =>
    pathsIn(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return [path, ...children];
}

/** The sample with another value at one place. */
function changed(value: unknown, [step, ...rest]: Path, by: unknown): unknown {
  if (step === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) => (index === step ? changed(item, rest, by) : item));
  const entries = Object.entries(value as Record<string, unknown>);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, key === step ? changed(item, rest, by) : item]),
  );
}

const isReplaceable = ([first, second]: Path) =>
  (first === 'spec' || first === 'metadata') && second !== undefined && second !== 'name';
const places = fc.constantFrom(...pathsIn(sample).filter(isReplaceable));
const words = fc.constantFrom('', 'a', 'image', '1Gi', '80', 'name', '__proto__', '~/x', 'constructor');
const values = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, 0, -1, 1.5, 2 ** 31, 1e300),
    words,
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(words, tie('any'), { maxKeys: 3 }),
  ),
})).any;

describe('an object with any fault', () => {
  test('comes out with the types of its schema, and the fault is reported', () => {
    fc.assert(
      fc.property(places, values, (path, value) => {
        const written = changed(sample, path, value);
        const { manifest, schema } = check(written);
        expect(validators.V1Pod?.(manifest)).toBe(true);
        const isFine = validators.V1Pod?.(JSON.parse(JSON.stringify(written))) === true;
        if (isFine) expect(schema).toEqual([]);
        if (!JSON.stringify(value).includes('null')) expect(schema.length === 0).toBe(isFine);
      }),
      { numRuns: 500 },
    );
  });
  test('as the whole of its metadata or spec, too', () => {
    fc.assert(
      fc.property(values, fc.constantFrom('metadata', 'spec'), (value, field) => {
        const { manifest, schema } = check({ ...sample, [field]: value });
        if (manifest !== undefined) expect(validators.V1Pod?.(manifest)).toBe(true);
        if (typeof value !== 'object') expect(schema[0]?.at.toString()).toBe(field);
      }),
      { numRuns: 200 },
    );
  });
});
