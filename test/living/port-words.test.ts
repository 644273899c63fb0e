import { describe, expect, test } from '@jest/globals';
import type { FoundPod } from '../../src/living/find-pods.js';
import { parsePortWord, remotePort } from '../../src/living/port-words.js';

/** Cases of k8s.io/client-go/tools/portforward/portforward_test.go, TestParsePortsAndNew. */
describe('[LOCAL:]REMOTE', () => {
  test.each([
    ['5000', { local: 'same', remote: 5000 }],
    ['8080:80', { local: 8080, remote: 80 }],
    [':5000', { local: 'any', remote: 5000 }],
    ['0:5000', { local: 'any', remote: 5000 }],
    ['8888:http', { local: 8888, remote: 'http' }],
    ['http', { local: 'same', remote: 'http' }],
    ['80/tcp', { local: 'same', remote: 80 }],
  ])('%s', (text, word) => {
    expect(parsePortWord(text)).toEqual(word);
  });
  test.each(['', 'a:b', '5000:', '1:2:3', '65536', '53/udp', '8080:0', ':'])('"%s" is refused', (text) => {
    expect(parsePortWord(text)).toHaveProperty('wrong');
  });
});

describe('the port of the pod', () => {
  const pod: FoundPod = {
    namespace: 'default',
    name: 'web',
    podmanName: 'web',
    infra: 'web-infra',
    labels: {},
    containers: [],
    ports: { http: 8080 },
  };
  const service = {
    namespace: 'default',
    selector: {},
    publishNotReady: false,
    headless: false,
    affinity: false,
    ports: [
      { name: 'web', port: 80, protocol: 'tcp' as const, target: 'http' },
      { name: 'admin', port: 9000, protocol: 'tcp' as const, target: 9001 },
      { name: 'lost', port: 7, protocol: 'tcp' as const, target: 'gone' },
      { name: 'dns', port: 53, protocol: 'udp' as const, target: 53 },
    ],
  };
  test.each([
    [80, { asked: 80, inPod: 8080 }],
    ['web', { asked: 80, inPod: 8080 }],
    [9000, { asked: 9000, inPod: 9001 }],
    [8080, { wrong: 'the Service has no port 8080' }],
    [7, { wrong: 'pod web has no port named "gone"' }],
    [53, { wrong: 'port 53 of the Service is udp: only TCP can be forwarded' }],
  ])('%s of a Service', (remote, expected) => {
    expect(remotePort(remote, pod, service)).toEqual(expected);
  });
  test.each([
    [81, { asked: 81, inPod: 81 }],
    ['http', { asked: 8080, inPod: 8080 }],
    ['none', { wrong: 'pod web has no port named "none"' }],
  ])('%s of a pod', (remote, expected) => {
    expect(remotePort(remote, pod, undefined)).toEqual(expected);
  });
});
