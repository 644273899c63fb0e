import { describe, expect, it } from '@jest/globals';
import type { Container, EnvVar, PodSpec } from 'kubernetes-types/core/v1.js';
import { planEnv } from '../../src/fields/env/podman.js';
import { resolveEnv } from '../../src/fields/env/resolve.js';
import { latePart, secretPart, type Text } from '../../src/model/text.js';
import { base64, type Given, given, shown } from './reference-context.js';
import { containerAt, planning } from './resolve-context.js';

function resolved(
  container: Partial<Container>,
  machine: Given = {},
  more: { readonly pod?: Partial<PodSpec>; readonly services?: { readonly [name: string]: string } } = {},
) {
  const { context, found } = given(machine);
  const full: Container = { name: 'c', image: 'busybox', ...container };
  const env = resolveEnv(
    {
      container: full,
      podSpec: { containers: [full], ...more.pod },
      serviceVariables: new Map(Object.entries(more.services ?? {}).map(([name, value]) => [name, [value]])),
    },
    containerAt,
    context,
  );
  return { env, found, values: Object.fromEntries(env.map(({ name, value }) => [name, shown(value)])) };
}

const one = (valueFrom: EnvVar['valueFrom']): Partial<Container> => ({
  env: [{ name: 'X', ...(valueFrom === undefined ? {} : { valueFrom }) }],
});

// Source of all rules: kubernetes pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables.
describe('order and precedence', () => {
  const configMaps = { a: { data: { K: 'a', ONLY: 'a' } }, b: { data: { K: 'b' } } };

  it('lets the later source, and env over envFrom, win', () => {
    const envFrom = [{ configMapRef: { name: 'a' } }, { configMapRef: { name: 'b' } }];
    expect(resolved({ envFrom }, { configMaps }).values).toEqual({ K: 'b', ONLY: 'a' });
    expect(resolved({ envFrom, env: [{ name: 'K', value: 'env' }] }, { configMaps }).values).toEqual({
      K: 'env',
      ONLY: 'a',
    });
  });

  it('puts the prefix before each key, names of any characters included', () => {
    const machine = { configMaps: { a: { data: { 'x.y-z': '1' } } } };
    expect(resolved({ envFrom: [{ prefix: 'P_', configMapRef: { name: 'a' } }] }, machine).values).toEqual({
      'P_x.y-z': '1',
    });
  });

  it('takes the last of two variables of one name', () => {
    const env = [
      { name: 'X', value: 'first' },
      { name: 'X', value: 'last' },
    ];
    expect(resolved({ env }).env.map(({ name, value }) => [name, shown(value)])).toEqual([['X', 'last']]);
  });

  it('puts variables of Services last, and lets every other win', () => {
    const { values } = resolved(
      {
        env: [
          { name: 'S_HOST', value: 'mine' },
          { name: 'Y', value: '$(S_PORT)' },
        ],
      },
      {},
      { services: { S_HOST: '10.0.0.1', S_PORT: '80' } },
    );
    expect(values).toEqual({ S_HOST: 'mine', Y: '80', S_PORT: '80' });
  });

  it('leaves a variable of envFrom as it was when an optional key is missing', () => {
    const { values, found } = resolved(
      {
        envFrom: [{ configMapRef: { name: 'a' } }],
        env: [{ name: 'K', valueFrom: { configMapKeyRef: { name: 'b', key: 'zz', optional: true } } }],
      },
      { configMaps },
    );
    expect(values).toEqual({ K: 'a', ONLY: 'a' });
    expect(found()).toEqual([]);
  });

  it('gives an empty value where neither value nor valueFrom is set', () => {
    expect(resolved({ env: [{ name: 'X' }, { name: 'Y', value: '' }] }).values).toEqual({ X: '', Y: '' });
  });
});

