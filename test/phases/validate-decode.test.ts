import { describe, expect, test } from '@jest/globals';
import { createCollector } from '../../src/diagnostics/collect.js';
import { parse } from '../../src/phases/1-parse.js';
import { validate } from '../../src/phases/2-validate.js';
import { situation } from './situation.js';

function check(text: string) {
  const collector = createCollector();
  const documents = parse([{ name: 'f.yaml', text }], collector.report);
  const objects = validate(documents, { situation }, collector.report);
  const findings = collector
    .findings()
    .filter(({ code }) => code.startsWith('schema/'))
    .map(({ at, code, message, hint }) => {
      const { line, column } = at.range();
      return { where: `${line}:${column}`, path: at.toString(), code, message, hint };
    });
  return { findings, objects };
}

function pod(spec: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: ${spec}\n`;
}

describe('values of a wrong type', () => {
  test.each([
    ['{containers: [{name: a, env: [{name: C, value: NO}]}]}', 'spec.containers[0].env[0].value', '"NO"'],
    ['{containers: [{name: a, image: b, tty: 1}]}', 'spec.containers[0].tty', 'Write true or false.'],
    ['{terminationGracePeriodSeconds: 30.5}', 'spec.terminationGracePeriodSeconds', 'whole number'],
    ['{terminationGracePeriodSeconds: "30"}', 'spec.terminationGracePeriodSeconds', 'without quotes: 30.'],
    ['{initContainers: [busybox]}', 'spec.initContainers[0]', 'Write a map'],
    ['{containers: {name: a}}', 'spec.containers', 'Write a list'],
    ['{nodeSelector: {disk: 1}}', 'spec.nodeSelector[disk]', 'Put it in quotes: "1".'],
    [
      '{containers: [{livenessProbe: {httpGet: {port: 8.5}}}]}',
      'spec.containers[0].livenessProbe.httpGet.port',
      '',
    ],
  ])('%s', (spec, path, hint) => {
    const { findings, objects } = check(pod(spec));
    expect(findings).toEqual([
      expect.objectContaining({ code: 'schema/wrong-type', path, hint: expect.stringContaining(hint) }),
    ]);
    expect(objects).toHaveLength(1);
  });
});
