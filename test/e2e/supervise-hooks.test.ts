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
