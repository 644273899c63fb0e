import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type CommandResult, describeOnPodman, type PodmanMode } from './environment.js';
import { left } from './manifest.js';
import { normalForms } from './normal-form.js';

const patient = { timeoutMs: 300_000 };

/** One of everything that a plan for a pod is made of; `version` changes the pod and its files. */
const application = (name: string, version = 'first'): string => `
apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}}
data: {a: ${version}, b: two}
---
apiVersion: v1
kind: Secret
metadata: {name: ${name}}
stringData: {pw: ${version}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ${name}-data}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: ${name}}}
spec:
  terminationGracePeriodSeconds: 0
  # Variables of Services depend on which others are there.
  enableServiceLinks: false
  initContainers:
  - name: init
    image: localhost/busybox:test
    command: [sh, -c, 'cp /c/a /d/a']
    volumeMounts: [{name: c, mountPath: /c}, {name: d, mountPath: /d}]
  containers:
  - name: one
    image: localhost/busybox:test
    command: [sh, -c, 'pwd >/e/pwd; exec sleep 3000', ${version}]
    workingDir: /not/there
    envFrom: [{configMapRef: {name: ${name}}}, {secretRef: {name: ${name}}}]
    volumeMounts: [{name: d, mountPath: /d}, {name: e, mountPath: /e}, {name: d, mountPath: /sub, subPath: in/side}]
  - name: two
    image: localhost/busybox:test
    command: [sh, -c, 'exec sleep 3000']
    volumeMounts: [{name: c, mountPath: /c}, {name: s, mountPath: /s}]
  volumes:
  - {name: c, configMap: {name: ${name}}}
  - {name: s, secret: {secretName: ${name}, defaultMode: 0400}}
  - {name: d, persistentVolumeClaim: {claimName: ${name}-data}}
  - {name: e, emptyDir: {}}
---
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {selector: {app: ${name}}, ports: [{port: 80}]}
`;

/** Applications side by side in one folder, so that one command may do for all what was cut off in each. */
interface Trials {
  readonly folder: string;
  readonly name: (number: number) => string;
  readonly write: (number: number, version?: string) => void;
  /** Runs a command on one of them, which is killed after so many operations. */
  readonly killed: (command: readonly string[], number: number, after: number) => Promise<CommandResult>;
  readonly all: (...command: readonly string[]) => Promise<CommandResult>;
  readonly forms: (numbers: readonly number[]) => Promise<readonly (readonly string[])[]>;
}

function trials(on: PodmanMode, topic: string, environment: Readonly<Record<string, string>>): Trials {
  const folder = join(on.tempDir(), 'applications');
  mkdirSync(folder);
  const name = (number: number): string => `e2e-crash-${topic}-${String(number).padStart(2, '0')}`;
  const path = (number: number): string => join(folder, `${name(number)}.yaml`);
  return {
    folder,
    name,
    write: (number, version) =>
      writeFileSync(path(number), application(name(number), version), { mode: 0o644 }),
    killed: (command, number, after) => {
      const [first = '', ...rest] = command;
      const env = { ...environment, KUBE2POD_TEST_KILL_AFTER: String(after) };
      return on.kube2pod([first, path(number), '--quiet', ...rest], { ...patient, env });
    },
    all: (first = '', ...rest) => on.kube2pod([first, folder, ...rest], { ...patient, env: environment }),
    forms: (numbers) => normalForms(on, numbers.map(name), ['Containers']),
  };
}

const upTo = (count: number): readonly number[] => Array.from({ length: count + 1 }, (_, index) => index);

/** Runs a trial and takes everything away again, whatever happened; nothing of it may be left. */
async function trial(
  on: PodmanMode,
  topic: string,
  environment: Readonly<Record<string, string>>,
  run: (trial: Trials) => Promise<void>,
): Promise<void> {
  const made = trials(on, topic, environment);
  try {
    await run(made);
  } finally {
    await made.all('delete', '--grace-period', '0', '--volumes');
    rmSync(made.folder, { recursive: true });
  }
  expect(await left(on, `e2e-crash-${topic}`)).toEqual([]);
}

describeOnPodman('apply is killed', (on) => {
  // Over the socket, where several are under way at once, each operation in one of the modes; fewer by the command line.
  test.each([
    { way: 'socket', environment: {}, step: 3 },
    { way: 'command', environment: { KUBE2POD_SOCKET: 'never' }, step: 9 },
  ])(
    'after any of its operations, over the $way: applied again, all is as if it had not been',
    async ({ way, environment, step }) => {
      await trial(on, `make-${way}`, environment, async ({ write, all, killed, forms }) => {
        write(0);
        expect(await all('apply')).toMatchObject({ code: 0 });
        const first = on.mode === 'rootful' ? 1 : 2;
        let count = 0;
        for (let isKilled = true; isKilled; ) {
          count += 1;
          write(count);
          isKilled = (await killed(['apply'], count, first + (count - 1) * step)).code !== 0;
        }
        expect(count * step).toBeGreaterThan(25);
        expect(await all('apply')).toMatchObject({ code: 0 });
        const [undisturbed = [], ...others] = await forms(upTo(count));
        expect(undisturbed.length).toBeGreaterThan(25);
        for (const other of others) expect(other).toEqual(undisturbed);
      });
    },
    900_000,
  );

  test('in the middle of a replacement and of a removal: done again, nothing is wrong', async () => {
    await trial(on, 'replace', {}, async ({ write, all, killed, forms }) => {
      const kills = [0, 1, 3, 8, 14, 20];
      for (const number of kills.keys()) write(number);
      expect(await all('apply')).toMatchObject({ code: 0 });
      for (const number of kills.keys()) write(number, 'second');
      for (const [number, after] of kills.entries()) {
        if (after > 0) expect((await killed(['apply'], number, after)).code).not.toBe(0);
      }
      expect(await all('apply')).toMatchObject({ code: 0 });
      const [undisturbed = [], ...others] = await forms([...kills.keys()]);
      expect(undisturbed.join('\n')).toContain('second');
      for (const other of others) expect(other).toEqual(undisturbed);
      for (const [number, after] of [1, 3, 5, 8].entries()) {
        const options = ['--grace-period', '0', '--volumes'];
        expect((await killed(['delete', ...options], number, after)).code).not.toBe(0);
      }
    });
  }, 900_000);
});
