import { describe, expect, test } from '@jest/globals';
import { nextPodAt } from '../../src/supervisor/job/back-off.js';
import { decideJob } from '../../src/supervisor/job/decide.js';
import { formatIndexes, parseIndexes } from '../../src/supervisor/job/indexes.js';
import {
  type EndedPod,
  type FailureRule,
  type JobPod,
  type JobRules,
  type JobStatus,
  newJobStatus,
} from '../../src/supervisor/job/model.js';
import { judgeFailure, metSuccessRule } from '../../src/supervisor/job/policies.js';

const now = 1_000_000_000;
const usual: JobRules = {
  parallelism: 1,
  completions: 1,
  indexed: false,
  backoffLimit: 6,
  restartsInPlace: false,
  failurePolicy: [],
  successPolicy: [],
  suspend: false,
};

let count = 0;
function pod(phase: JobPod['phase'], more: Partial<JobPod> & { readonly code?: number } = {}): JobPod {
  const { code, ...rest } = more;
  count += 1;
  return {
    id: `id${count}`,
    name: `p${count}`,
    phase,
    createdAt: now - 60_000,
    endedAt: phase === 'Failed' || phase === 'Succeeded' ? now - 1000 : 0,
    ready: phase === 'Running',
    restarts: 0,
    exits: code === undefined ? [] : [{ container: 'c', exitCode: code }],
    ...rest,
  };
}

const running = (more: Partial<JobPod> = {}): JobPod => pod('Running', more);
const done = (more: Partial<JobPod> = {}): JobPod => pod('Succeeded', { code: 0, ...more });
const failed = (more: Parameters<typeof pod>[1] = {}): JobPod => pod('Failed', { code: 1, ...more });
const times = <T>(length: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length }, (_, index) => make(index));

/** What is done, in short: `create 1`, `stop p3`, and how the Job ends. */
function decide(
  rules: Partial<JobRules>,
  pods: readonly JobPod[],
  before: Partial<JobStatus> = {},
): readonly string[] {
  const { status, actions, wakeAt } = decideJob({
    rules: { ...usual, ...rules },
    pods,
    before: { ...newJobStatus, startedAt: now - 5000, ...before },
    now,
  });
  return [
    ...actions.map((one) =>
      one.action === 'create'
        ? `create${one.index === undefined ? '' : ` ${one.index}`}`
        : one.action === 'delete'
          ? 'delete'
          : `${one.action} ${one.pod}`,
    ),
    ...(status.end === undefined ? [] : [`${status.end.type} ${status.end.reason}`]),
    ...(status.finishedAt === undefined ? [] : ['finished']),
    ...(wakeAt === undefined ? [] : [`wake ${(wakeAt - now) / 1000}`]),
  ];
}

describe('how many pods a Job has (job_controller.go, manageJob)', () => {
  const table: readonly [string, Partial<JobRules>, readonly JobPod[], readonly string[]][] = [
    ['the first pod', {}, [], ['create']],
    ['as many as run side by side', { completions: 5, parallelism: 2 }, [], ['create', 'create']],
    ['no more than completions', { completions: 2, parallelism: 5 }, [], ['create', 'create']],
    ['no more than are left', { completions: 3, parallelism: 2 }, [done(), done()], ['create']],
    ['one in place of one that is done', { completions: 3, parallelism: 2 }, [done(), running()], ['create']],
    ['none while enough run', { completions: 3, parallelism: 2 }, [running(), running()], []],
    ['a work queue starts parallelism', { parallelism: 3, ...queue() }, [], ['create', 'create', 'create']],
    ['a work queue with a success starts none', { parallelism: 3, ...queue() }, [done(), running()], []],
    ['parallelism 0 waits', { parallelism: 0 }, [], []],
    ['a suspended Job starts none', { suspend: true }, [], []],
  ];
  test.each(table)('%s', (_, rules, pods, expected) => {
    const { completions, ...rest } = { completions: 1, ...rules };
    const chosen = completions === -1 ? withoutCompletions(rest) : { ...rest, completions };
    expect(decide(chosen, pods)).toEqual(expected);
  });

  test('pods beyond parallelism go, those that are not ready first', () => {
    const young = running({ ready: false });
    expect(decide({ completions: 5, parallelism: 1 }, [running(), young])).toEqual([`remove ${young.name}`]);
  });

  test('suspending takes the running pods away, and they count as nothing', () => {
    const one = running();
    expect(decide({ suspend: true }, [one])).toEqual([`remove ${one.name}`]);
  });

  test('a resumed Job starts its clock anew', () => {
    const { status } = decideJob({
      rules: { ...usual, deadlineSeconds: 10 },
      pods: [],
      before: { ...newJobStatus, startedAt: now - 100_000, suspended: true },
      now,
    });
    expect(status).toMatchObject({ startedAt: now, suspended: false });
    expect(status.end).toBeUndefined();
  });
});

