import { expect, test } from '@jest/globals';
import { describeOnPodman } from './environment.js';
import { container, lasting, onTrial } from './supervised.js';

const say = (word: string): string => `echo ${word} >> /t/log`;

// Rules: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, computeInitContainerActions.
describeOnPodman('init containers and sidecars', (on) => {
  test('init containers run one after the other to their end, then the containers in file order', async () => {
    const pod = {
      name: 'e2e-sup-order',
      init: [container('i', `sleep 1; ${say('i')}`), container('j', say('j'))],
      containers: [container('a', `${say('a')}; ${lasting}`), container('b', `${say('b')}; ${lasting}`)],
      spec: ['terminationGracePeriodSeconds: 1'],
    };
    await onTrial(on, pod, async ({ until, untilRow }) => {
      expect(await until((lines) => lines.length === 4)).toEqual(['i', 'j', 'a', 'b']);
      expect(await untilRow(/ 2\/2 Running/)).toMatch(/ 2\/2 Running 0 /);
    });
  });

  test('a failed init container under Never fails the pod, and nothing else starts', async () => {
    const pod = {
      name: 'e2e-sup-never',
      init: [container('i', `${say('i')}; exit 3`), container('j', say('j'))],
      containers: [container('a', say('a'))],
      spec: ['restartPolicy: Never'],
    };
    await onTrial(on, pod, async ({ until, untilRow, lines, describe }) => {
      await until((all) => all.length === 1);
      expect(await untilRow(/Init:Error/)).toMatch(/ 0\/1 Init:Error 0 /);
      expect(await describe()).toMatch(/Status: +Failed[\s\S]*Exit Code: +3/);
      expect(lines()).toEqual(['i']);
    });
  });

  test('a sidecar gates by its startup probe, serves, restarts on its own, and is stopped last in reverse order', async () => {
    const ending = (name: string): string =>
      `trap "echo end-${name} >> /t/log; exit 0" TERM; ${say(name)}; while :; do sleep 0.1; done`;
    const always = 'restartPolicy: Always';
    const probe =
      'startupProbe: {exec: {command: [test, -e, /tmp/up]}, periodSeconds: 1, failureThreshold: 30}';
    const pod = {
      name: 'e2e-sup-side',
      init: [
        container('s', `(sleep 2; echo up >> /t/log; touch /tmp/up) & ${ending('s')}`, `${always}, ${probe}`),
        container('t', ending('t'), always),
        container('i', say('i')),
      ],
      containers: [container('a', ending('a'))],
      spec: ['terminationGracePeriodSeconds: 20'],
    };
    await onTrial(on, pod, async ({ until, untilRow, made, lines }) => {
      expect(await until((all) => all.length === 5)).toEqual(['s', 'up', 't', 'i', 'a']);
      expect(await untilRow(/3\/3/)).toMatch(/ 3\/3 Running 0 /);
      await on.podman(['kill', 'e2e-sup-side-t']);
      expect(await until((all) => all.length === 6)).toEqual(['s', 'up', 't', 'i', 'a', 't']);
      await on.kube2pod(['delete', made.path]);
      expect(lines().slice(6)).toEqual(['end-a', 'end-t', 'end-s']);
    });
  });

  // Rule: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer: sidecars have what is left.
  test('a pod that does not end, its sidecar included, is gone within one grace period', async () => {
    const deaf = (name: string): string =>
      `trap "echo term-${name} >> /t/log" TERM; ${say(name)}; while :; do sleep 0.1; done`;
    const pod = {
      name: 'e2e-sup-deaf',
      init: [container('s', deaf('s'), 'restartPolicy: Always')],
      containers: [container('a', deaf('a'))],
      spec: ['terminationGracePeriodSeconds: 14'],
    };
    await onTrial(on, pod, async ({ until, made, lines }) => {
      await until((all) => all.length === 2);
      const begun = Date.now();
      expect(await on.kube2pod(['delete', made.path])).toMatchObject({ code: 0 });
      // 14 s, then the least of 2 s; a grace period each would be 28 s.
      expect(Date.now() - begun).toBeLessThan(27_000);
      expect(lines().slice(2)).toEqual(['term-a', 'term-s']);
    });
  });

  test('sidecars do not keep a finished pod from completing', async () => {
    const pod = {
      name: 'e2e-sup-done',
      init: [container('s', lasting, 'restartPolicy: Always')],
      containers: [container('a', say('a'))],
      spec: ['restartPolicy: Never', 'terminationGracePeriodSeconds: 2'],
    };
    await onTrial(on, pod, async ({ untilRow, describe }) => {
      expect(await untilRow(/ 0\/2 Completed/)).toMatch(/ 0\/2 Completed 0 /);
      expect(await describe()).toMatch(/Status: +Succeeded/);
    });
  });
});
