import { describe, expect, test } from '@jest/globals';
import { rootPath } from '../../src/diagnostics/field-path.js';
import { latePart, revealText, secretBytes, secretPart } from '../../src/model/text.js';
import type { Operation } from '../../src/podman/operations.js';
import { readOperations, writeOperations } from '../../src/reconcile/operations-text.js';
import { fill, placeholder, templateNames } from '../../src/reconcile/pod-template.js';

const range = { line: 7, column: 3, endLine: 7, endColumn: 3 };
const origin = rootPath({ file: 'a.yaml', documentIndex: 0, locate: () => range }).child('spec');
const names = templateNames('shop');

const operations: readonly Operation[] = [
  {
    op: 'secret.create',
    id: 's',
    needs: [],
    origin,
    secret: names.secret('c-env-PASSWORD'),
    value: [secretPart('hunter2'), '@', placeholder.pod],
    labels: {},
  },
  {
    op: 'volume.fill',
    id: 'f',
    needs: [],
    origin,
    volume: names.volume('v'),
    files: [
      {
        kind: 'file',
        path: 'a',
        mode: 0o400,
        uid: 0,
        gid: 0,
        content: [secretBytes(new Uint8Array([0, 255]))],
      },
      { kind: 'file', path: 'b', mode: 0o400, uid: 0, gid: 0, content: new Uint8Array([1, 254]) },
    ],
  },
  {
    op: 'pod.create',
    id: 'p',
    needs: ['s'],
    origin,
    pod: {
      name: names.pod,
      hostname: `job-${placeholder.index}`,
      memoryBytes: 2n ** 60n,
      network: { name: 'n', address: placeholder.address, mac: placeholder.mac, aliases: [placeholder.pod] },
    },
  },
  {
    op: 'container.create',
    id: 'c',
    needs: ['p'],
    origin,
    container: {
      name: names.container('c'),
      pod: names.pod,
      image: 'i',
      env: { N: [latePart({ name: 'podIP', pod: names.pod })] },
      secretEnv: { PASSWORD: names.secret('c-env-PASSWORD') },
    },
  },
];

describe('operations that are kept for later', () => {
  const written = writeOperations(operations);
  const text = JSON.stringify(written.operations);

  test('hold no secret value in any form', () => {
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain(Buffer.from('hunter2').toString('base64'));
    expect(written.secrets.map((value) => Buffer.from(value).toString('latin1'))).toEqual([
      'hunter2',
      '\0\u00ff',
    ]);
  });

  test('are read again as they were: bytes, large numbers, late values, secrets and places', () => {
    const read = readOperations({ operations: JSON.parse(text), secrets: written.secrets });
    const [secret, files, pod, container] = read;
    expect(secret?.op === 'secret.create' && revealText(secret.value, () => '')).toBe(
      `hunter2@${placeholder.pod}`,
    );
    expect(files?.op === 'volume.fill' && files.files[1]).toMatchObject({ content: Buffer.from([1, 254]) });
    expect(pod).toMatchObject({ pod: { memoryBytes: 2n ** 60n } });
    expect(container).toMatchObject({ container: { env: { N: [{ late: { name: 'podIP' } }] } } });
    expect(pod?.origin.toJSON()).toEqual({ file: 'a.yaml', line: 7, column: 3, path: 'spec' });
    expect(writeOperations(read)).toEqual(written);
  });

  test('a missing secret value is a broken record', () => {
    expect(() => readOperations({ operations: JSON.parse(text), secrets: [] })).toThrow(/secret value/);
  });
});

describe('a template is filled', () => {
  const filling = { pod: 'job-pod-1', index: '1', address: '10.0.0.5', mac: '02:00', uid: 'u' };
  const filled = fill(operations, filling);

  test('in names, texts and late values, and nothing of it is left', () => {
    expect(filled[2]).toMatchObject({
      pod: {
        name: 'shop_job-pod-1',
        hostname: 'job-1',
        network: { address: '10.0.0.5', aliases: ['job-pod-1'] },
      },
    });
    expect(filled[3]).toMatchObject({
      container: {
        name: 'shop_job-pod-1-c',
        env: { N: [{ late: { pod: 'shop_job-pod-1' } }] },
        secretEnv: { PASSWORD: 'shop_job-pod-1-c-env-PASSWORD' },
      },
    });
    expect(JSON.stringify(writeOperations(filled).operations)).not.toContain('k2p0-');
  });

  test('secret values are not touched, what stands beside them is', () => {
    const [secret] = filled;
    expect(secret?.op === 'secret.create' && revealText(secret.value, () => '')).toBe('hunter2@job-pod-1');
  });

  test('names that grow too long: of a secret cut with a digest in both places, of a host cut as the kubelet does', () => {
    const long = fill(operations, { ...filling, pod: 'x'.repeat(60) });
    const [secret, , , container] = long;
    const name = secret?.op === 'secret.create' ? secret.secret : '';
    expect(name).toHaveLength(64);
    expect(container).toMatchObject({ container: { secretEnv: { PASSWORD: name } } });
    const [pod] = fill(
      [{ op: 'pod.create', id: 'p', needs: [], origin, pod: { name: 'n', hostname: placeholder.pod } }],
      { pod: `${'x'.repeat(62)}-y` },
    );
    expect(pod).toMatchObject({ pod: { hostname: 'x'.repeat(62) } });
  });

  test('half of it for a Job, the rest for its pods', () => {
    const half = fill(operations, { job: 'nightly-1' });
    expect(fill(half, filling)).toEqual(filled);
  });
});
