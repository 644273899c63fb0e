import { describe, expect, it } from '@jest/globals';
import type { Container, Secret } from 'kubernetes-types/core/v1.js';
import { planImage } from '../../src/fields/image/podman.js';
import { resolveImage, resolvePullSecrets } from '../../src/fields/image/resolve.js';
import { defaultPullPolicy, imageCandidates, parseImage } from '../../src/model/image-reference.js';
import { plainText, revealText } from '../../src/model/text.js';
import { base64, type Given, given } from './reference-context.js';
import { containerAt, image, planning, specAt } from './resolve-context.js';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

// Source: distribution/reference normalize.go, ParseDockerRef, as containerd calls it.
describe('image names', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['nginx:1.27', 'docker.io/library/nginx:1.27'],
    ['bitnami/redis', 'docker.io/bitnami/redis:latest'],
    ['docker.io/nginx', 'docker.io/library/nginx:latest'],
    ['index.docker.io/library/nginx', 'docker.io/library/nginx:latest'],
    ['quay.io/a/b/c:v1', 'quay.io/a/b/c:v1'],
    ['localhost/app:dev', 'localhost/app:dev'],
    ['localhost:5000/app', 'localhost:5000/app:latest'],
    ['registry:5000/app:1', 'registry:5000/app:1'],
    ['[::1]:5000/app', '[::1]:5000/app:latest'],
    [`nginx@${digest}`, `docker.io/library/nginx@${digest}`],
    [`nginx:1.27@${digest}`, `docker.io/library/nginx@${digest}`],
    ['a__b/c-d.e', 'docker.io/a__b/c-d.e:latest'],
  ])('%s is %s', (name, reference) => {
    expect(imageCandidates(name)[0]).toBe(reference);
  });

  it.each([
    'Nginx',
    'nginx:',
    'nginx:ü',
    'a//b',
    '/nginx',
    'nginx@sha256:12',
    'a b',
    'docker.io/',
    '-x',
    digest.slice(7),
  ])('%s is none', (name) => {
    expect(parseImage(name).ok).toBe(false);
    expect(imageCandidates(name)).toEqual([]);
  });

  it('may lie under localhost when no registry is named', () => {
    expect(imageCandidates('app')).toEqual(['docker.io/library/app:latest', 'localhost/app:latest']);
    expect(imageCandidates('team/app:1')).toEqual(['docker.io/team/app:1', 'localhost/team/app:1']);
    expect(imageCandidates('quay.io/app')).toHaveLength(1);
  });
});

// Source: kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_Container.
it.each([
  ['nginx', 'Always'],
  ['nginx:latest', 'Always'],
  ['nginx:1.27', 'IfNotPresent'],
  [`nginx@${digest}`, 'IfNotPresent'],
  [`nginx:latest@${digest}`, 'Always'],
  ['Not/An Image', 'IfNotPresent'],
])('the policy of %s is %s', (name, policy) => {
  expect(defaultPullPolicy(name)).toBe(policy);
});

function resolved(container: Pick<Container, 'image' | 'imagePullPolicy'>, machine: Given = {}) {
  const { context, found } = given(machine);
  const model = resolveImage({ container, secrets: { names: [] } }, containerAt, context);
  return { model, found };
}

