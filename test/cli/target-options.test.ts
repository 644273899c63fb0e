import { expect, test } from '@jest/globals';
import { situationOf } from '../../src/cli/target-options.js';
import { compile } from '../../src/compile.js';
import { assumedFor } from '../../src/phases/assumed.js';

const text = `apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: c, image: localhost/x, resources: {limits: {memory: 32Mi}}}]}
`;

/** Whether a container's memory is limited on such a machine. */
function limits(options: Parameters<typeof situationOf>[0]): boolean {
  const situation = situationOf(options);
  if (situation === undefined) throw new Error('the options are wrong');
  const { planned } = compile([{ name: 'a.yaml', text }], {
    situation,
    observed: assumedFor(situation.target),
    baseDirectory: '/',
  });
  return planned.plan.operations.some(
    (operation) => operation.op === 'container.create' && operation.container.memoryBytes !== undefined,
  );
}

test.each([
  [true, 'v1', false],
  [true, 'v2', true],
  [false, 'v1', true],
  [true, undefined, true],
] as const)('rootless %s with control groups %s: memory is limited: %s', (rootless, cgroups, limited) => {
  expect(limits({ rootless, form: 'kube', ...(cgroups === undefined ? {} : { cgroups }) })).toBe(limited);
});

test('an unknown release is not judged for', () => {
  expect(situationOf({ rootless: false, target: 'podman@4.2' })).toBeUndefined();
  expect(situationOf({ rootless: false, target: 'podman@5.4' })?.target.version).toEqual({
    major: 5,
    minor: 4,
    patch: 0,
  });
});
