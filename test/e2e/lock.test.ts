import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { describeOnPodman, type PodmanMode } from './environment.js';
import { left } from './manifest.js';

const patient = { timeoutMs: 240_000 };

const pod = (name: string): string => `
apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}}
data: {a: one}
---
apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  terminationGracePeriodSeconds: 0
  containers:
  - name: c
    image: localhost/busybox:test
    command: [sh, -c, 'exec sleep 3000']
    volumeMounts: [{name: m, mountPath: /m}]
  volumes: [{name: m, configMap: {name: ${name}}}]
`;

/** A podman that writes down who called it for what, before and after. */
function witness(on: PodmanMode) {
  const folder = on.tempDir();
  const [program, log] = [join(folder, 'podman'), join(folder, 'log')];
  const note = `printf '%s\\n' "$PPID $*" >>${log}`;
  writeFileSync(program, `#!/bin/sh\n${note}\npodman "$@"\ncode=$?\n${note}\nexit $code\n`);
  writeFileSync(log, '');
  chmodSync(program, 0o755);
  chmodSync(log, 0o666);
  /** Who made or removed something, in the order of it. */
  const callers = (): readonly string[] =>
    readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => /^\d+ ((pod|volume|network) )?(create|rm) /.test(line))
      .map((line) => line.split(' ')[0] ?? '');
  return { folder, program, callers };
}

/** Each caller once for every time that another one came in between. */
const turns = (callers: readonly string[]): readonly string[] =>
  callers.filter((caller, index) => caller !== callers[index - 1]);

describeOnPodman('the lock of a store', (on) => {
  test('keeps applies at the same time apart; one that is killed in the middle lets the others go on', async () => {
    const { folder, program, callers } = witness(on);
    const names = ['a', 'b', 'c'].map((letter) => `e2e-lock-${letter}`);
    const env = { KUBE2POD_SOCKET: 'never', KUBE2POD_PODMAN: program };
    const run = (command: readonly string[], more: Readonly<Record<string, string>> = {}) =>
      on.kube2pod(command, { ...patient, env: { ...env, ...more } });
    const path = (name: string): string => join(folder, `${name}.yaml`);
    for (const name of names) writeFileSync(path(name), pod(name), { mode: 0o644 });
    const apply = (name: string, more?: Readonly<Record<string, string>>) =>
      run(['apply', path(name), '--quiet', '--no-supervise'], more);
    const [first = '', second = '', third = ''] = names;
    const results = await Promise.all([
      apply(first),
      apply(second),
      apply(third, { KUBE2POD_TEST_KILL_AFTER: '4' }),
    ]);
    expect(results.map(({ code }) => code === 0)).toEqual([true, true, false]);
    const made = callers();
    // Three processes, and each had one turn.
    expect(new Set(made).size).toBe(3);
    expect(turns(made)).toHaveLength(3);
    expect((await apply(third)).code).toBe(0);
    // Not by that Podman: for what others have there it would begin a supervisor of its own, beside theirs.
    for (const name of names)
      await on.kube2pod(['delete', path(name), '--grace-period', '0', '--volumes'], patient);
    expect(await left(on, 'e2e-lock')).toEqual([]);
  }, 300_000);
});
