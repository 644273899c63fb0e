import { expect, test } from '@jest/globals';
import { describeOnPodman } from './environment.js';
import { container, lasting, onTrial } from './supervised.js';

const say = (word: string): string => `echo ${word} >> /t/log`;
const serve = 'mkdir -p /w; echo ok > /w/i; httpd -p 8080 -h /w';
const short = 'terminationGracePeriodSeconds: 1';

// Rules: kubernetes pkg/kubelet/prober/worker.go, doProbe; prober.go, runProbe.
describeOnPodman('probes', (on) => {
  test('liveness kills at the threshold, a command that is out of time counts and is killed', async () => {
    const probe =
      'livenessProbe: {exec: {command: [sleep, "777"]}, periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 2}';
    const pod = {
      name: 'e2e-sup-live',
      containers: [container('a', `${say('up')}; ${lasting}`, probe)],
      spec: [short],
    };
    await onTrial(on, pod, async ({ until, describe }) => {
      expect(await until((all) => all.length === 2)).toEqual(['up', 'up']);
      const text = await describe();
      expect(text).toMatch(/Unhealthy .*Liveness probe of e2e-sup-live-a failed: no end within 1 s/);
      expect(text).toMatch(/Last State: +Terminated/);
      const left = await on.podman(['exec', 'e2e-sup-live-a', 'ps']);
      expect(left.stdout.split('\n').filter((line) => line.includes('sleep 777')).length).toBeLessThan(2);
    });
  });

  test('a probe over HTTP to a named port, from outside an image that has no client', async () => {
    const probe = 'readinessProbe: {httpGet: {path: /i, port: web}, periodSeconds: 1}';
    const ports = 'ports: [{name: web, containerPort: 8080}]';
    const pod = {
      name: 'e2e-sup-named',
      containers: [container('a', `${serve}; ${lasting}`, `${ports}, ${probe}`)],
      spec: [short],
    };
    await onTrial(on, pod, async ({ untilRow }) => {
      expect(await untilRow(/1\/1/)).toMatch(/ 1\/1 Running 0 /);
    });
  });

  test('readiness goes and comes without a restart', async () => {
    const probe =
      'readinessProbe: {exec: {command: [test, -e, /tmp/ready]}, periodSeconds: 1, failureThreshold: 1}';
    const pod = { name: 'e2e-sup-ready', containers: [container('a', lasting, probe)], spec: [short] };
    await onTrial(on, pod, async ({ untilRow }) => {
      expect(await untilRow(/0\/1 Running/)).toMatch(/ 0\/1 Running 0 /);
      await on.podman(['exec', 'e2e-sup-ready-a', 'touch', '/tmp/ready']);
      expect(await untilRow(/1\/1/)).toMatch(/ 1\/1 Running 0 /);
      await on.podman(['exec', 'e2e-sup-ready-a', 'rm', '/tmp/ready']);
      expect(await untilRow(/0\/1/)).toMatch(/ 0\/1 Running 0 /);
    });
  });

  test('the first probe comes after initialDelaySeconds, and successThreshold of them in a row count', async () => {
    const now = 'date +%s >> /t/log';
    const probe = `readinessProbe: {exec: {command: [sh, -c, '${now}']}, initialDelaySeconds: 4, periodSeconds: 1, timeoutSeconds: 10, successThreshold: 3}`;
    const pod = {
      name: 'e2e-sup-delay',
      containers: [container('a', `${now}; ${lasting}`, probe)],
      spec: [short],
    };
    await onTrial(on, pod, async ({ lines, untilRow, describe }) => {
      expect(await untilRow(/1\/1/)).toMatch(/ 1\/1 Running 0 /);
      const [begun = 0, first = 0, ...more] = lines().map(Number);
      expect(more.length).toBeGreaterThanOrEqual(2);
      // The shell writes its line a moment after Podman's time of the start.
      expect(first - begun).toBeGreaterThanOrEqual(3);
      expect(await describe()).toMatch(/Last Result: +passed \(/);
    });
  });

  test('a startup probe protects from liveness, and kills what takes too long', async () => {
    const startup = 'startupProbe: {tcpSocket: {port: 8080}, periodSeconds: 1, failureThreshold: 4}';
    const liveness = 'livenessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1, failureThreshold: 1}';
    // The first run never opens its port, the second at once.
    const script = `${say('up')}; [ $(grep -c . /t/log) = 1 ] || { ${serve}; }; ${lasting}`;
    const pod = {
      name: 'e2e-sup-start',
      containers: [container('a', script, `${startup}, ${liveness}`)],
      spec: [short],
    };
    await onTrial(on, pod, async ({ untilRow, describe }) => {
      expect(await untilRow(/1\/1 Running 1/)).toMatch(/ 1\/1 Running 1 /);
      expect(await describe()).toMatch(/Killing .*startup probe failed/);
    });
  });

  test('a pod on the host’s network is probed there', async () => {
    const port = on.mode === 'rootful' ? 18_471 : 18_472;
    const script = `mkdir -p /w; echo ok > /w/i; httpd -p ${port} -h /w; ${lasting}`;
    const probe = `readinessProbe: {httpGet: {path: /i, port: ${port}}, periodSeconds: 1}`;
    const pod = {
      name: 'e2e-sup-host',
      containers: [container('a', script, probe)],
      spec: ['hostNetwork: true', short],
    };
    await onTrial(on, pod, async ({ untilRow }) => {
      expect(await untilRow(/1\/1/)).toMatch(/ 1\/1 Running 0 /);
    });
  });

  test('an image with one static program and nothing else is probed', async () => {
    const built = await on.run('sh', [
      '-c',
      'd=$(mktemp -d) && podman run --rm --network=none localhost/busybox:test cat /bin/busybox > $d/httpd && chmod 755 $d/httpd && tar -C $d -c httpd | podman import --change \'ENTRYPOINT ["/httpd"]\' - localhost/e2e-one-program:test && rm -rf $d',
    ]);
    expect(built).toMatchObject({ code: 0 });
    const pod = {
      name: 'e2e-sup-scratch',
      containers: [
        '  - {name: a, image: "localhost/e2e-one-program:test", args: ["-f", "-p", "8080", "-h", "/"], readinessProbe: {httpGet: {path: /httpd, port: 8080}, periodSeconds: 1, timeoutSeconds: 5}, livenessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}}',
      ],
      spec: [short],
    };
    await onTrial(on, pod, async ({ untilRow }) => {
      expect(await untilRow(/1\/1/)).toMatch(/ 1\/1 Running 0 /);
    });
  });
});
