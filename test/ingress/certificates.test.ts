import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Secret } from 'kubernetes-types/core/v1.js';
import { read } from '../../src/compile.js';
import { createCollector } from '../../src/diagnostics/collect.js';
import { readCertificate } from '../../src/ingress/certificates.js';
import type { KubeObject } from '../../src/phases/documents.js';
import { situation } from '../phases/situation.js';

const text = readFileSync('fixtures/ingress/tls/input.yaml', 'utf8');
const { objects } = read([{ name: 'tls.yaml', text }], situation, createCollector());
const secrets = objects.filter((one): one is KubeObject<Secret> => one.kind === 'Secret');
const [own, wild] = secrets;

function withData(change: (data: { [key: string]: string }) => void): KubeObject<Secret> {
  if (own === undefined) throw new Error('the fixture has no Secret');
  const data = { ...own.manifest.stringData };
  change(data);
  return { ...own, manifest: { stringData: data } };
}

describe('the certificate of a Secret', () => {
  test('is good for its own hosts; a wildcard for one label', () => {
    const good = secrets.map(readCertificate);
    const hosts = ['a.example', 'b.wild.example', '*.wild.example', 'x.b.wild.example', 'wild.example'];
    expect(good.map((one) => ('wrong' in one ? one.wrong : hosts.filter(one.isFor)))).toEqual([
      ['a.example'],
      ['b.wild.example', '*.wild.example'],
    ]);
  });

  test('does not print its key', () => {
    const read = readCertificate(withData(() => {}));
    expect(JSON.stringify(read)).not.toContain('PRIVATE');
  });

  test.each<[string, (data: { [key: string]: string }) => void, RegExp]>([
    ['no certificate', (data) => delete data['tls.crt'], /no key tls.crt/],
    ['no key', (data) => delete data['tls.key'], /no key tls.key/],
    [
      'something else as certificate',
      (data) => Object.assign(data, { 'tls.crt': 'x' }),
      /no certificate in PEM/,
    ],
    ['something else as key', (data) => Object.assign(data, { 'tls.key': 'x' }), /no private key in PEM/],
    [
      'the key of another',
      (data) => Object.assign(data, { 'tls.key': wild?.manifest.stringData?.['tls.key'] }),
      /not the key of/,
    ],
  ])('%s is told', (_name, change, expected) => {
    expect(readCertificate(withData(change))).toEqual({ wrong: expect.stringMatching(expected) });
  });
});