/** A work queue names no completions: the table says so with -1. */
function queue(): Partial<JobRules> {
  return { completions: -1 };
}

function withoutCompletions(rules: Partial<JobRules>): Partial<JobRules> {
  return Object.defineProperty({ ...rules }, 'completions', { value: undefined, enumerable: true });
}

describe('how a Job ends (job_controller.go, syncJob)', () => {
  const table: readonly [string, Partial<JobRules>, readonly JobPod[], readonly string[]][] = [
    [
      'with its completions',
      { completions: 2 },
      [done(), done()],
      ['Complete CompletionsReached', 'finished'],
    ],
    [
      'not before its last pod has ended',
      { completions: 2, parallelism: 2 },
      [done(), running({ name: 'p' })],
      [],
    ],
    [
      'backoffLimit 0 means no second try',
      { backoffLimit: 0 },
      [failed()],
      ['Failed BackoffLimitExceeded', 'finished'],
    ],
    ['backoffLimit 1 allows one more', { backoffLimit: 1 }, [failed()], ['wake 9']],
    [
      'one failure too many',
      { backoffLimit: 1 },
      [failed(), failed()],
      ['Failed BackoffLimitExceeded', 'finished'],
    ],
    [
      'what still runs is stopped first',
      { backoffLimit: 0, parallelism: 2, completions: 2 },
      [failed(), running({ name: 'other' })],
      ['stop other', 'Failed BackoffLimitExceeded'],
    ],
    [
      'restarts of OnFailure count when they reach the limit',
      { restartsInPlace: true, backoffLimit: 2 },
      [running({ name: 'r', restarts: 2 })],
      ['stop r', 'Failed BackoffLimitExceeded'],
    ],
    [
      'one restart below the limit',
      { restartsInPlace: true, backoffLimit: 2 },
      [running({ restarts: 1 })],
      [],
    ],
    [
      'the first restart of OnFailure with limit 0',
      { restartsInPlace: true, backoffLimit: 0 },
      [running({ name: 'z', restarts: 1 })],
      ['stop z', 'Failed BackoffLimitExceeded'],
    ],
    ['restarts of Never do not count', { backoffLimit: 0 }, [running({ restarts: 3 })], []],
    ['the deadline is waited for', { deadlineSeconds: 10 }, [running()], ['wake 5']],
    [
      'the deadline stops what runs',
      { deadlineSeconds: 5 },
      [running({ name: 'late' })],
      ['stop late', 'Failed DeadlineExceeded'],
    ],
    ['a suspended Job has no deadline', { deadlineSeconds: 1, suspend: true }, [], []],
  ];
  test.each(table)('%s', (_, rules, pods, expected) => {
    expect(decide(rules, pods)).toEqual(expected);
  });

  test('the back-off is counted over the whole Job, and forgotten by a success', () => {
    expect(decide({ completions: 9 }, [failed({ endedAt: now - 9000 })])).toEqual(['wake 1']);
    expect(decide({ completions: 9 }, [failed({ endedAt: now - 10_000 })])).toEqual(['create']);
    expect(
      decide({ completions: 9 }, [failed({ endedAt: now - 9000 }), done({ endedAt: now - 1000 })]),
    ).toEqual(['create']);
  });

  test('a pod that ended counts on when it was pruned', () => {
    const first = decideJob({
      rules: { ...usual, completions: 2 },
      pods: [done()],
      before: newJobStatus,
      now,
    });
    expect(first.status).toMatchObject({ succeeded: 1 });
    const second = decideJob({
      rules: { ...usual, completions: 2 },
      pods: [done()],
      before: first.status,
      now,
    });
    expect(second.status).toMatchObject({ succeeded: 2, end: { type: 'Complete' } });
  });

  test('the end stays decided while pods stop, and those that stop count as failed', () => {
    const end = { type: 'Failed', reason: 'DeadlineExceeded', message: '' } as const;
    const last = running();
    expect(decide({}, [last], { end })).toEqual([`stop ${last.name}`, 'Failed DeadlineExceeded']);
    const { status } = decideJob({ rules: usual, pods: [failed()], before: { ...newJobStatus, end }, now });
    expect(status).toMatchObject({ failed: 1, finishedAt: now, end });
  });

  test('a finished Job does nothing until its time to live is over', () => {
    const over = { end: { type: 'Complete', reason: '', message: '' }, finishedAt: now - 3000 } as const;
    expect(decide({}, [], over)).toEqual(['Complete ', 'finished']);
    expect(decide({ ttlSeconds: 10 }, [], over)).toEqual(['Complete ', 'finished', 'wake 7']);
    expect(decide({ ttlSeconds: 3 }, [], over)).toEqual(['delete', 'Complete ', 'finished']);
    expect(decide({ ttlSeconds: 0 }, [done()])).toEqual([
      'delete',
      'Complete CompletionsReached',
      'finished',
    ]);
  });
});