describe('expansion', () => {
  it('sees what stands before it, envFrom included, and not what comes after', () => {
    const { values } = resolved(
      {
        envFrom: [{ configMapRef: { name: 'a' } }],
        env: [
          { name: 'A', value: '[$(FROM)]' },
          { name: 'B', value: '$(A)$(LATER)' },
          { name: 'LATER', value: 'x' },
        ],
      },
      { configMaps: { a: { data: { FROM: '$(A)' } } } },
    );
    expect(values).toEqual({ FROM: '$(A)', A: '[$(A)]', B: '[$(A)]$(LATER)', LATER: 'x' });
  });

  it('keeps a variable that overrides itself with its former value', () => {
    const env = [
      { name: 'P', value: 'a' },
      { name: 'P', value: '$(P):b' },
    ];
    expect(resolved({ env }).values).toEqual({ P: 'a:b' });
  });

  it('keeps the mark of a secret, and late values, inside a longer text', () => {
    const { env, values } = resolved(
      {
        env: [
          { name: 'PW', valueFrom: { secretKeyRef: { name: 's', key: 'pw' } } },
          { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
          { name: 'URL', value: 'db://u:$(PW)@$(IP)/$$(PW)' },
        ],
      },
      {
        secrets: { s: { data: { pw: base64('p$(IP)') } } },
        facts: { podIP: [latePart({ name: 'podIP', pod: 'web' })], hostIP: [], nodeName: [] },
      },
    );
    expect(values.URL).toBe('db://u:<secret:p$(IP)>@<late:podIP>/$(PW)');
    expect(JSON.stringify(env)).not.toContain('p$(IP)');
  });
});

describe('sources', () => {
  it('reads keys of ConfigMaps from data only', () => {
    const machine = { configMaps: { a: { data: { k: 'v' }, binaryData: { b: base64('v') } } } };
    expect(resolved(one({ configMapKeyRef: { name: 'a', key: 'k' } }), machine).values).toEqual({ X: 'v' });
    const missing = resolved(one({ configMapKeyRef: { name: 'a', key: 'b' } }), machine);
    expect(missing.found()).toEqual([
      'reference/missing-config-map-key spec.containers[0].env[0].valueFrom.configMapKeyRef.key',
    ]);
    expect(resolved({ envFrom: [{ configMapRef: { name: 'a' } }] }, machine).values).toEqual({ k: 'v' });
  });

  it('decodes data of Secrets once, lets stringData win, and marks both', () => {
    const secrets = { s: { data: { a: base64('from data'), b: base64('b\n') }, stringData: { a: 'text' } } };
    expect(resolved({ envFrom: [{ secretRef: { name: 's' } }] }, { secrets }).values).toEqual({
      a: '<secret:text>',
      b: '<secret:b\n>',
    });
  });

  const at = 'spec.containers[0]';
  it.each<[string, Partial<Container>, string]>([
    [
      'configMapRef',
      { envFrom: [{ configMapRef: { name: 'no' } }] },
      `reference/missing-config-map ${at}.envFrom[0].configMapRef.name`,
    ],
    [
      'secretRef',
      { envFrom: [{ secretRef: { name: 'no' } }] },
      `reference/missing-secret ${at}.envFrom[0].secretRef.name`,
    ],
    [
      'configMapKeyRef',
      one({ configMapKeyRef: { name: 'no', key: 'k' } }),
      `reference/missing-config-map ${at}.env[0].valueFrom.configMapKeyRef.name`,
    ],
    [
      'secretKeyRef, no Secret',
      one({ secretKeyRef: { name: 'no', key: 'k' } }),
      `reference/missing-secret ${at}.env[0].valueFrom.secretKeyRef.name`,
    ],
    [
      'secretKeyRef, no key',
      one({ secretKeyRef: { name: 's', key: 'k' } }),
      `reference/missing-secret-key ${at}.env[0].valueFrom.secretKeyRef.key`,
    ],
  ])('reports %s that points nowhere, where it stands', (_, container, finding) => {
    expect(resolved(container, { secrets: { s: { data: {} } } }).found()).toEqual([finding]);
  });

  it('names object and key in the message', () => {
    const { context, messages } = given({ configMaps: { 'app-config': { data: { port: '80' } } } });
    const container: Container = {
      name: 'c',
      ...one({ configMapKeyRef: { name: 'app-config', key: 'prot' } }),
    };
    resolveEnv({ container, podSpec: { containers: [container] } }, containerAt, context);
    expect(messages()).toEqual(['ConfigMap "app-config" (namespace "default") has no key "prot"']);
  });

  it.each<[string, Partial<Container>]>([
    ['configMapRef', { envFrom: [{ configMapRef: { name: 'no', optional: true } }] }],
    ['secretRef', { envFrom: [{ secretRef: { name: 'no', optional: true } }] }],
    ['configMapKeyRef', one({ configMapKeyRef: { name: 'no', key: 'k', optional: true } })],
    ['secretKeyRef', one({ secretKeyRef: { name: 'no', key: 'k', optional: true } })],
  ])('leaves out an optional %s that points nowhere', (_, container) => {
    const { values, found } = resolved(container);
    expect(values).toEqual({});
    expect(found()).toEqual([]);
  });

  it('does not look into another namespace', () => {
    const { context, found } = given({ namespace: 'a', configMaps: { cm: { data: { k: 'v' } } } });
    const container: Container = { name: 'c', envFrom: [{ configMapRef: { name: 'cm' } }] };
    const inB = { ...context, identity: { ...context.identity, namespace: 'b' } };
    expect(resolveEnv({ container, podSpec: { containers: [container] } }, containerAt, inB)).toEqual([]);
    expect(found()).toHaveLength(1);
  });
});

// Source: kubernetes pkg/kubelet/kubelet_pods.go, podFieldSelectorRuntimeValue.
describe('fields of the pod', () => {
  const machine: Given = {
    name: 'web-0',
    namespace: 'shop',
    labels: { app: 'web', 'example.com/tier': 'front' },
    annotations: { 'example.com/Note': "it's" },
    serviceAccountName: 'robot',
  };
  it.each([
    ['metadata.name', 'web-0'],
    ['metadata.namespace', 'shop'],
    ['metadata.uid', '00000000-0000-5000-8000-000000000000'],
    ["metadata.labels['app']", 'web'],
    ["metadata.labels['example.com/tier']", 'front'],
    ["metadata.labels['none']", ''],
    ["metadata.annotations['example.com/Note']", "it's"],
    ['spec.nodeName', 'node'],
    ['spec.serviceAccountName', 'robot'],
    ['status.hostIP', '192.0.2.1'],
    ['status.hostIPs', '192.0.2.1'],
    ['status.podIP', '10.1.2.3'],
    ['status.podIPs', '10.1.2.3'],
  ])('%s is "%s"', (fieldPath, value) => {
    expect(resolved(one({ fieldRef: { fieldPath } }), machine).values).toEqual({ X: value });
  });

  it('shows the nodeName of the manifest', () => {
    const container = one({ fieldRef: { fieldPath: 'spec.nodeName' } });
    expect(resolved(container, {}, { pod: { nodeName: 'worker-1' } }).values).toEqual({ X: 'worker-1' });
  });
});

// Source: kubernetes pkg/api/v1/resource/helpers.go, ExtractContainerResourceValue.
describe('resources', () => {
  const resources = {
    limits: { cpu: '1500m', memory: '1.5Gi', 'ephemeral-storage': '1G', 'hugepages-2Mi': '4Mi' },
    requests: { cpu: '0.25', memory: '100M' },
  };
  it.each([
    ['limits.cpu', undefined, '2'],
    ['limits.cpu', '1m', '1500'],
    ['limits.cpu', '0', '2'],
    ['requests.cpu', '1m', '250'],
    ['requests.cpu', undefined, '1'],
    ['limits.memory', '1Mi', '1536'],
    ['limits.memory', '1Gi', '2'],
    ['limits.memory', undefined, '1610612736'],
    ['requests.memory', '1M', '100'],
    ['requests.memory', '1Mi', '96'],
    ['limits.ephemeral-storage', '1M', '1000'],
    ['requests.ephemeral-storage', '1M', '1000'],
    ['limits.hugepages-2Mi', '1Mi', '4'],
    ['limits.hugepages-1Gi', '1Mi', '0'],
  ])('%s in units of %s is %s', (resource, divisor, value) => {
    const selector = { resource, ...(divisor === undefined ? {} : { divisor }) };
    expect(resolved({ resources, ...one({ resourceFieldRef: selector }) }).values).toEqual({ X: value });
  });

  it('reads another container, init containers too, and reports one that is not there', () => {
    const other: Container = { name: 'other', resources: { limits: { cpu: '3' } } };
    const selector = (containerName: string) =>
      one({ resourceFieldRef: { containerName, resource: 'limits.cpu' } });
    expect(resolved(selector('other'), {}, { pod: { initContainers: [other] } }).values).toEqual({ X: '3' });
    expect(resolved(selector('none')).found()).toEqual([
      'reference/missing-container spec.containers[0].env[0].valueFrom.resourceFieldRef.containerName',
    ]);
  });

  it("falls back to the pod's limit, then to the machine", () => {
    const cpu = one({ resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } });
    const memory = one({ resourceFieldRef: { resource: 'limits.memory', divisor: '1k' } });
    expect(resolved(cpu, {}, { pod: { resources: { limits: { cpu: '700m' } } } }).values).toEqual({
      X: '700',
    });
    expect(resolved(cpu).values).toEqual({ X: '2000' });
    expect(resolved(memory, { memoryBytes: 2_000_001n }).values).toEqual({ X: '2001' });
    expect(resolved(cpu, { live: false }).values).toEqual({ X: '<late:allocatable>' });
    expect(resolved(one({ resourceFieldRef: { resource: 'requests.cpu' } })).values).toEqual({ X: '0' });
  });

  it('says so when the machine was not measured', () => {
    const { values, found } = resolved(one({ resourceFieldRef: { resource: 'limits.ephemeral-storage' } }));
    expect(values).toEqual({ X: '0' });
    expect(found()[0]).toMatch(/^podman\/allocatable-unknown /);
  });
});

