import { expect, test } from '@jest/globals';
import { describeOnPodman, type PodmanMode } from './environment.js';
import { eventually, manifest } from './manifest.js';
import { container, lasting, onTrial } from './supervised.js';

const say = (word: string): string => `echo ${word} >> /t/log`;

async function supervisorPid(on: PodmanMode): Promise<string> {
  const ask = async (): Promise<string> =>
    /process (\d+)/.exec((await on.kube2pod(['supervisor', 'status'])).stdout)?.[1] ?? '';
  return eventually(ask, (pid) => pid !== '');
}

// Rules of our own: the supervisor keeps no state but Podman's, and every command that acts on Podman brings it back.
describeOnPodman('the life of the supervisor', (on) => {
  test('kill -9 while containers are made anew: get brings it back, no container is lost, counts go on', async () => {
    const pod = {
      name: 'e2e-sup-nine',
      containers: [container('a', `${say('a')}; exit 1`), container('b', lasting)],
      spec: ['terminationGracePeriodSeconds: 1'],
    };
    await onTrial(on, pod, async ({ until, untilRow, describe }) => {
      await until((all) => all.length >= 1);
      await on.run('kill', ['-9', await supervisorPid(on)]);
      expect(await untilRow(/ 1\/2 \w+ [1-9]/)).toMatch(/ 1\/2 (CrashLoopBackOff|Error) [1-9]/);
      const names = async (): Promise<string> =>
        (await on.podman(['ps', '--all', '--filter', 'pod=e2e-sup-nine', '--format', '{{.Names}}'])).stdout;
      expect(await eventually(names, (out) => !out.includes('.next'))).toMatch(/e2e-sup-nine-a/);
      // What happened before is known still.
      expect(await describe()).toMatch(/Started container e2e-sup-nine-b/);
    });
  });

  test('apply behind a pipe returns when it is done, with the supervisor alive', async () => {
    const pod = (name: string): string =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec:\n  terminationGracePeriodSeconds: 1\n  containers:\n  - {name: c, image: "localhost/busybox:test", command: [sleep, "1000"]}\n`;
    const made = manifest(on, pod('e2e-sup-pipe'));
    try {
      const status = await on.kube2pod(['supervisor', 'status']);
      const pid = /process (\d+)/.exec(status.stdout)?.[1];
      if (pid !== undefined) await on.run('kill', ['-9', pid]);
      const piped = await on.run('sh', ['-c', 'node "$0" apply "$1" | cat', on.commandLine(), made.path]);
      expect(piped).toMatchObject({ code: 0, stdout: 'pod/e2e-sup-pipe created\n' });
      expect(await supervisorPid(on)).toMatch(/\d/);
      const wide = await on.kube2pod(['get', 'pod/e2e-sup-pipe', '-o', 'wide']);
      expect(wide.stdout).toMatch(/ SUPERVISED\n.* e2e-sup-pipe +yes\n$/);
    } finally {
      await made.delete();
    }
  });

  test('two applies at once of one manifest end as one', async () => {
    const made = manifest(
      on,
      'apiVersion: v1\nkind: Pod\nmetadata: {name: e2e-sup-two}\nspec:\n  terminationGracePeriodSeconds: 1\n  containers:\n  - {name: c, image: "localhost/busybox:test", command: [sleep, "1000"]}\n',
    );
    try {
      const both = await Promise.all([made.apply(), made.apply()]);
      expect(both.map(({ code }) => code)).toEqual([0, 0]);
      expect(both.map(({ stdout }) => stdout).sort()).toEqual([
        'pod/e2e-sup-two created\n',
        'pod/e2e-sup-two unchanged\n',
      ]);
    } finally {
      await made.delete();
    }
  });

  test('a pod whose infra container is gone begins anew, init containers included', async () => {
    const pod = {
      name: 'e2e-sup-infra',
      init: [container('i', say('i'))],
      containers: [container('a', `${say('a')}; ${lasting}`)],
      spec: ['terminationGracePeriodSeconds: 1'],
    };
    await onTrial(on, pod, async ({ until }) => {
      await until((all) => all.length === 2);
      await on.podman(['kill', 'e2e-sup-infra-infra']);
      // Source: kubernetes pkg/kubelet/kuberuntime/util/util.go, PodSandboxChanged.
      expect(await until((all) => all.length === 4)).toEqual(['i', 'a', 'i', 'a']);
    });
  });
});
