import { describe, expect, test } from '@jest/globals';
import { compile, emit } from '../../src/compile.js';
import { createCollector } from '../../src/diagnostics/collect.js';
import { isReadBack } from '../../src/phases/5-emit/kube/reread.js';
import { assumedFor } from '../../src/phases/assumed.js';
import { parseVersion } from '../../src/podman/versions.js';
import { situation as common } from '../phases/situation.js';

/** The verdicts are those of Podman 4.3.1, 5.4.2 and 5.8.6, asked with kube play (test/versions asks them again). */
test.each([
  ['one line', '  @', true, true],
  ['several lines', 'a\n  b\n', true, true],
  ['a blank first', ' a\nb', false, true],
  ['a tab first', '\ta\nb', false, false],
  ['an empty line first', '\na', false, false],
  ['a line separator first', '\u2028a\nb', false, false],
  ['a blank before a line end', '\na \nb', true, true],
  ['a blank at the end', '\na ', true, true],
  ['a control character', '\n\u0001', true, true],
  ['a character beyond 16 bits', '\n\u{1f600}', true, true],
])('%s', (_, text, inList, inMapping) => {
  expect([isReadBack(text, 'list'), isReadBack(text, 'mapping')]).toEqual([inList, inMapping]);
});

const quoted = (text: string): string => {
  const base64 = btoa(text);
  return base64.endsWith('=') ? `"${base64}"` : base64;
};

function convert(podman: string, spec: string, more = '') {
  const version = parseVersion(podman);
  if (version === undefined) throw new Error(podman);
  const situation = {
    ...common,
    output: 'kube',
    supervised: false,
    target: { ...common.target, version },
  } as const;
  const collector = createCollector();
  const text = `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: ${spec}\n${more}`;
  const compiled = compile(
    [{ name: 'a.yaml', text }],
    { situation, observed: assumedFor(situation.target), baseDirectory: '/' },
    collector,
  );
  const files = emit('kube', compiled, { report: collector.report, generator: 'test', sources: ['a.yaml'] });
  return {
    text: String(files.get('kube.yaml')?.text),
    codes: collector.findings().map(({ code, at }) => `${code} ${at}`),
  };
}

describe('a text that Podman would spoil', () => {
  const spec = String.raw`{containers: [{name: c, image: localhost/a:1, command: [sh, -c, "\n echo=$(A)"], env: [{name: A, value: "\nx"}]}]}`;

  test('stands behind an empty variable in words, and in base64 in variables', () => {
    const { text, codes } = convert('5.4.2', spec);
    expect(text).toContain(String.raw`"$(KUBE2POD_EMPTY)\n echo=\nx"`);
    expect(text).toContain('- name: KUBE2POD_EMPTY\n      value: ""\n');
    expect(text).toContain(`kind: Secret\nmetadata:\n  name: a-c-texts\ndata:\n  A: ${quoted('\nx')}\n`);
    expect(text).toContain('secretKeyRef:\n          name: a-c-texts\n          key: A');
    expect(codes).not.toContainEqual(expect.stringContaining('podman/kube-text'));
  });

  test('is refused where Podman can be told neither way', () => {
    expect(convert('4.3.1', spec).codes).toEqual(
      expect.arrayContaining([
        'podman/kube-text spec.containers[0].command',
        'podman/kube-text spec.containers[0].env[0]',
      ]),
    );
  });

  test('is binary data in a file', () => {
    const pod = '{containers: [{name: c, image: localhost/a:1}], volumes: [{name: v, configMap: {name: m}}]}';
    const map =
      '---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {good: "a\\nb\\n", bad: "\\nb"}\n';
    const { text } = convert('5.4.2', pod, map);
    expect(text).toContain('data:\n  good: |\n    a\n    b\n');
    expect(text).toContain(`binaryData:\n  bad: ${quoted('\nb')}\n`);
  });
});

test('dnsPolicy None keeps its list, and says what is asked before it', () => {
  const { text, codes } = convert(
    '5.4.2',
    '{dnsPolicy: None, dnsConfig: {nameservers: [10.1.2.3], searches: [a.b]}, containers: [{name: c, image: localhost/a:1}]}',
  );
  expect(text).toContain('dnsConfig:\n    nameservers:\n    - "10.1.2.3"\n    searches:\n    - a.b\n');
  expect(codes.filter((code) => code.startsWith('podman/kube-play'))).toHaveLength(1);
});
