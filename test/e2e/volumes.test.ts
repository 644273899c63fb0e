import { expect, test } from '@jest/globals';
import { describeOnPodman, type PodmanMode } from './environment.js';
import { applied, eventually } from './manifest.js';

const image = 'localhost/busybox:test';

/** One pod with one container `c`; `spec` are more lines of the pod, `more` of the container. */
function pod(name: string, script: string, { spec = [], more = [] }: Parts): string {
  return [
    'apiVersion: v1',
    'kind: Pod',
    `metadata: {name: ${name}}`,
    'spec:',
    '  terminationGracePeriodSeconds: 1',
    ...spec.map((line) => `  ${line}`),
    '  containers:',
    `  - {name: c, image: "${image}", command: [sh, -c, ${JSON.stringify(script)}]${more.map((one) => `, ${one}`).join('')}}`,
  ].join('\n');
}

interface Parts {
  readonly spec?: readonly string[];
  readonly more?: readonly string[];
}

/** What the container has written when it has written so much. */
function logOf(on: PodmanMode, name: string, wanted: string): Promise<string> {
  const read = async (): Promise<string> => (await on.podman(['logs', `${name}-c`])).stdout;
  return eventually(read, (text) => text === wanted, 30_000);
}

describeOnPodman('volumes as on a node', (on) => {
  // Source: kubernetes pkg/volume/emptydir/empty_dir.go, setupTmpfs, and volume_linux.go, SetVolumeOwnership.
  test('emptyDir in memory: of its size, for a group that is no id of the user', async () => {
    const name = 'e2e-volume-memory-group';
    const script =
      'stat -c "%a %u:%g" /m; df -k /m | tail -1 | tr -s " " | cut -d" " -f2; touch /m/f && stat -c %g /m/f';
    const manifest = pod(name, script, {
      spec: [
        'restartPolicy: Never',
        'securityContext: {runAsUser: 1000, fsGroup: 2000}',
        'volumes: [{name: m, emptyDir: {medium: Memory, sizeLimit: 2Mi}}]',
      ],
      more: ['volumeMounts: [{name: m, mountPath: /m}]'],
    });
    await applied(on, manifest, async () => {
      const wanted = '3777 0:2000\n2048\n2000\n';
      expect(await logOf(on, name, wanted)).toBe(wanted);
    });
  });

  test('emptyDir in memory: of its size, whole and in part, and its files outlive the container', async () => {
    const name = 'e2e-volume-memory';
    const size = 'df -k /m | tail -1 | tr -s " " | cut -d" " -f2';
    const manifest = pod(
      name,
      `if [ -e /m/d/f ]; then cat /m/d/f; ${size}; else echo kept > /part/f; exit 1; fi`,
      {
        spec: [
          'restartPolicy: OnFailure',
          'volumes: [{name: m, emptyDir: {medium: Memory, sizeLimit: 2Mi}}]',
        ],
        more: ['volumeMounts: [{name: m, mountPath: /m}, {name: m, mountPath: /part, subPath: d}]'],
      },
    );
    await applied(on, manifest, async (_made, { stderr }) => {
      expect(stderr).not.toMatch(/sizeLimit/);
      expect(await logOf(on, name, 'kept\n2048\n')).toBe('kept\n2048\n');
    });
  });

  // Source: kubernetes test/e2e/common/node/security_context.go, "should mount all volumes with proper permissions with hostUsers=false".
  test('hostUsers: false gives ids of its own, and the files of the volumes belong to them', async () => {
    const name = 'e2e-volume-users';
    const config = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {a: b}`;
    const script = `read a b c </proc/self/uid_map; [ $b != 0 ] && echo own; stat -L -c %u:%g /c/a /e /m; cat /c/a`;
    const manifest = pod(name, script, {
      spec: [
        'restartPolicy: Never',
        'hostUsers: false',
        'securityContext: {fsGroup: 2000}',
        `volumes: [{name: c, configMap: {name: ${name}, defaultMode: 0400}}, {name: e, emptyDir: {}}, {name: m, emptyDir: {medium: Memory}}]`,
      ],
      more: [
        `volumeMounts: [${['c', 'e', 'm'].map((one) => `{name: ${one}, mountPath: /${one}}`).join(', ')}]`,
      ],
    });
    await applied(on, `${config}\n---\n${manifest}`, async () => {
      const wanted = 'own\n0:2000\n0:2000\n0:2000\nb';
      expect(await logOf(on, name, wanted)).toBe(wanted);
    });
  });

  // Source: wrappedVolumeSpec of kubernetes pkg/volume/{configmap,secret,downwardapi}: all but ConfigMaps are in memory.
  test('folders of files have the modes of the disk or of a tmpfs', async () => {
    const name = 'e2e-volume-folders';
    const sources = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {a: b}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: ${name}}\nstringData: {a: b}`;
    const manifest = pod(name, 'stat -c "%a %u:%g" /c /s /d /m', {
      spec: [
        'restartPolicy: Never',
        'securityContext: {runAsUser: 1000}',
        `volumes: [{name: c, configMap: {name: ${name}}}, {name: s, secret: {secretName: ${name}}}, {name: d, downwardAPI: {items: [{path: a, fieldRef: {fieldPath: metadata.name}}]}}, {name: m, emptyDir: {medium: Memory}}]`,
      ],
      more: [
        `volumeMounts: [${['c', 's', 'd', 'm'].map((one) => `{name: ${one}, mountPath: /${one}}`).join(', ')}]`,
      ],
    });
    await applied(on, `${sources}\n---\n${manifest}`, async () => {
      const wanted = '777 0:0\n1777 0:0\n1777 0:0\n1777 0:0\n';
      expect(await logOf(on, name, wanted)).toBe(wanted);
    });
  });

  // Source: kubernetes pkg/kubelet/kubelet_pods.go, makeMounts (an image volume's subPath, KEP-4639).
  test('a part of an image, which cannot be written', async () => {
    const name = 'e2e-volume-image';
    const manifest = pod(name, 'ls /i/busybox; (echo x > /i/x) 2>/dev/null || echo read-only', {
      spec: [
        'restartPolicy: Never',
        `volumes: [{name: i, image: {reference: "${image}", pullPolicy: Never}}]`,
      ],
      more: ['volumeMounts: [{name: i, mountPath: /i, subPath: bin}]'],
    });
    await applied(on, manifest, async () => {
      expect(await logOf(on, name, '/i/busybox\nread-only\n')).toBe('/i/busybox\nread-only\n');
    });
  });

  // Source: kubernetes pkg/volume/volume_linux.go, SetVolumeOwnership.
  test('a fresh claim belongs to fsGroup, and a process that is not root may write into it', async () => {
    const name = 'e2e-volume-group';
    const claim = `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: ${name}}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}`;
    const manifest = pod(name, 'touch /p/f && stat -c %u:%g /p/f; stat -c %g /p', {
      spec: [
        'restartPolicy: Never',
        'securityContext: {runAsUser: 1000, fsGroup: 2000}',
        `volumes: [{name: p, persistentVolumeClaim: {claimName: ${name}}}]`,
      ],
      more: ['volumeMounts: [{name: p, mountPath: /p}]'],
    });
    await applied(on, `${claim}\n---\n${manifest}`, async () => {
      expect(await logOf(on, name, '1000:2000\n2000\n')).toBe('1000:2000\n2000\n');
    });
  });

  // Source: kubernetes pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables (fileKeyRef, KEP-3721).
  test('fileKeyRef reads what an init container wrote', async () => {
    const name = 'e2e-volume-key';
    const write = `printf "A='one'\\nB='two words'\\n" > /w/env`;
    const manifest = pod(name, 'echo "$A|$B|$C"', {
      spec: [
        'restartPolicy: Never',
        'volumes: [{name: w, emptyDir: {}}]',
        `initContainers: [{name: i, image: "${image}", command: [sh, -c, ${JSON.stringify(write)}], volumeMounts: [{name: w, mountPath: /w}]}]`,
      ],
      more: [
        `env: [${['A', 'B', 'C'].map((key) => `{name: ${key}, valueFrom: {fileKeyRef: {volumeName: w, path: env, key: ${key}${key === 'C' ? ', optional: true' : ''}}}}`).join(', ')}]`,
      ],
    });
    await applied(on, manifest, async () => {
      expect(await logOf(on, name, 'one|two words|\n')).toBe('one|two words|\n');
    });
  });
});
