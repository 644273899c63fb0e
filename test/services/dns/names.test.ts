import { describe, expect, test } from '@jest/globals';
import { answer } from '../../../src/services/dns/answer.js';
import { decodeQuestion, encodeReply, recordType, responseCode } from '../../../src/services/dns/message.js';
import { makeZone, type ZoneService } from '../../../src/services/dns/zone.js';
import type { ServiceRules } from '../../../src/services/model.js';

const rules: ServiceRules = {
  namespace: 'default',
  selector: { app: 'web' },
  ports: [{ name: 'http', port: 80, protocol: 'tcp', target: 8080 }],
  publishNotReady: false,
  headless: false,
};
const web: ZoneService = {
  name: 'web',
  rules,
  address: '10.0.0.9',
  endpoints: [[{ address: '10.0.0.1', port: 8080, hostname: 'one' }]],
};
const sets: ZoneService = {
  name: 'sets',
  rules: { ...rules, headless: true },
  endpoints: [
    [
      { address: '10.0.0.1', port: 8080, hostname: 'sets-0' },
      { address: '10.0.0.2', port: 8080 },
    ],
  ],
};
const external = (name: string, externalName: string, namespace = 'default'): ZoneService => ({
  name,
  rules: { ...rules, namespace, ports: [], externalName },
  endpoints: [],
});
const zone = makeZone([
  web,
  sets,
  external('same', 'web.default.svc.cluster.local.'),
  external('there', 'same.default.svc.cluster.local', 'other'),
  external('out', 'Example.COM'),
  external('number', '192.0.2.7'),
  external('loop', 'loop.default.svc.cluster.local'),
  external('nothing', 'absent.default.svc.cluster.local'),
]);
const unchanged = <T>(values: readonly T[]): readonly T[] => values;
const ask = (name: string, type: number = recordType.A) =>
  answer(zone, { id: 1, name, type, raw: new Uint8Array(), recursionDesired: true, size: 512 }, unchanged);
const answersOf = (name: string, type?: number): readonly string[] => {
  const found = ask(name, type);
  if (found.kind !== 'reply') return [found.kind];
  const { code, answers } = found.reply;
  return [
    String(code),
    ...answers.map((one) => {
      const { type: kind, ...rest } = one;
      return [kind, ...Object.values(rest)].join(' ');
    }),
  ];
};

// kubernetes/dns, docs/specification.md, sections 2.1 to 2.5.
describe('names of the cluster', () => {
  test.each([
    ['web.default.svc.cluster.local', recordType.A, ['0', 'A web.default.svc.cluster.local 10.0.0.9']],
    ['web.default.svc.cluster.local', recordType.AAAA, ['0']],
    [
      'one.web.default.svc.cluster.local',
      recordType.A,
      ['0', 'A one.web.default.svc.cluster.local 10.0.0.1'],
    ],
    [
      'sets.default.svc.cluster.local',
      recordType.A,
      ['0', 'A sets.default.svc.cluster.local 10.0.0.1', 'A sets.default.svc.cluster.local 10.0.0.2'],
    ],
    [
      'sets-0.sets.default.svc.cluster.local',
      recordType.A,
      ['0', 'A sets-0.sets.default.svc.cluster.local 10.0.0.1'],
    ],
    [
      '10-0-0-2.sets.default.svc.cluster.local',
      recordType.A,
      ['0', 'A 10-0-0-2.sets.default.svc.cluster.local 10.0.0.2'],
    ],
    ['10-1-2-3.any.pod.cluster.local', recordType.A, ['0', 'A 10-1-2-3.any.pod.cluster.local 10.1.2.3']],
    [
      '_http._tcp.web.default.svc.cluster.local',
      recordType.SRV,
      ['0', 'SRV _http._tcp.web.default.svc.cluster.local 80 web.default.svc.cluster.local'],
    ],
    [
      '9.0.0.10.in-addr.arpa',
      recordType.PTR,
      ['0', 'PTR 9.0.0.10.in-addr.arpa web.default.svc.cluster.local'],
    ],
    [
      '1.0.0.10.in-addr.arpa',
      recordType.PTR,
      ['0', 'PTR 1.0.0.10.in-addr.arpa sets-0.sets.default.svc.cluster.local'],
    ],
    ['4.4.0.10.in-addr.arpa', recordType.PTR, ['forward']],
    ['default.svc.cluster.local', recordType.A, ['0']],
    ['absent.default.svc.cluster.local', recordType.A, ['3']],
    ['web.default.svc.cluster.local.default.svc.cluster.local', recordType.A, ['3']],
    ['web', recordType.A, ['forward']],
    ['example.org', recordType.A, ['forward']],
    ['notcluster.local', recordType.A, ['forward']],
    ['constructor.default.svc.cluster.local', recordType.A, ['3']],
  ])('%s %d', (name, type, expected) => {
    expect(answersOf(name, type)).toEqual(expected);
  });
});

