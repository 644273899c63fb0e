import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { describeOnPodman } from './environment.js';
import { container, lasting, onTrial } from './supervised.js';

const say = (word: string): string => `echo ${word} >> /t/log`;
const exec = (script: string): string => `{exec: {command: [sh, -c, ${JSON.stringify(script)}]}}`;

// Rules: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, startContainer (postStart) and killContainer (preStop).
describeOnPodman('hooks', (on) => {
  test('postStart holds the next container back', async () => {
    const hook = `lifecycle: {postStart: ${exec(`sleep 2; ${say('hook')}`)}}`;
    const pod = {
      name: 'e2e-sup-post',
      containers: [container('a', lasting, hook), container('b', `${say('b')}; ${lasting}`)],
      spec: ['terminationGracePeriodSeconds: 1'],
    };
    await onTrial(on, pod, async ({ until }) => {
      expect(await until((all) => all.length === 2)).toEqual(['hook', 'b']);
    });
  });

  test('a failing postStart kills the container, which restarts with back-off', async () => {
    const pod = {
      name: 'e2e-sup-fail',
      containers: [container('a', `${say('a')}; ${lasting}`, `lifecycle: {postStart: ${exec('exit 5')}}`)],
      spec: ['terminationGracePeriodSeconds: 1'],
    };
    await onTrial(on, pod, async ({ untilRow, describe }) => {
      expect(await untilRow(/CrashLoopBackOff/)).toMatch(/CrashLoopBackOff 1 /);
      expect(await describe()).toMatch(/FailedPostStartHook .*exit code 5/);
    });
  });

  test('preStop, then TERM, then KILL, all within the grace period', async () => {
    const hook = `lifecycle: {preStop: ${exec(say('hook'))}}`;
    const pod = {
      name: 'e2e-sup-pre',
      containers: [container('a', `trap '${say('term')}' TERM; while :; do sleep 0.1; done`, hook)],
      spec: ['terminationGracePeriodSeconds: 4'],
    };
    await onTrial(on, pod, async ({ untilRow, lines, made }) => {
      await untilRow(/Running/);
      const begun = Date.now();
      expect(await on.kube2pod(['delete', made.path])).toMatchObject({ code: 0 });
      expect(Date.now() - begun).toBeGreaterThan(3500);
      expect(lines()).toEqual(['hook', 'term']);
    });
  });

  test('a liveness kill runs preStop too, within the probe’s own grace period', async () => {
    const hook = `lifecycle: {preStop: ${exec(say('hook'))}}`;
    const probe =
      'livenessProbe: {exec: {command: ["false"]}, periodSeconds: 1, failureThreshold: 1, terminationGracePeriodSeconds: 2}';
    const pod = {
      name: 'e2e-sup-kill',
      containers: [
        container('a', `${say('up')}; trap : TERM; while :; do sleep 0.1; done`, `${hook}, ${probe}`),
      ],
      spec: ['terminationGracePeriodSeconds: 600'],
    };
    await onTrial(on, pod, async ({ until }) => {
      expect((await until((all) => all.length >= 3)).slice(0, 3)).toEqual(['up', 'hook', 'up']);
    });
  });

  test('preStop runs when a pod is replaced', async () => {
    const hook = `lifecycle: {preStop: ${exec(say('hook'))}}`;
    const pod = {
      name: 'e2e-sup-replace',
      containers: [container('a', `${say('first')}; ${lasting}`, hook)],
      spec: ['terminationGracePeriodSeconds: 20'],
    };
    await onTrial(on, pod, async ({ until, made }) => {
      await until((all) => all.includes('first'));
      made.rewrite(readFileSync(made.path, 'utf8').replace('echo first', 'echo second'));
      expect(await made.apply()).toMatchObject({ code: 0, stdout: 'pod/e2e-sup-replace configured\n' });
      expect(await until((all) => all.length === 3)).toEqual(['first', 'hook', 'second']);
    });
  });

  // Rules: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer: all hooks at once, and then each
  // container waits for its turn to be signalled; kuberuntime_termination_order.go: sidecars last, in reverse order.
  test('preStop of sidecars runs at once, their signal waits for the containers that they serve', async () => {
    const ends = (word: string): string => `trap '${say(word)}; exit 0' TERM; while :; do sleep 0.1; done`;
    const sidecar = (name: string): string =>
      container(
        name,
        ends(`${name} ends`),
        `restartPolicy: Always, lifecycle: {preStop: ${exec(say(`${name} hook`))}}`,
      );
    const pod = {
      name: 'e2e-sup-side',
      init: [sidecar('one'), sidecar('two')],
      containers: [
        container('a', `trap 'sleep 1; ${say('a ends')}; exit 0' TERM; while :; do sleep 0.1; done`),
      ],
      spec: ['terminationGracePeriodSeconds: 30'],
    };
    await onTrial(on, pod, async ({ untilRow, lines, made }) => {
      expect(await untilRow(/3\/3/)).toMatch(/ 3\/3 Running/);
      expect(await on.kube2pod(['delete', made.path], { timeoutMs: 60_000 })).toMatchObject({ code: 0 });
      expect(lines().slice(0, 2).toSorted()).toEqual(['one hook', 'two hook']);
      expect(lines().slice(2)).toEqual(['a ends', 'two ends', 'one ends']);
    });
  });

  // Rules: kubernetes pkg/kubelet/lifecycle/handlers.go, runSleepHandler; KEP-4960, the container's own stop signal.
  test('sleep hooks hold what comes after them, and the container’s own signal stops it', async () => {
    const hooks =
      'lifecycle: {postStart: {sleep: {seconds: 2}}, preStop: {sleep: {seconds: 2}}, stopSignal: SIGUSR1}';
    const stopped = `trap '${say('usr1')}; exit 0' USR1; ${say('a')}; while :; do sleep 0.1; done`;
    const pod = {
      name: 'e2e-sup-sleep',
      containers: [
        container('a', `date +%s >> /t/log; ${stopped}`, hooks),
        container('b', `date +%s >> /t/log; ${lasting}`),
      ],
      spec: ['terminationGracePeriodSeconds: 30', 'os: {name: linux}'],
    };
    await onTrial(on, pod, async ({ until, lines, made }) => {
      const [first, , second] = await until((all) => all.length === 3);
      expect(Number(second) - Number(first)).toBeGreaterThanOrEqual(2);
      const begun = Date.now();
      expect(await on.kube2pod(['delete', made.path], { timeoutMs: 60_000 })).toMatchObject({ code: 0 });
      const took = Date.now() - begun;
      expect(took).toBeGreaterThan(1900);
      expect(took).toBeLessThan(25_000);
      expect(lines().at(-1)).toBe('usr1');
    });
  });

  test('preStop over HTTP is asked before the container is stopped', async () => {
    const answer = `printf '#!/bin/sh\\necho asked >> /t/log\\necho; echo ok\\n' > /w/cgi-bin/stop; chmod +x /w/cgi-bin/stop`;
    const serve = `mkdir -p /w/cgi-bin; ${answer}; httpd -p 8080 -h /w; trap '${say('term')}; exit 0' TERM; while :; do sleep 0.1; done`;
    const hook = 'lifecycle: {preStop: {httpGet: {path: /cgi-bin/stop, port: 8080}}}';
    const probe = 'readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}';
    const pod = {
      name: 'e2e-sup-asked',
      containers: [container('a', serve, `${hook}, ${probe}`)],
      spec: ['terminationGracePeriodSeconds: 20'],
    };
    await onTrial(on, pod, async ({ untilRow, lines, made }) => {
      expect(await untilRow(/1\/1/)).toMatch(/ 1\/1 Running/);
      expect(await on.kube2pod(['delete', made.path], { timeoutMs: 60_000 })).toMatchObject({ code: 0 });
      expect(lines()).toEqual(['asked', 'term']);
    });
  });

  test('httpGet hooks reach the pod', async () => {
    const serve = `mkdir -p /w; echo ok > /w/i; httpd -p 8080 -h /w; ${lasting}`;
    const wrong = 'lifecycle: {postStart: {httpGet: {path: /missing, port: 8080}}}';
    const pod = {
      name: 'e2e-sup-http',
      init: [
        container('s', serve, 'restartPolicy: Always, readinessProbe: {httpGet: {path: /i, port: 8080}}'),
      ],
      containers: [container('a', lasting, wrong)],
      spec: ['terminationGracePeriodSeconds: 1'],
    };
    await onTrial(on, pod, async ({ untilRow, describe }) => {
      await untilRow(/CrashLoopBackOff/);
      expect(await describe()).toMatch(/FailedPostStartHook .*answered 404/);
    });
  });
});
