import { expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { customSchemas } from '../../src/check/custom-schema.js';
import { createCollector } from '../../src/diagnostics/collect.js';
import { parse } from '../../src/phases/1-parse.js';
import { checkTexts } from './check-texts.js';

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: shirts.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: shirts, kind: Shirt}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        required: [spec]
        properties:
          spec:
            type: object
            properties:
              size: {type: string, enum: [S, M]}
              go: {type: string, pattern: '(?i)^a'}
              code: {type: string, pattern: '^[a-z]+$'}
              count: {type: integer, minimum: 1, nullable: true}
              port: {x-kubernetes-int-or-string: true}
              free: {type: object, x-kubernetes-preserve-unknown-fields: true}
              parts: {type: array, items: {type: object, properties: {name: {type: string}}}}
`;
const custom = customSchemas(parse([{ name: 'crd', text: definition }], createCollector().report), Ajv);
const shirt = (spec: string): string =>
  `apiVersion: example.com/v1\nkind: Shirt\nmetadata: {name: s, labels: {a: b}}\nspec: ${spec}\n`;

test.each<[string, readonly string[]]>([
  ['{size: S, count: 2, port: http, free: {a: 1}, parts: [{name: a}]}', []],
  ['{size: S, count: null, port: 80}', []],
  ['{go: x, code: abc}', []],
  ['{code: ABC}', ['4 schema/custom spec.code']],
  ['{size: L}', ['4 schema/custom spec.size']],
  ['{count: "2"}', ['4 schema/custom spec.count']],
  ['{count: 0, port: [1]}', ['4 schema/custom spec.count', '4 schema/custom spec.port']],
  ['{sise: S, parts: [{nmae: a}]}', ['4 schema/custom spec.sise', '4 schema/custom spec.parts[0].nmae']],
])('%s', (spec, expected) => {
  const found = checkTexts({ s: shirt(spec) }, { custom }).found;
  expect(found.map((line) => line.replace(/^s:/, ''))).toEqual(expected);
});

test('without a schema a custom resource passes with a note', () => {
  expect(checkTexts({ s: shirt('{size: L}') }).found).toEqual(['s:2 schema/custom-kind kind']);
});
