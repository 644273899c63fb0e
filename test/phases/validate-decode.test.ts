import { describe, expect, test } from '@jest/globals';
import { createCollector } from '../../src/diagnostics/collect.js';
import { parse } from '../../src/phases/1-parse.js';
import { validate } from '../../src/phases/2-validate.js';
import { situation } from './situation.js';

function check(text: string) {
  const collector = createCollector();
  const documents = parse([{ name: 'f.yaml', text }], collector.report);
  const objects = validate(documents, { situation }, collector.report);
  const findings = collector
    .findings()
    .filter(({ code }) => code.startsWith('schema/'))
    .map(({ at, code, message, hint = '' }) => {
      const { line, column } = at.range();
      return { where: `${line}:${column}`, path: at.toString(), code, message, hint };
    });
  return { findings, objects, manifest: objects[0]?.manifest };
}

function codesOf(text: string): readonly string[] {
  return check(text).findings.map(({ code, path }) => `${code} ${path}`.trim());
}

function pod(spec: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: ${spec}\n`;
}

function manifestOf(apiVersion: string, kind: string, rest = ''): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x}\n${rest}`;
}

describe('values of a wrong type', () => {
  test.each([
    ['{containers: [{name: a, env: [{name: C, value: NO}]}]}', 'spec.containers[0].env[0].value', '"NO"'],
    ['{containers: [{name: a, image: b, tty: 1}]}', 'spec.containers[0].tty', 'Write true or false.'],
    ['{terminationGracePeriodSeconds: 30.5}', 'spec.terminationGracePeriodSeconds', 'whole number'],
    ['{terminationGracePeriodSeconds: "30"}', 'spec.terminationGracePeriodSeconds', 'without quotes: 30.'],
    ['{hostNetwork: "true"}', 'spec.hostNetwork', 'without quotes: true.'],
    ['{initContainers: [busybox]}', 'spec.initContainers[0]', 'Write a map'],
    ['{containers: {name: a}}', 'spec.containers', 'Write a list'],
    ['{nodeSelector: {disk: 1}}', 'spec.nodeSelector[disk]', 'Put it in quotes: "1".'],
    ['{overhead: {cpu: [1]}}', 'spec.overhead[cpu]', ''],
    [
      '{containers: [{livenessProbe: {httpGet: {port: 8.5}}}]}',
      'spec.containers[0].livenessProbe.httpGet.port',
      '',
    ],
  ])('%s', (spec, path, hint) => {
    const { findings, objects } = check(pod(spec));
    expect(findings).toEqual([
      expect.objectContaining({ code: 'schema/wrong-type', path, hint: expect.stringContaining(hint) }),
    ]);
    expect(objects).toHaveLength(1);
  });
  test('the message quotes what stands in the file, at its place', () => {
    expect(check(pod('{hostname: 0x1F}')).findings).toEqual([
      {
        where: '4:18',
        path: 'spec.hostname',
        code: 'schema/wrong-type',
        message: 'spec.hostname must be a string, but "0x1F" is read as an integer',
        hint: 'Put it in quotes: "0x1F".',
      },
    ]);
  });
  test('what was wrong is taken out, and all else stays where it was', () => {
    const { manifest } = check(pod('{hostname: 1, containers: [a, {name: b, args: [x, 2], tty: 3}]}'));
    expect(manifest).toMatchObject({
      spec: { containers: [{}, { name: 'b', args: ['x', ''] }] },
    });
    expect(manifest).not.toHaveProperty('spec.hostname');
    expect(manifest).not.toHaveProperty('spec.containers[1].tty');
  });
  test('no message shows a value of a Secret', () => {
    const { findings } = check(
      manifestOf('v1', 'Secret', 'stringData: {pin: 31337}\ndata: {a: "hunter2!"}\n'),
    );
    expect(findings.map(({ code }) => code)).toEqual(['schema/wrong-type', 'schema/base64']);
    expect(JSON.stringify(findings)).not.toMatch(/31337|hunter2/);
  });
});

describe('numbers', () => {
  test.each([
    ['{activeDeadlineSeconds: 9223372036854775807}', []],
    ['{activeDeadlineSeconds: 80.0}', []],
    ['{priority: 2147483647}', []],
    ['{activeDeadlineSeconds: 9223372036854775808}', ['schema/out-of-range spec.activeDeadlineSeconds']],
    ['{activeDeadlineSeconds: 1e300}', ['schema/out-of-range spec.activeDeadlineSeconds']],
    ['{priority: 2147483648}', ['schema/out-of-range spec.priority']],
    ['{priority: 99999999999999999999}', ['schema/out-of-range spec.priority']],
  ])('%s', (spec, expected) => {
    expect(codesOf(pod(spec))).toEqual(expected);
  });
});