describe('values that no container can be given', () => {
  it('finds a zero byte, bytes that are no text, and what is too long', () => {
    const secrets = {
      s: { data: { nul: base64('a\0b'), bytes: Buffer.from([0xff, 0x41]).toString('base64') } },
    };
    const found = (container: Partial<Container>) => resolved(container, { secrets }).found();
    expect(found(one({ secretKeyRef: { name: 's', key: 'nul' } }))).toEqual([
      'podman/env-not-text spec.containers[0].env[0]',
    ]);
    expect(found(one({ secretKeyRef: { name: 's', key: 'bytes' } }))).toEqual([
      'podman/env-not-text spec.containers[0].env[0].valueFrom.secretKeyRef',
    ]);
    expect(found({ env: [{ name: 'X', value: 'x'.repeat(131_070) }] })).toEqual([
      'podman/env-too-long spec.containers[0].env[0]',
    ]);
    expect(found({ env: [{ name: 'X', value: 'x'.repeat(131_069) }] })).toEqual([]);
  });

  it('refuses a secret variable whose name Podman cannot be told', () => {
    const secrets = { s: { stringData: { k: 'v' } } };
    const env = [{ name: 'A,B', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }];
    expect(resolved({ env }, { secrets }).found()).toEqual([
      'podman/secret-variable-name spec.containers[0].env[0]',
    ]);
  });
});

