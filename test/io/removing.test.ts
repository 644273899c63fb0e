import { describe, expect, test } from '@jest/globals';
import type { OperationFailure } from '../../src/io/outcome.js';
import { removeAmongOthers } from '../../src/io/removing.js';
import type { Operation } from '../../src/podman/operations.js';
import { containerAt as origin } from '../fields/resolve-context.js';

const base = { id: 'x', needs: [], origin };
const operations: { readonly [what: string]: Operation } = {
  pod: { ...base, op: 'pod.remove', pod: 'p', graceSeconds: 0 },
  container: { ...base, op: 'container.remove', container: 'c' },
  volume: { ...base, op: 'volume.remove', volume: 'v' },
  secret: { ...base, op: 'secret.remove', secret: 's' },
  network: { ...base, op: 'network.remove', network: 'n' },
};

/** A Podman that answers with these messages, one for each try, and then succeeds. */
function remove(what: string, messages: readonly string[], aborted = false) {
  const controller = new AbortController();
  let tries = 0;
  const attempt = async (): Promise<OperationFailure | undefined> => {
    const message = messages[tries];
    tries += 1;
    if (aborted) controller.abort();
    const operation = operations[what];
    if (message === undefined || operation === undefined) return undefined;
    return { operation, code: 125, message, interrupted: false };
  };
  return removeAmongOthers(attempt, { signal: controller.signal, waits: [1, 1] }).then((failure) => ({
    failure: failure?.message,
    tries,
  }));
}

const busy =
  'not all containers could be removed from pod 3288: removing pod containers. 2 errors occurred: a; b';

describe('what others have taken away is done', () => {
  test.each([
    ['pod', 'no pod with name or ID p found: no such pod'],
    ['container', 'no container with name or ID "c" found: no such container'],
    ['volume', 'no volume with name "v" found: no such volume'],
    ['secret', 'no secret with name or id "s": no such secret'],
    ['network', 'unable to find network with name or ID n: network not found'],
  ])('%s', async (what, message) => {
    expect(await remove(what, [message])).toEqual({ failure: undefined, tries: 1 });
  });
});

test('a network that containers of others use stays', async () => {
  const message =
    '"n" has associated containers with it. Use -f to forcibly delete containers and pods: network is being used';
  expect(await remove('network', [message])).toEqual({ failure: undefined, tries: 1 });
});

test('a pod that cannot be removed just now is tried again, but not for ever', async () => {
  expect(await remove('pod', [busy, busy])).toEqual({ failure: undefined, tries: 3 });
  expect(await remove('pod', [busy, busy, busy, busy])).toEqual({ failure: busy, tries: 3 });
});

test('a volume in use is a failure at once', async () => {
  const message = 'volume v is being used by the following container(s): 12: volume is being used';
  expect(await remove('volume', [message])).toEqual({ failure: message, tries: 1 });
});

test('an interrupted removal is not tried again', async () => {
  expect(await remove('pod', [busy, busy], true)).toEqual({ failure: busy, tries: 1 });
});