describe('quantities, as quantity.go ParseQuantity takes them', () => {
  const accepted = [
    '1',
    '1.5',
    '"1"',
    '0.5',
    '.5',
    '1.',
    '100m',
    '1Gi',
    '1e3',
    '1E',
    '"1E+3"',
    '-1',
    '" 1 "',
    '12345678901234567890',
  ];
  const refused = ['1KB', '1K', '""', 'true', 'lots', '1e', '1Mib', '1 Gi', '0x1G', '1.2.3', '1mi', '{a: b}'];
  test.each(accepted)('accepted: %s', (text) => {
    expect(codesOf(pod(`{overhead: {memory: ${text}}}`))).toEqual([]);
  });
  test.each(refused)('refused: %s', (text) => {
    expect(codesOf(pod(`{overhead: {memory: ${text}}}`))).toHaveLength(1);
  });
});

test('a quantity with a unit that there is not', () => {
  const hints = ['512MB', '1K', '"1.5 gb"', 'lots'].map(
    (text) => check(pod(`{overhead: {memory: ${text}}}`)).findings[0]?.hint,
  );
  expect(hints).toEqual([
    'Write 512M (powers of 1000) or 512Mi (powers of 1024).',
    'Write 1k (powers of 1000) or 1Ki (powers of 1024).',
    'Write 1.5G (powers of 1000) or 1.5Gi (powers of 1024).',
    expect.stringMatching(/^Write a number with one of/),
  ]);
});