describe('planning', () => {
  const plan = (values: { readonly [name: string]: Text }) =>
    planEnv(
      {
        container: 'c',
        volumes: [],
        env: Object.entries(values).map(([name, value]) => ({ name, value, origin: containerAt })),
      },
      planning(),
    );

  it('makes one Podman secret per variable with a secret piece, and shows the rest', () => {
    const { spec, before } = plan({
      PLAIN: ['a b\n"c"'],
      LATE: [latePart({ name: 'hostIP' })],
      URL: ['u:', secretPart('hidden'), '@h'],
      PW: [secretPart('hidden')],
    });
    expect(spec.env).toEqual({ PLAIN: ['a b\n"c"'], LATE: [latePart({ name: 'hostIP' })] });
    expect(spec.secretEnv).toEqual({ URL: 'web-c-env-URL', PW: 'web-c-env-PW' });
    expect(before?.map(({ id, op }) => [id, op])).toEqual([
      ['secret.create web-c-env-URL', 'secret.create'],
      ['secret.create web-c-env-PW', 'secret.create'],
    ]);
    expect(
      before?.flatMap((operation) => (operation.op === 'secret.create' ? [shown(operation.value)] : [])),
    ).toEqual(['u:<secret:hidden>@h', '<secret:hidden>']);
    expect(JSON.stringify({ spec, before: before?.map(({ origin: _, ...rest }) => rest) })).not.toContain(
      'hidden',
    );
  });

  it('sets an empty secret in the open, since Podman has no empty secrets', () => {
    const { spec, before } = plan({ EMPTY: [secretPart('')], BOTH: [secretPart(''), secretPart('')] });
    expect(spec).toEqual({ env: { EMPTY: [], BOTH: [] } });
    expect(before).toEqual([]);
  });

  it('gives odd names secrets of their own that Podman takes', () => {
    const { spec } = plan({ 'a b': [secretPart('1')], a_b: [secretPart('2')], 'a?': [secretPart('3')] });
    const names = Object.values(spec.secretEnv ?? {});
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*[a-zA-Z0-9]$/);
  });

  it('finds a late file in the mounted folder of the volume, by its Podman name', () => {
    const { spec } = plan({ F: [latePart({ name: 'fileKey', volume: 'data', path: 'env', key: 'F' })] });
    expect(spec.env?.F).toEqual([latePart({ name: 'fileKey', volume: 'web-data', path: 'd/env', key: 'F' })]);
  });
});