describe('resolving', () => {
  const at = 'spec.containers[0].image';
  const local = { 'localhost/app:1': image() };
  const hub = { 'docker.io/library/app:1': image() };

  it('takes the local image of that name when only that is there, and says so', () => {
    const { model, found } = resolved({ image: 'app:1' }, { images: local });
    expect(model.reference).toBe('localhost/app:1');
    expect(found()).toEqual([`podman/short-image-name ${at}`]);
  });

  it('prefers the image that a node would fetch', () => {
    const { model, found } = resolved({ image: 'app:1' }, { images: { ...local, ...hub } });
    expect(model.reference).toBe('docker.io/library/app:1');
    expect(found()).toEqual([]);
  });

  it('fetches what is not there', () => {
    const { model, found } = resolved({ image: 'app:1' });
    expect(model).toEqual({
      reference: 'docker.io/library/app:1',
      pullPolicy: 'IfNotPresent',
      pullSecrets: [],
    });
    expect(found()).toEqual([]);
  });

  it.each<[string, Pick<Container, 'image' | 'imagePullPolicy'>, Given, readonly string[]]>([
    ['a local image that is missing', { image: 'localhost/no:1' }, {}, [`reference/missing-image ${at}`]],
    [
      'a missing image that may not be fetched',
      { image: 'no:1', imagePullPolicy: 'Never' },
      {},
      [`reference/missing-image ${at}`],
    ],
    ['a missing image nobody looked for', { image: 'localhost/no:1' }, { live: false }, []],
    ['a name that is none', { image: 'No:1' }, {}, [`reference/invalid-image-name ${at}`]],
    ['a tag beside a digest', { image: `app:1@${digest}` }, {}, [`podman/image-no-tag-with-digest ${at}`]],
    [
      'Always for a local image',
      { image: 'localhost/app:1', imagePullPolicy: 'Always' },
      { images: local },
      ['podman/local-image-always spec.containers[0].imagePullPolicy'],
    ],
  ])('reports %s', (_, container, machine, findings) => {
    expect(resolved(container, machine).found()).toEqual(findings);
  });

  it('never fetches an image of localhost', () => {
    const { model } = resolved({ image: 'localhost/app' }, { images: { 'localhost/app:latest': image() } });
    expect(model.pullPolicy).toBe('IfNotPresent');
    expect(planImage(model, planning())).toEqual({ spec: { image: 'localhost/app:latest' } });
  });

  it.each([
    ['Always', ['always']],
    ['IfNotPresent', ['missing']],
    ['Never', []],
  ])('plans %s', (imagePullPolicy, policies) => {
    const { model } = resolved({ image: 'app:1', imagePullPolicy }, { images: hub });
    const { spec, before = [] } = planImage(model, planning());
    expect(spec).toEqual({ image: 'docker.io/library/app:1' });
    expect(before.map((operation) => (operation.op === 'image.pull' ? operation.policy : ''))).toEqual(
      policies,
    );
  });
});

describe('registry credentials', () => {
  const json = (value: unknown): string => base64(JSON.stringify(value));
  const secrets: { readonly [name: string]: Omit<Secret, 'metadata'> } = {
    new: {
      type: 'kubernetes.io/dockerconfigjson',
      data: {
        '.dockerconfigjson': json({
          auths: {
            'https://index.docker.io/v1/': { auth: base64('hub:1') },
            'quay.io/team': { username: 'q', password: 'ü:2', auth: '' },
            '*.example.com': { auth: base64('any:3') },
            empty: {},
          },
        }),
      },
    },
    old: {
      type: 'kubernetes.io/dockercfg',
      data: {
        '.dockercfg': json({ 'docker.io': { auth: base64('other:4') }, 'r:5000': { auth: base64('r:5') } }),
      },
    },
    opaque: { data: { '.dockerconfigjson': json({ auths: {} }) } },
    broken: {
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': base64('{"auths": hunter2') },
    },
  };

  function merged(...names: readonly string[]) {
    const { context, found, messages } = given({ secrets });
    const containers = [
      { name: 'c', image: 'a.example.com/x' },
      { name: 'd', image: 'b.c.example.com/x' },
    ];
    const result = resolvePullSecrets(
      { containers, imagePullSecrets: names.map((name) => ({ name })) },
      specAt,
      context,
    );
    const text = result.credentials && revealText(result.credentials, () => '');
    return { result, found, messages, auths: text === undefined ? undefined : JSON.parse(text).auths };
  }

  it('are merged from both forms, the first of a registry staying', () => {
    const { auths, found } = merged('new', 'old');
    expect(auths).toEqual({
      'docker.io': { auth: base64('hub:1') },
      'quay.io/team': { auth: base64('q:ü:2') },
      'a.example.com': { auth: base64('any:3') },
      'r:5000': { auth: base64('r:5') },
    });
    expect(found()).toEqual([]);
  });

  it('are secret, and go to the pull', () => {
    const { result } = merged('new');
    expect(result.credentials && plainText(result.credentials)).toBeUndefined();
    const { context } = given();
    const model = resolveImage({ container: { image: 'app:1' }, secrets: result }, containerAt, context);
    const [pull] = planImage(model, planning()).before ?? [];
    expect(pull?.op === 'image.pull' && pull.authSecret).toBe(result.credentials);
    expect(model.pullSecrets).toEqual(['new']);
  });

  it('that are missing or of another type are left out with a warning', () => {
    const { auths, found, messages } = merged('none', 'opaque', 'broken', '');
    expect(auths).toBeUndefined();
    expect([...found()].sort()).toEqual([
      'reference/bad-pull-secret spec.imagePullSecrets[1].name',
      'reference/bad-pull-secret spec.imagePullSecrets[2].name',
      'reference/missing-pull-secret spec.imagePullSecrets[0].name',
    ]);
    expect(messages().join()).not.toContain('hunter2');
  });
});