describe('times and bytes', () => {
  test.each(['"2026-01-31T12:00:00Z"', '2026-02-28T23:59:59.123+02:00'])('a time: %s', (text) => {
    expect(
      codesOf(`apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, creationTimestamp: ${text}}\n`),
    ).toEqual([]);
  });
  test.each(['2026-01-31', '"2026-02-30T12:00:00Z"', '""', '2026-01-31 12:00:00'])('no time: %s', (text) => {
    const text2 = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, creationTimestamp: ${text}}\n`;
    expect(codesOf(text2)).toEqual(['schema/time metadata.creationTimestamp']);
  });
  test.each([
    ['""', true],
    ['YQ==', true],
    ['YWI=', true],
    ['YWJj', true],
    ['"YWJj\\nYWJj\\n"', true],
    ['YQ', false],
    ['YQ=', false],
    ['Y-_=', false],
    ['"YQ== "', false],
  ])('bytes %s: %s', (text, isGood) => {
    const expected = isGood ? [] : ['schema/base64 data[a]'];
    expect(codesOf(manifestOf('v1', 'Secret', `data: {a: ${text}}\n`))).toEqual(expected);
  });
  test('three megabytes of them', () => {
    const text = manifestOf('v1', 'Secret', `data: {a: ${'QUFB'.repeat(700_000)}}\n`);
    expect(codesOf(text)).toEqual([]);
  });
});

describe('nulls', () => {
  test('a field that is null is absent; in lists and maps null is the zero value', () => {
    const { findings, manifest } = check(
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {a: ~}, annotations: }\n' +
        'spec: {containers: [{name: a, args: [x, null], ports: ~, resources: {limits: {cpu: ~}}}, ~]}\n',
    );
    expect(findings).toEqual([]);
    expect(manifest).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', labels: { a: '' } },
      spec: { containers: [{ name: 'a', args: ['x', ''], resources: { limits: { cpu: 0 } } }, {}] },
    });
  });
  test('an unknown field is unknown even when it is null', () => {
    expect(codesOf(pod('{volume: ~}'))).toEqual(['schema/unknown-field spec.volume']);
  });
});

describe('unknown fields', () => {
  test.each([
    ['imagePullpolicy', '{containers: [{imagePullpolicy: Always}]}', 'Did you mean "imagePullPolicy"?'],
    ['volume', '{volume: []}', 'Did you mean "volumes"?'],
    ['restartPolcy', '{restartPolcy: Always}', 'Did you mean "restartPolicy"?'],
    ['labels', '{labels: {a: b}}', '"labels" belongs under metadata.'],
    ['hostNetwork', '{containers: [{hostNetwork: true}]}', '"hostNetwork" belongs under spec.'],
    ['image', '{image: x}', '"image" belongs under spec.containers[].'],
    ['frobnicate', '{frobnicate: 1}', ''],
  ])('%s', (name, spec, hint) => {
    expect(check(pod(spec)).findings).toEqual([
      expect.objectContaining({
        code: 'schema/unknown-field',
        path: expect.stringMatching(`\\.${name}$`),
        hint,
      }),
    ]);
  });
  test('under a neighbour, and further down', () => {
    expect(
      check('apiVersion: v1\nkind: Pod\nmetadata: {name: p, restartPolicy: Never}\n').findings,
    ).toMatchObject([{ where: '3:21', hint: '"restartPolicy" belongs under spec.' }]);
    const text = manifestOf('apps/v1', 'Deployment', 'spec: {containers: []}\n');
    expect(check(text).findings).toMatchObject([{ hint: '"containers" belongs under spec.template.spec.' }]);
    expect(check(manifestOf('v1', 'Pod', 'containers: []\n')).findings).toMatchObject([
      { path: 'containers', hint: '"containers" belongs under spec.' },
    ]);
    expect(check('apiVersion: v1\nkind: Pod\nmetadata: {name: p, spec: {}}\n').findings).toMatchObject([
      { hint: '"spec" belongs at the top of the object.' },
    ]);
  });
  test('they are taken out, and stop nothing else', () => {
    const { manifest, findings } = check(pod('{a: 1, containers: [{b: 2, name: c}], hostname: 3}'));
    expect(findings.map(({ path }) => path)).toEqual(['spec.a', 'spec.containers[0].b', 'spec.hostname']);
    expect(manifest).toMatchObject({ spec: { containers: [{ name: 'c' }] } });
  });
  test('names of Object.prototype are names like others', () => {
    expect(codesOf(pod('{constructor: 1, __proto__: 2, toString: 3}'))).toHaveLength(3);
    expect(codesOf(manifestOf('v1', 'ConfigMap', 'data: {__proto__: a, constructor: 1}\n'))).toEqual([
      'schema/wrong-type data[constructor]',
    ]);
  });
});

describe('thousands of faults', () => {
  test('are counted behind the hundredth, and end soon', () => {
    const data = Array.from({ length: 5_000 }, (_, index) => `  k${index}: ${index}\n`).join('');
    const { findings, manifest } = check(manifestOf('v1', 'ConfigMap', `data:\n${data}`));
    expect(findings).toHaveLength(101);
    expect(findings.find(({ code }) => code === 'schema/more-errors')?.message).toMatch(/^4900 /);
    expect(manifest).toMatchObject({ data: {} });
  });
});

describe('which kind it is', () => {
  test.each([
    ['- a\n', ['schema/not-an-object']],
    ['just words\n', ['schema/not-an-object']],
    ['kind: Pod\n', ['schema/missing-api-version apiVersion']],
    ['apiVersion: v1\n', ['schema/missing-kind kind']],
    ['apiVersion: 1\nkind: Pod\n', ['schema/wrong-type apiVersion']],
    ['apiVersion: v1\nkind: [Pod]\n', ['schema/wrong-type kind']],
    ['apiVersion: v1\nkind: pod\n', ['schema/unknown-kind kind']],
    ['apiVersion: v1\nkind: Deployment\n', ['schema/unknown-version apiVersion']],
    ['apiVersion: extensions/v1beta1\nkind: Deployment\n', ['schema/removed-version apiVersion']],
    ['apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\n', ['schema/removed-version apiVersion']],
    ['apiVersion: example.org/v1\nkind: Deployment\n', ['schema/custom-kind kind']],
    ['apiVersion: v1\nkind: List\n', []],
    ['apiVersion: v1\nkind: PodList\nitems:\n', []],
  ])('%j', (text, expected) => {
    const { findings, objects } = check(text);
    expect(findings.map(({ code, path }) => `${code} ${path}`.trim())).toEqual(expected);
    expect(objects).toEqual([]);
  });
  test('hints name the version to write, and the kind that was meant', () => {
    expect(check('apiVersion: apps/v1beta1\nkind: StatefulSet\n').findings[0]?.hint).toContain('apps/v1 ');
    expect(check('apiVersion: v1\nkind: Ingress\n').findings[0]?.hint).toBe(
      'Write apiVersion: networking.k8s.io/v1.',
    );
    expect(check('kind: CronJob\n').findings[0]?.hint).toBe('Add apiVersion: batch/v1.');
    expect(check('apiVersion: v1\nkind: Sevice\n').findings[0]?.hint).toBe('Did you mean Service?');
  });
});

describe('what becomes of it here', () => {
  function codes(text: string): readonly string[] {
    const collector = createCollector();
    validate(parse([{ name: 'f.yaml', text }], collector.report), { situation }, collector.report);
    return collector.findings().map(({ code, at }) => `${code} ${at.toString()}`);
  }
  test('the ledger is asked about every field, also of objects that could not be read whole', () => {
    expect(codes(pod('{nodeSelector: {a: b}, hostname: 1}'))).toEqual([
      'api/required spec.containers',
      'field/no-difference spec.nodeSelector',
      'schema/wrong-type spec.hostname',
    ]);
  });
  test('a kind that no ledger knows says so', () => {
    expect(codes(manifestOf('storage.k8s.io/v1', 'CSIDriver'))).toEqual(['schema/kind-without-effect kind']);
  });
});

describe('names and namespaces', () => {
  test.each([
    ['v1', 'Pod', '', 'default'],
    ['v1', 'Pod', ', namespace: ""', 'default'],
    ['v1', 'Pod', ', namespace: shop', 'shop'],
    ['v1', 'Namespace', '', ''],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', ', namespace: shop', ''],
  ])('%s %s%s', (apiVersion, kind, more, namespace) => {
    const { objects } = check(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x${more}}\n`);
    expect(objects).toMatchObject([{ apiVersion, kind, namespace, name: 'x' }]);
  });
  test('without a name there is no object', () => {
    expect(check('apiVersion: v1\nkind: Pod\nmetadata: {}\n').objects).toEqual([]);
    expect(check('apiVersion: storage.k8s.io/v1\nkind: CSIDriver\nmetadata:\n').objects).toEqual([]);
    const generated = check('apiVersion: v1\nkind: Pod\nmetadata: {generateName: x-}\n');
    expect(generated.objects).toEqual([]);
    expect(generated.findings).toMatchObject([
      { code: 'schema/generate-name', path: 'metadata.generateName' },
    ]);
  });
});
