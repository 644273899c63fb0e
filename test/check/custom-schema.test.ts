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

test('rules in CEL are named, with their line, where an API server would ask them', () => {
  const ruled = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: hats.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: hats, kind: Hat}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            x-kubernetes-validations:
            - {rule: self.min <= self.max}
            - {rule: self.min == oldSelf.min}
            - {rule: 'oldSelf.orValue(self).min == 1', optionalOldSelf: true}
            properties:
              min: {type: integer}
              max: {type: integer}
              name: {type: string, x-kubernetes-validations: [{rule: self != ''}]}
              list: {type: array, items: {type: string, x-kubernetes-validations: [{rule: self != 'a'}]}}
              map: {type: object, additionalProperties: {type: string, x-kubernetes-validations: [{rule: self != 'b'}]}}
`;
  const schemas = customSchemas(parse([{ name: 'crd.yaml', text: ruled }], createCollector().report), Ajv);
  const text =
    'apiVersion: example.com/v1\nkind: Hat\nmetadata: {name: h}\nspec: {min: 2, max: 1, list: [a, b], map: {k: v}}\n';
  const { found, collector } = checkTexts({ h: text }, { custom: schemas });
  expect(found).toEqual([
    'h:4 schema/custom-rule spec',
    'h:4 schema/custom-rule spec',
    'h:4 schema/custom-rule spec.list[0]',
    'h:4 schema/custom-rule spec.map[k]',
  ]);
  expect(collector.findings().map(({ message }) => message)).toEqual([
    'spec is not held against the rule "oldSelf.orValue(self).min == 1" (crd.yaml:21)',
    'spec is not held against the rule "self.min <= self.max" (crd.yaml:19)',
    `spec.list[0] is not held against the rule "self != 'a'" (crd.yaml:26)`,
    `spec.map[k] is not held against the rule "self != 'b'" (crd.yaml:27)`,
  ]);
  // Of the definition itself: its rules are not compiled.
  expect(checkTexts({ crd: ruled }).found.filter((line) => line.includes('schema/expression'))).toEqual([
    'crd:19 schema/expression spec.versions[0].schema.openAPIV3Schema.properties[spec].x-kubernetes-validations[0].rule',
    'crd:20 schema/expression spec.versions[0].schema.openAPIV3Schema.properties[spec].x-kubernetes-validations[1].rule',
    'crd:21 schema/expression spec.versions[0].schema.openAPIV3Schema.properties[spec].x-kubernetes-validations[2].rule',
    'crd:25 schema/expression spec.versions[0].schema.openAPIV3Schema.properties[spec].properties[name].x-kubernetes-validations[0].rule',
    'crd:26 schema/expression spec.versions[0].schema.openAPIV3Schema.properties[spec].properties[list].items.x-kubernetes-validations[0].rule',
    'crd:27 schema/expression spec.versions[0].schema.openAPIV3Schema.properties[spec].properties[map].additionalProperties.x-kubernetes-validations[0].rule',
  ]);
});

test('without a schema a custom resource passes with a note', () => {
  expect(checkTexts({ s: shirt('{size: L}') }).found).toEqual(['s:2 schema/custom-kind kind']);
});
