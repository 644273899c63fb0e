import { describe, expect, test } from '@jest/globals';
import { performPlan } from '../../src/io/perform.js';
import type { PodmanSocket } from '../../src/io/socket.js';
import type { Operation } from '../../src/podman/operations.js';
import { containerAt as origin } from '../fields/resolve-context.js';

const volume = (name: string, needs: readonly string[] = []): Operation => ({
  op: 'volume.create',
  id: `create ${name}`,
  needs,
  origin,
  volume: { name, labels: {} },
});

interface Gate {
  readonly path: string;
  readonly finish: (status?: number) => void;
}

/** A service whose answers the test gives one by one, but for removals, which are answered at once. */
function gated({ removal = 200 } = {}) {
  const open: Gate[] = [];
  const answer = (status: number) =>
    status === 200 ? { value: {} } : { problem: { status, message: 'no' } };
  const request = (call: { readonly method: string; readonly path: string; readonly body?: unknown }) =>
    new Promise((resolve) => {
      if (call.method === 'DELETE') return resolve(answer(removal));
      const { Name } = JSON.parse(String(call.body ?? '{}')) as { readonly Name?: string };
      open.push({
        path: Name ?? call.path,
        finish: (status = 200) => resolve(answer(status)),
      });
    });
  // Only what creating a volume needs of the client.
  const socket = { request } as unknown as PodmanSocket;
  const controller = new AbortController();
  const context = {
    program: {
      command: '/nonexistent/podman',
      globals: [],
      socket,
      version: { major: 5, minor: 8, patch: 0 },
    },
    rootless: false,
    known: () => undefined,
    signal: controller.signal,
    progress: () => {},
    sleep: async () => {},
  };
  const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
  return { open, context, controller, settle };
}

describe('performing a plan', () => {
  test('what needs nothing is begun at once, the rest as soon as its needs are met, and at most eight run', async () => {
    const { open, context, settle } = gated();
    const many = Array.from({ length: 10 }, (_, index) => volume(`v${index}`));
    const report = performPlan({ operations: [...many, volume('last', ['create v0'])] }, context);
    await settle();
    expect(open.map(({ path }) => path)).toEqual(many.slice(0, 8).map((_, index) => `v${index}`));
    open[1]?.finish();
    await settle();
    expect(open.map(({ path }) => path).slice(8)).toEqual(['v8']);
    for (let index = 0; index < open.length; index += 1) {
      open[index]?.finish();
      await settle();
    }
    const { done, failure } = await report;
    expect(failure).toBeUndefined();
    expect(done).toHaveLength(11);
  });

  test('after a failure nothing new is begun, and what runs is waited for', async () => {
    const { open, context, settle } = gated();
    const report = performPlan(
      { operations: [volume('a'), volume('b'), volume('c', ['create a', 'create b'])] },
      context,
    );
    await settle();
    open[0]?.finish(500);
    await settle();
    expect(open).toHaveLength(2);
    open[1]?.finish();
    const { done, failure, undone, left } = await report;
    expect(failure).toMatchObject({ message: 'no', operation: { id: 'create a' } });
    expect(done.map(({ id }) => id)).toEqual(['create b']);
    expect({ undone, left }).toEqual({ undone: ['volume b'], left: [] });
  });

  test.each([
    [404, { undone: [], left: [] }],
    [409, { undone: [], left: ['volume a: no'] }],
  ])('what cannot be taken back is told, unless it is gone: %d', async (status, expected) => {
    const { open, context, settle } = gated({ removal: status });
    const report = performPlan({ operations: [volume('a'), volume('b', ['create a'])] }, context);
    await settle();
    open[0]?.finish();
    await settle();
    open[1]?.finish(500);
    expect(await report).toMatchObject(expected);
  });

  test('an interrupted run begins nothing new', async () => {
    const { open, context, controller, settle } = gated();
    const report = performPlan({ operations: [volume('a'), volume('b', ['create a'])] }, context);
    await settle();
    controller.abort();
    open[0]?.finish();
    const { failure } = await report;
    expect(failure).toMatchObject({ interrupted: true, code: 130, operation: { id: 'create b' } });
    expect(open).toHaveLength(1);
  });

  test('containers start in turn, and are made ready to run beside each other', async () => {
    const { open, context, settle } = gated();
    const starts = ['a', 'b', 'c'].map(
      (container, index): Operation => ({
        op: 'container.start',
        id: `start ${container}`,
        needs: index === 0 ? ['create v'] : [`start ${'abc'[index - 1]}`],
        origin,
        container,
      }),
    );
    const finish = async (path: string, status?: number): Promise<readonly string[]> => {
      const known = open.length;
      open.find((one) => one.path === path)?.finish(status);
      await settle();
      return open.slice(known).map((one) => one.path);
    };
    const report = performPlan({ operations: [volume('v'), ...starts] }, context);
    await settle();
    expect(open).toHaveLength(1);
    const first = await finish('v');
    expect(first.toSorted()).toEqual(['containers/a/start', 'containers/b/init', 'containers/c/init']);
    // One that cannot be made ready is started all the same, which tells why.
    expect(await finish('containers/c/init', 500)).toEqual([]);
    expect(await finish('containers/a/start')).toEqual([]);
    expect(await finish('containers/b/init')).toEqual(['containers/b/start']);
    expect(await finish('containers/b/start')).toEqual(['containers/c/start']);
    await finish('containers/c/start', 500);
    const { done, failure } = await report;
    expect(done.map(({ id }) => id)).toEqual(['create v', 'start a', 'start b']);
    expect(failure?.operation.id).toBe('start c');
  });
});
