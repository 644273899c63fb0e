import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { describeOnPodman } from './environment.js';

describeOnPodman('the environment of the end-to-end tests', (on) => {
  test('runs Podman in the mode it says', async () => {
    const { stdout } = await on.podman(['info', '--format', '{{.Host.Security.Rootless}}']);
    expect(stdout.trim()).toBe(String(on.mode === 'rootless'));
  });

  test('hands over input, environment, exit code and both outputs', async () => {
    const script = 'cat; printf %s "$GREETING" >&2; exit 7';
    const result = await on.run('sh', ['-c', script], { input: 'in', env: { GREETING: 'out there' } });
    expect(result).toEqual({ code: 7, stdout: 'in', stderr: 'out there' });
  });

  test('runs out of time with 124', async () => {
    expect((await on.run('sleep', ['20'], { timeoutMs: 200 })).code).toBe(124);
  });

  test('shares a folder between test and containers', async () => {
    const folder = on.tempDir();
    writeFileSync(join(folder, 'note'), 'hello');
    const words = [
      'run',
      '--rm',
      '--network=none',
      '-v',
      `${folder}:/d`,
      'localhost/busybox:test',
      'cat',
      '/d/note',
    ];
    expect(await on.podman(words)).toMatchObject({ code: 0, stdout: 'hello' });
  });

  test('runs the built command line', async () => {
    const { code, stdout } = await on.kube2pod(['--version']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\d+\.\d+\.\d+/);
  });
});