describe('indexed Jobs (indexed_job_utils.go)', () => {
  const indexed = { indexed: true, completions: 4, parallelism: 2 } as const;
  const table: readonly [string, Partial<JobRules>, readonly JobPod[], readonly string[]][] = [
    ['the first indexes', {}, [], ['create 0', 'create 1']],
    [
      'the first that are neither done nor running',
      {},
      [done({ index: 0 }), running({ index: 2 })],
      ['create 1'],
    ],
    [
      'a second success of an index adds nothing',
      { parallelism: 4 },
      [done({ index: 0 }), done({ index: 0 })],
      ['create 1', 'create 2', 'create 3'],
    ],
    ['all done', {}, times(4, (index) => done({ index })), ['Complete CompletionsReached', 'finished']],
    [
      'a twin goes',
      {},
      [running({ index: 0 }), running({ index: 0, name: 'twin', ready: false })],
      ['remove twin'],
    ],
    ['an index beyond completions goes', {}, [running({ index: 7, name: 'beyond' })], ['remove beyond']],
    ['a failed index is tried again after the back-off of the Job', {}, [failed({ index: 0 })], ['wake 9']],
  ];
  test.each(table)('%s', (_, rules, pods, expected) => {
    expect(decide({ ...indexed, ...rules }, pods)).toEqual(expected);
  });

  const perIndex = { ...indexed, backoffLimit: 2 ** 31 - 1, backoffLimitPerIndex: 1 };
  const limits: readonly [string, Partial<JobRules>, readonly JobPod[], readonly string[]][] = [
    ['each index waits for itself', {}, [failed({ index: 0 })], ['create 1', 'wake 9']],
    [
      'an index that failed too often is left, the others go on',
      {},
      [failed({ index: 0 }), failed({ index: 0 })],
      ['create 1', 'create 2'],
    ],
    [
      'with failed indexes the Job fails at the end',
      { completions: 2 },
      [failed({ index: 0 }), failed({ index: 0 }), done({ index: 1 })],
      ['Failed FailedIndexes', 'finished'],
    ],
    [
      'too many failed indexes',
      { backoffLimitPerIndex: 0, maxFailedIndexes: 1 },
      [failed({ index: 0 }), failed({ index: 1 })],
      ['Failed MaxFailedIndexesExceeded', 'finished'],
    ],
    [
      'FailIndex fails it at once',
      { completions: 1, backoffLimitPerIndex: 5, failurePolicy: [onCodes('FailIndex', 'In', [42])] },
      [failed({ index: 0, code: 42 })],
      ['Failed FailedIndexes', 'finished'],
    ],
    [
      'what is ignored fails no index but is waited for',
      { completions: 1, backoffLimitPerIndex: 0, failurePolicy: [onCodes('Ignore', 'In', [42])] },
      [failed({ index: 0, code: 42 })],
      ['wake 9'],
    ],
  ];
  test.each(limits)('%s', (_, rules, pods, expected) => {
    expect(decide({ ...perIndex, ...rules }, pods)).toEqual(expected);
  });

  test('the successPolicy stops the others, which then count as nothing', () => {
    const rules = { ...indexed, successPolicy: [{ succeededIndexes: '0', succeededCount: 1 }] };
    const other = running({ index: 1 });
    expect(decide(rules, [done({ index: 0 }), other])).toEqual([
      `stop ${other.name}`,
      'Complete SuccessPolicy',
    ]);
    const end = { type: 'Complete', reason: 'SuccessPolicy', message: '' } as const;
    const { status } = decideJob({
      rules: { ...usual, ...rules },
      pods: [failed({ index: 1 })],
      before: { ...newJobStatus, end },
      now,
    });
    expect(status).toMatchObject({ failed: 0, finishedAt: now });
  });
});

function onCodes(
  action: FailureRule['action'],
  operator: FailureRule['operator'],
  exitCodes: readonly number[],
  containerName?: string,
): FailureRule {
  return { action, operator, exitCodes, ...(containerName === undefined ? {} : { containerName }) };
}

