import { describe, expect, it } from '@jest/globals';
import type { Container } from 'kubernetes-types/core/v1.js';
import { planProcess } from '../../src/fields/process/podman.js';
import { resolveProcess } from '../../src/fields/process/resolve.js';
import { secretPart, type Text } from '../../src/model/text.js';
import type { ImageFacts } from '../../src/phases/observed.js';
import { given, shown } from './reference-context.js';
import { containerAt, image, planning } from './resolve-context.js';

function resolved(
  container: Partial<Container>,
  more: { readonly env?: { readonly [name: string]: Text }; readonly image?: ImageFacts } = {},
) {
  const { context, found } = given();
  const env = Object.entries(more.env ?? {}).map(([name, value]) => ({ name, value }));
  const process = resolveProcess(
    { container: { name: 'c', ...container }, env, image: more.image },
    containerAt,
    context,
  );
  return { process, found };
}

const planned = (container: Partial<Container>, facts?: ImageFacts) =>
  planProcess(
    { process: resolved(container, facts === undefined ? {} : { image: facts }).process, container: 'c' },
    planning(),
  );

describe('command and args', () => {
  it('expands variables of the container in both, and keeps what it does not know', () => {
    const { process, found } = resolved(
      { command: ['echo', '$(A)', '$$(A)', '$(NOPE)', 'pre-$(A)-post'], args: ['$(A) b'] },
      { env: { A: ['va'] } },
    );
    expect(process.command?.map(shown)).toEqual(['echo', 'va', '$(A)', '$(NOPE)', 'pre-va-post']);
    expect(process.args?.map(shown)).toEqual(['va b']);
    expect(found()).toEqual([]);
  });

  it('says where a secret would show, and keeps its mark', () => {
    const { process, found } = resolved(
      { args: ['--user=u', '--password=$(PW)'] },
      { env: { PW: [secretPart('x')] } },
    );
    expect(process.args?.map(shown)).toEqual(['--user=u', '--password=<secret:x>']);
    expect(found()).toEqual(['podman/secret-in-arguments spec.containers[0].args[1]']);
  });

  // Source: containerd internal/cri/opts/spec_opts.go, WithProcessArgs.
  it.each<[string, Partial<Container>, readonly string[] | undefined, readonly string[] | undefined]>([
    ['neither', {}, undefined, undefined],
    ['empty lists', { command: [], args: [] }, undefined, undefined],
    ['command alone', { command: ['a', ''] }, ['a', ''], undefined],
    ['args alone', { args: ['x'] }, undefined, ['x']],
    ['both', { command: ['a b'], args: ['-x'] }, ['a b'], ['-x']],
  ])('plans %s', (_, container, entrypoint, command) => {
    const { spec } = planned(container);
    expect(spec.entrypoint?.map(shown)).toEqual(entrypoint);
    expect(spec.command?.map(shown)).toEqual(command);
  });
});

describe('working directory', () => {
  const made = (container: Partial<Container>, facts?: ImageFacts) => {
    const { spec, between } = planned(container, facts);
    return [
      spec.workdir,
      (between ?? []).map((operation) => (operation.op === 'container.mkdir' ? operation.path : '')),
    ];
  };

  it('is made where it may be missing', () => {
    expect(made({ workingDir: '/app/x' })).toEqual(['/app/x', ['/app/x']]);
    expect(made({ workingDir: '/app' }, image({ workingDir: '/srv' }))).toEqual(['/app', ['/app']]);
    const mounts = [{ name: 'v', mountPath: '/data' }];
    expect(made({ workingDir: '/data/sub', volumeMounts: mounts })).toEqual(['/data/sub', ['/data/sub']]);
  });

  it('is not made where it is there', () => {
    expect(made({})).toEqual([undefined, []]);
    expect(made({ workingDir: '' })).toEqual([undefined, []]);
    expect(made({ workingDir: '/' })).toEqual(['/', []]);
    const mounts = [{ name: 'v', mountPath: '/data/' }];
    expect(made({ workingDir: '/data', volumeMounts: mounts })).toEqual(['/data', []]);
  });

  it("is left to the image when it is the image's own, which Podman then makes", () => {
    expect(made({ workingDir: '/srv/' }, image({ workingDir: '/srv' }))).toEqual([undefined, []]);
  });
});

it('opens standard input and a terminal only when asked', () => {
  expect(planned({}).spec).toEqual({});
  expect(planned({ stdin: true, tty: true, stdinOnce: true }).spec).toEqual({ stdin: true, tty: true });
  expect(resolved({ stdinOnce: true }).process.stdinOnce).toBe(true);
});
