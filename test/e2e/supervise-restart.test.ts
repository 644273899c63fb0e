import { expect, test } from '@jest/globals';
import { describeOnPodman } from './environment.js';
import { applied, eventually, left } from './manifest.js';
import { container, lasting, onTrial } from './supervised.js';

const say = (word: string): string => `echo ${word} >> /t/log`;
const now = 'echo "$(cut -d. -f1 /proc/uptime)" >> /t/log';

// Rules: kubernetes pkg/kubelet/kuberuntime/kuberuntime_manager.go, doBackOff; container/helpers.go, ShouldContainerBeRestarted.
describeOnPodman('restarts', (on) => {
  test('the first restart comes at once, the next after 10 s and more, each in a fresh root file system', async () => {
    const pod = {
      name: 'e2e-sup-back',
      containers: [container('c', `test -e /tmp/old && ${say('old')}; touch /tmp/old; ${now}; exit 1`)],
    };
    await onTrial(on, pod, async ({ until, untilRow, describe }) => {
      expect(await untilRow(/CrashLoopBackOff/)).toMatch(/ 0\/1 CrashLoopBackOff 1 /);
      expect(await eventually(describe, (text) => text.includes('BackOff '))).toMatch(
        /BackOff .*Back-off restarting failed container e2e-sup-back-c/,
      );
      const [first = 0, second = 0, third = 0] = (await until((all) => all.length >= 3)).map(Number);
      expect(third - second).toBeGreaterThanOrEqual(9);
      expect(second - first).toBeLessThan(third - second);
    });
  });

  // Rule: pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables: at each start; measured on 1.36.
  test('a restart reads variables of ConfigMaps and Secrets anew, and keeps the pod', async () => {
    const text = (value: string): string => `apiVersion: v1
kind: ConfigMap
metadata: {name: e2e-sup-anew}
data: {X: "${value}"}
---
apiVersion: v1
kind: Secret
metadata: {name: e2e-sup-anew}
stringData: {s: "secret ${value}"}
---
apiVersion: v1
kind: Pod
metadata: {name: e2e-sup-anew}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: c
    image: localhost/busybox:test
    command: [sh, -c, 'echo $(X) $X $S >> /e/log; ${lasting}']
    envFrom: [{configMapRef: {name: e2e-sup-anew}}]
    env: [{name: S, valueFrom: {secretKeyRef: {name: e2e-sup-anew, key: s}}}]
    volumeMounts: [{name: e, mountPath: /e}]
  volumes: [{name: e, emptyDir: {}}]
`;
    await applied(on, text('one'), async (made) => {
      const log = async (): Promise<string> =>
        (await on.podman(['exec', 'e2e-sup-anew-c', 'cat', '/e/log'])).stdout;
      expect(await eventually(log, (out) => out !== '')).toBe('one one secret one\n');
      made.rewrite(text('two'));
      expect((await made.apply()).stdout).toContain('pod/e2e-sup-anew unchanged');
      expect(await log()).toBe('one one secret one\n');
      await on.podman(['exec', 'e2e-sup-anew-c', 'kill', '1']);
      const both = 'one one secret one\ntwo two secret two\n';
      expect(await eventually(log, (out) => out === both, 30_000)).toBe(both);
    });
    expect(await left(on, 'e2e-sup-anew')).toEqual([]);
  });

  test.each([
    ['OnFailure leaves a success alone', 'restartPolicy: OnFailure', 'exit 0', /Completed 0 /],
    ['Never leaves a failure alone', 'restartPolicy: Never', 'exit 7', /Error 0 /],
  ])('%s', async (_name, policy, script, row) => {
    const pod = {
      name: 'e2e-sup-policy',
      containers: [container('c', `${say('c')}; ${script}`)],
      spec: [policy],
    };
    await onTrial(on, pod, async ({ untilRow, lines }) => {
      expect(await untilRow(row)).toMatch(row);
      await new Promise((resolve) => setTimeout(resolve, 2000));
      expect(lines()).toEqual(['c']);
    });
  });

  test('a restart rule of a container goes before the policy of the pod', async () => {
    const rule =
      'restartPolicy: Never, restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [42]}}]';
    const pod = {
      name: 'e2e-sup-rule',
      containers: [container('c', `${say('c')}; [ $(grep -c . /t/log) = 1 ] && exit 42; exit 1`, rule)],
    };
    await onTrial(on, pod, async ({ until, untilRow }) => {
      expect(await until((all) => all.length === 2)).toEqual(['c', 'c']);
      expect(await untilRow(/Error 1/)).toMatch(/ 0\/1 Error 1 /);
    });
  });

  // Rule: pkg/kubelet/active_deadline.go.
  test('activeDeadlineSeconds ends the pod, whatever its policy', async () => {
    const pod = {
      name: 'e2e-sup-dead',
      containers: [container('c', lasting)],
      spec: ['activeDeadlineSeconds: 6', 'terminationGracePeriodSeconds: 2'],
    };
    await onTrial(on, pod, async ({ untilRow, describe }) => {
      await untilRow(/ 0\/1 /);
      await untilRow(/Completed|Error/);
      expect(await describe()).toMatch(/Status: +Failed[\s\S]*Reason: +DeadlineExceeded/);
    });
  });

  // Rule: pkg/kubelet/kuberuntime/kuberuntime_container.go, getTerminationMessage; containerd: StartError, 128.
  test('last messages and reasons are shown: from the file, from the log, and of one that ended well', async () => {
    const fallback = 'terminationMessagePolicy: FallbackToLogsOnError';
    const pod = {
      name: 'e2e-sup-message',
      containers: [
        container('f', 'echo from-file > /tmp/m; exit 3', 'terminationMessagePath: /tmp/m'),
        container('l', 'echo from-log; exit 4', fallback),
        container('u', 'echo usual > /dev/termination-log', 'securityContext: {runAsUser: 1000}'),
      ],
      spec: ['restartPolicy: Never'],
    };
    await onTrial(on, pod, async ({ untilRow, describe }) => {
      await untilRow(/Error/);
      const text = await describe();
      for (const part of [/Message: +from-file\n +Exit Code: +3/, /Message: +from-log\n +Exit Code: +4/]) {
        expect(text).toMatch(part);
      }
      expect(text).toMatch(/Reason: +Completed\n +Message: +usual/);
    });
  });
});
