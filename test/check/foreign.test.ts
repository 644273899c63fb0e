import { expect, test } from '@jest/globals';
import { checkTexts } from './check-texts.js';

test.each<[string, string, readonly string[]]>([
  ['compose', 'services: {a: {image: b}}\n', []],
  ['a CI service', 'on: push\njobs: {a: {runs-on: x}}\n', []],
  ['Ansible', '- hosts: all\n  tasks: []\n', []],
  [
    'kustomize',
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n',
    [],
  ],
  ['a chart', 'apiVersion: v2\nname: c\nversion: 0.1.0\n', []],
  ['Kubernetes without kind', 'apiVersion: v1\nmetadata: {name: a}\n', ['f:1 schema/missing-kind kind']],
  [
    'Kubernetes without both',
    'metadata: {name: a}\n',
    ['f:1 schema/missing-api-version apiVersion', 'f:1 schema/missing-kind kind'],
  ],
  ['a text', 'hello\n', ['f:1 schema/not-an-object ']],
])('%s', (_title, text, expected) => {
  expect(checkTexts({ f: text }).found).toEqual(expected);
});
