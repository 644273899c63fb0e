import { describe, expect, test } from '@jest/globals';
import { parsePublish } from '../../src/cli/override-options.js';

/** Source: man podman-kube-play(1), --publish. */
describe('--publish', () => {
  const tcp = (hostPort: number, containerPort = hostPort): unknown => ({
    hostPort,
    containerPort,
    protocol: 'tcp',
  });
  test.each([
    ['80', [tcp(80)]],
    ['8080:80', [tcp(8080, 80)]],
    ['127.0.0.1:8080:80', [{ hostAddress: '127.0.0.1', hostPort: 8080, containerPort: 80, protocol: 'tcp' }]],
    ['[::1]:8080:80/udp', [{ hostAddress: '::1', hostPort: 8080, containerPort: 80, protocol: 'udp' }]],
    ['8080-8081:80-81', [tcp(8080, 80), tcp(8081, 81)]],
  ])('%s', (word, ports) => {
    expect(parsePublish(word)).toEqual(ports);
  });
  test.each(['', '0', '80:', 'a:80', '8080-8082:80-81', '65536', '80/icmp', '81-80'])(
    '"%s" is refused',
    (word) => {
      expect(parsePublish(word)).toEqual(expect.stringContaining('write [[IP:]HOSTPORT:]'));
    },
  );
});
