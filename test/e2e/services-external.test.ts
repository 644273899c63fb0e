import { networkInterfaces } from 'node:os';
import { expect, test } from '@jest/globals';
import { describeOnPodman } from './environment.js';
import { applied, eventually } from './manifest.js';

const own = Object.values(networkInterfaces())
  .flatMap((entries) => entries ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

describeOnPodman('external addresses of Services', (on) => {
  test('lead to the pods where this machine has them, and are reported where it has not', async () => {
    const port = on.mode === 'rootful' ? 28471 : 28472;
    const text = `
apiVersion: v1
kind: Pod
metadata: {name: e2e-external, labels: {app: e2e-external}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - name: app
      image: localhost/busybox:test
      command: [sh, -c, 'mkdir /www; echo reached > /www/index.html; exec httpd -f -p 8080 -h /www']
---
apiVersion: v1
kind: Service
metadata: {name: e2e-external}
spec:
  selector: {app: e2e-external}
  externalIPs: [${own}, 203.0.113.7]
  ports: [{port: ${port}, targetPort: 8080}]
`;
    await applied(on, text, async (_made, { stderr }) => {
      expect(stderr).toMatch(/:17:\d+ warning podman\/external-address .*203\.0\.113\.7/);
      expect(stderr).not.toContain(`from ${own}`);
      expect(stderr).toContain(`is on ${own}:${port}`);
      const ask = (): Promise<string> =>
        fetch(`http://${own}:${port}/`, { signal: AbortSignal.timeout(2000) }).then(
          (answer) => answer.text(),
          (error: Error) => error.message,
        );
      const answer = await eventually(ask, (body) => body === 'reached\n', 30_000);
      expect(answer).toBe('reached\n');
    });
  }, 180_000);
});