describe('podFailurePolicy (pod_failure_policy.go, matchPodFailurePolicy)', () => {
  const table: readonly [string, readonly FailureRule[], JobPod['exits'], string][] = [
    ['no rule', [], [{ container: 'c', exitCode: 1 }], 'Count'],
    ['In', [onCodes('FailJob', 'In', [1, 2])], [{ container: 'c', exitCode: 2 }], 'FailJob'],
    ['In of others', [onCodes('FailJob', 'In', [1])], [{ container: 'c', exitCode: 2 }], 'Count'],
    ['NotIn', [onCodes('Ignore', 'NotIn', [1])], [{ container: 'c', exitCode: 2 }], 'Ignore'],
    ['NotIn never meets 0', [onCodes('FailJob', 'NotIn', [1])], [{ container: 'c', exitCode: 0 }], 'Count'],
    ['only that container', [onCodes('FailJob', 'In', [1], 'd')], [{ container: 'c', exitCode: 1 }], 'Count'],
    [
      'any container',
      [onCodes('FailJob', 'In', [3])],
      [
        { container: 'a', exitCode: 0 },
        { container: 'b', exitCode: 3 },
      ],
      'FailJob',
    ],
    [
      'the first rule that meets',
      [onCodes('Count', 'In', [1]), onCodes('FailJob', 'In', [1])],
      [{ container: 'c', exitCode: 1 }],
      'Count',
    ],
    [
      'FailIndex without a limit for each index is passed over',
      [onCodes('FailIndex', 'In', [1]), onCodes('Ignore', 'In', [1])],
      [{ container: 'c', exitCode: 1 }],
      'Ignore',
    ],
    [
      'a rule on conditions is never met',
      [onCodes('Ignore', 'Never', [])],
      [{ container: 'c', exitCode: 1 }],
      'Count',
    ],
  ];
  test.each(table)('%s', (_, failurePolicy, exits, action) => {
    expect(judgeFailure(failed({ exits }), { ...usual, failurePolicy }).action).toBe(action);
  });

  test('FailJob ends the Job with upstream’s message, whatever backoffLimit says', () => {
    const { status } = decideJob({
      rules: { ...usual, failurePolicy: [onCodes('FailJob', 'In', [42])] },
      pods: [failed({ name: 'p', exits: [{ container: 'c', exitCode: 42 }] })],
      before: newJobStatus,
      now,
    });
    expect(status.end).toEqual({
      type: 'Failed',
      reason: 'PodFailurePolicy',
      message: 'Container c for pod p failed with exit code 42 matching FailJob rule at index 0',
    });
  });

  test('ignored failures do not count, but are waited for', () => {
    const failurePolicy = [onCodes('Ignore', 'In', [1])];
    expect(decide({ backoffLimit: 0, failurePolicy }, [failed(), failed()])).toEqual(['wake 19']);
  });
});

test('successPolicy (success_policy.go, matchSuccessPolicy)', () => {
  const met = (rules: JobRules['successPolicy'], ...succeeded: readonly number[]) =>
    metSuccessRule({ ...usual, completions: 10, indexed: true, successPolicy: rules }, new Set(succeeded));
  expect(met([{ succeededCount: 2 }], 4, 7)).toBe(0);
  expect(met([{ succeededCount: 2 }], 4)).toBeUndefined();
  expect(met([{ succeededIndexes: '0,2-4' }], 0, 2, 3, 4)).toBe(0);
  expect(met([{ succeededIndexes: '0,2-4' }], 0, 2, 3)).toBeUndefined();
  expect(met([{ succeededIndexes: '0,2-4', succeededCount: 2 }], 2, 3)).toBe(0);
  expect(met([{ succeededIndexes: '0,2-4', succeededCount: 2 }], 2, 7)).toBeUndefined();
  expect(met([{ succeededIndexes: '9' }, { succeededCount: 1 }], 1)).toBe(1);
  expect(met([{ succeededCount: 0 }])).toBeUndefined();
});

test('the back-off doubles from 10 s to 10 minutes (backoff_utils_test.go, TestGetRemainingTimeForFailuresCount)', () => {
  const ended = (length: number): readonly EndedPod[] =>
    times(length, (index) => ({
      id: `e${index}`,
      name: 'e',
      succeeded: false,
      endedAt: now,
      action: 'Count' as const,
    }));
  const seconds = times(9, (index) => (nextPodAt(ended(index + 1)) - now) / 1000);
  expect(seconds).toEqual([10, 20, 40, 80, 160, 320, 600, 600, 600]);
  expect(nextPodAt([])).toBe(0);
});

test('lists of indexes as upstream writes them', () => {
  expect(formatIndexes([])).toBe('');
  expect(formatIndexes([3])).toBe('3');
  expect(formatIndexes([1, 0])).toBe('0,1');
  expect(formatIndexes([5, 0, 2, 3, 4, 7, 8])).toBe('0,2-5,7,8');
  expect([...parseIndexes('0,2-4,9', 4)]).toEqual([0, 2, 3]);
});
