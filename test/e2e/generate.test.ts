import { expect, test } from '@jest/globals';
import { describeOnPodman } from './environment.js';
import { manifest } from './manifest.js';

const image = 'localhost/busybox:test';

describeOnPodman('generate', (on) => {
  test('what was started by hand passes check, and apply makes the same again', async () => {
    const pod = 'e2e-generate';
    const inspect = async () =>
      (
        await on.podman([
          'inspect',
          '--format',
          '{{.Path}} {{json .Args}} {{.Config.User}} {{.HostConfig.ReadonlyRootfs}} {{json .HostConfig.Binds}}',
          `${pod}-c`,
        ])
      ).stdout;
    await on.podman(['pod', 'create', '--name', pod, '--label', 'app=yes']);
    const words = [
      '--user',
      '7:8',
      '--read-only',
      '--env',
      'A=$(B) $$',
      '--env',
      'NO=no',
      '--stop-timeout',
      '1',
    ];
    await on.podman([
      'create',
      '--name',
      `${pod}-c`,
      '--pod',
      pod,
      ...words,
      image,
      'sh',
      '-c',
      'echo "$A|$NO"; sleep 1000',
    ]);
    await on.podman(['pod', 'start', pod]);
    const before = await inspect();
    const { stdout, code } = await on.kube2pod(['generate', pod]);
    expect(code).toBe(0);
    await on.podman(['pod', 'rm', '--force', '--time', '0', pod]);
    const made = manifest(on, stdout);
    try {
      expect(stdout).toContain('app: "yes"');
      expect((await on.kube2pod(['check', '--strict', made.path])).code).toBe(0);
      expect(await made.apply('--no-supervise')).toMatchObject({ code: 0 });
      expect(await inspect()).toBe(before);
      expect((await on.podman(['logs', `${pod}-c`])).stdout).toBe('$(B) $$|no\n');
    } finally {
      await made.delete();
    }
  });

  test('nothing of that name', async () => {
    expect(await on.kube2pod(['generate', 'e2e-generate-nothing'])).toMatchObject({ code: 1, stdout: '' });
  });
});
