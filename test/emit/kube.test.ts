import { describe, expect, test } from '@jest/globals';
import { compile, emit } from '../../src/compile.js';
import { createCollector } from '../../src/diagnostics/collect.js';
import { assumedFor } from '../../src/phases/assumed.js';
import type { OutputForm } from '../../src/podman/target.js';
import { parseVersion } from '../../src/podman/versions.js';
import { situation as common } from '../phases/situation.js';

const head = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n';

function findings(text: string, podman: string, output: Exclude<OutputForm, 'run'> = 'kube') {
  const version = parseVersion(podman);
  if (version === undefined) throw new Error(podman);
  const situation = { ...common, output, supervised: false, target: { ...common.target, version } };
  const collector = createCollector();
  const compiled = compile(
    [{ name: 'a.yaml', text: head + text }],
    { situation, observed: assumedFor(situation.target), baseDirectory: '/' },
    collector,
  );
  emit(output, compiled, { report: collector.report, generator: 'test', sources: ['a.yaml'] });
  return collector.findings().map(({ at, message }) => `${at}: ${message}`);
}

describe('programs that only a PATH finds', () => {
  const pod = (more: string) => `  containers: [{name: c, image: localhost/a:1, ${more}}]\n`;
  const found = expect.arrayContaining([expect.stringContaining('not found in an image that sets no PATH')]);

  test.each([
    ['a bare name', 'command: [sh]', '4.3.1', true],
    ['an absolute path', 'command: [/bin/sh]', '4.3.1', false],
    ['a PATH of the manifest', 'command: [sh], env: [{name: PATH, value: /bin}]', '4.3.1', false],
    ['the command of the image', 'args: [sh]', '4.3.1', false],
    ['a newer Podman', 'command: [sh]', '5.4.2', false],
  ])('%s', (_, more, podman, isReported) => {
    if (isReported) expect(findings(pod(more), podman)).toEqual(found);
    else expect(findings(pod(more), podman)).not.toEqual(found);
  });
});

test.each(['script', 'quadlet', 'kube'] as const)('%s: pull secrets need a login by hand', (form) => {
  const pod =
    '  imagePullSecrets: [{name: reg}]\n  containers: [{name: c, image: registry.example.com/a:1}]\n';
  expect(findings(pod, '5.4.2', form)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^spec\.imagePullSecrets: .*podman login/)]),
  );
});

test('--unit adds a unit called by the first pod, where Podman has such units', () => {
  const made = (podman: string) => {
    const version = parseVersion(podman);
    if (version === undefined) throw new Error(podman);
    const situation = {
      ...common,
      output: 'kube',
      supervised: false,
      target: { ...common.target, version },
    } as const;
    const collector = createCollector();
    const compiled = compile(
      [{ name: 'a.yaml', text: `${head}  containers: [{name: c, image: localhost/a:1}]\n` }],
      { situation, observed: assumedFor(situation.target), baseDirectory: '/' },
      collector,
    );
    const options = { report: collector.report, generator: 'test', sources: ['a.yaml'], withUnit: true };
    const unit = emit('kube', compiled, options).get('a.kube');
    return { unit: String(unit?.text), codes: collector.findings().map(({ code }) => code) };
  };
  expect(made('5.4.2').unit).toContain('[Kube]\nYaml=kube.yaml\n');
  expect(made('5.4.2').codes).not.toContain('podman/no-kube-unit');
  expect(made('4.3.1').codes).toContain('podman/no-kube-unit');
});
