import { expect, test } from '@jest/globals';
import { describeOnPodman } from './environment.js';
import { applied } from './manifest.js';

interface Shown {
  readonly HostConfig: {
    readonly Init?: boolean;
    readonly PidsLimit: number;
    readonly Ulimits: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[];
    readonly VolumesFrom: readonly string[] | null;
  };
}

describeOnPodman('Podman’s own annotations', (on) => {
  test('act as in podman kube play, and what does not is said at its line', async () => {
    const text = `
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: e2e-annotations-memory
  annotations: {volume.podman.io/type: tmpfs, volume.podman.io/device: tmpfs, volume.podman.io/uid: "1000", volume.podman.io/mount-options: mode=0750}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
---
apiVersion: v1
kind: Pod
metadata:
  name: e2e-annotations
  annotations:
    io.podman.annotations.init/app: "true"
    io.podman.annotations.ulimit: core=0,nofile=512:1024,nproc=512:1024
    io.podman.annotations.volumes-from/app: e2e-annotations-first
    io.podman.annotations.autoremove/app: "true"
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - name: first
      image: localhost/busybox:test
      command: [sh, -c, 'echo from-first > /shared/file; exec sleep 1000']
      volumeMounts: [{name: shared, mountPath: /shared}]
    - name: app
      image: localhost/busybox:test
      command: [sh, -c, 'stat -c "%u %a" /memory; cat /proc/1/comm; ulimit -c; until cat /shared/file; do sleep 0.2; done; exec sleep 1000']
      volumeMounts: [{name: memory, mountPath: /memory}]
  volumes:
    - {name: shared, emptyDir: {}}
    - {name: memory, persistentVolumeClaim: {claimName: e2e-annotations-memory}}
`;
    await applied(on, text, async (made, result) => {
      expect(result.stderr).toMatch(/:17:\d+ warning podman\/annotation-ignored .*autoremove/);
      const inspected = await on.podman(['inspect', 'e2e-annotations-app']);
      const [shown] = JSON.parse(inspected.stdout) as readonly Shown[];
      expect(shown?.HostConfig).toMatchObject({ Init: true });
      expect(shown?.HostConfig.Ulimits).toContainEqual({ Name: 'RLIMIT_CORE', Soft: 0, Hard: 0 });
      const first = await on.podman(['inspect', 'e2e-annotations-first']);
      expect((JSON.parse(first.stdout) as readonly Shown[])[0]?.HostConfig.Init ?? false).toBe(false);
      const wanted = '1000 750\npodman-init\n0\nfrom-first\n';
      const { stdout } = await on.run('sh', [
        '-c',
        'for i in $(seq 100); do podman logs e2e-annotations-app 2>/dev/null | grep -q from-first && break; sleep 0.2; done; podman logs e2e-annotations-app 2>/dev/null',
      ]);
      expect(stdout.replaceAll(/^cat: .*\n/gm, '')).toBe(wanted);
      expect((await made.apply()).stdout).toContain('pod/e2e-annotations unchanged');
    });
  }, 180_000);
});