describe('ExternalName', () => {
  test('is another name, followed inside of the cluster and over namespaces', () => {
    expect(answersOf('there.other.svc.cluster.local')).toEqual([
      '0',
      'CNAME there.other.svc.cluster.local same.default.svc.cluster.local',
      'CNAME same.default.svc.cluster.local web.default.svc.cluster.local',
      'A web.default.svc.cluster.local 10.0.0.9',
    ]);
  });
  test('of something outside is left to others', () => {
    expect(ask('out.default.svc.cluster.local')).toEqual({
      kind: 'follow',
      name: 'example.com',
      aliases: [{ type: 'CNAME', name: 'out.default.svc.cluster.local', target: 'example.com' }],
    });
  });
  test('that is an address gives it; that names itself or nothing is an error', () => {
    expect(answersOf('number.default.svc.cluster.local')[1]).toBe(
      'A number.default.svc.cluster.local 192.0.2.7',
    );
    expect(answersOf('loop.default.svc.cluster.local')).toEqual(['2']);
    expect(answersOf('nothing.default.svc.cluster.local')[0]).toBe('3');
  });
});

/** A query as a client writes it. */
function query(name: string, type: number, edns: Uint8Array = new Uint8Array()): Uint8Array {
  const labels = name.split('.').flatMap((label) => [label.length, ...Buffer.from(label)]);
  const extra = edns.length > 0 ? 1 : 0;
  return Uint8Array.from([
    0xab,
    0xcd,
    1,
    0,
    0,
    1,
    0,
    0,
    0,
    0,
    0,
    extra,
    ...labels,
    0,
    0,
    type,
    0,
    1,
    ...edns,
  ]);
}

describe('messages', () => {
  test('a question is read in lower case and repeated as written', () => {
    const question = decodeQuestion(query('Web.Default', recordType.A));
    expect(question).toMatchObject({ id: 0xabcd, name: 'web.default', type: 1, size: 512 });
    expect(Buffer.from(question?.raw ?? []).toString('latin1')).toContain('Web');
  });
  test('the size that a client takes is read', () => {
    const edns = [0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0];
    expect(decodeQuestion(query('a', 1, Uint8Array.from(edns)))?.size).toBe(1232);
  });
  test.each([
    [[]],
    [[0, 1, 2]],
    [Array.from(query('a', 1)).with(2, 0x80)],
    [Array.from(query('a', 1)).slice(0, 16)],
    [[0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 0x0c, 0, 1, 0, 1]],
  ])('what is no question is none: %j', (bytes) => {
    expect(decodeQuestion(Uint8Array.from(bytes))).toBeUndefined();
  });
  test('an answer has the question, the records and the code', () => {
    const question = decodeQuestion(query('a.b', recordType.A));
    if (question === undefined) throw new Error('no question');
    const bytes = encodeReply(
      question,
      {
        code: responseCode.fine,
        answers: [{ type: 'A', name: 'a.b', address: '1.2.3.4' }],
        authoritative: true,
      },
      512,
    );
    expect(Array.from(bytes.subarray(0, 8))).toEqual([0xab, 0xcd, 0x85, 0x80, 0, 1, 0, 1]);
    expect(Array.from(bytes.subarray(-4))).toEqual([1, 2, 3, 4]);
  });
  test('an answer that is too long is cut and says so', () => {
    const question = decodeQuestion(query('a.b', recordType.A));
    if (question === undefined) throw new Error('no question');
    const answers = Array.from({ length: 60 }, (_, at) => ({
      type: 'A' as const,
      name: 'a.b',
      address: `10.0.0.${at}`,
    }));
    const bytes = encodeReply(question, { code: 0, answers, authoritative: true }, 512);
    expect((bytes[2] ?? 0) & 2).toBe(2);
    expect(bytes.length).toBeLessThan(100);
  });
});
