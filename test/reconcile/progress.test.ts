import { describe, expect, test } from '@jest/globals';
import type { ContainerState, PodmanState } from '../../src/phases/observed.js';
import { completionsOf, cronJobRows, jobRows } from '../../src/reconcile/batch-rows.js';
import { label, ownerLabels } from '../../src/reconcile/labels.js';
import { progressOf } from '../../src/reconcile/progress.js';
import { recordName } from '../../src/reconcile/records.js';
import { emptyBatch, type JobRecord } from '../../src/supervisor/batch.js';
import { newJobStatus } from '../../src/supervisor/job/model.js';
import { rolloutText } from '../../src/supervisor/rollout.js';
import type { PodStatus } from '../../src/supervisor/status.js';

const pod = { kind: 'Pod', namespace: 'default', name: 'web' };

function state(containers: readonly Partial<ContainerState>[], rules?: string): PodmanState {
  const labels = { ...ownerLabels(pod), ...(rules === undefined ? {} : { [label.rules]: rules }) };
  const entries = containers.map((one, index): [string, ContainerState] => {
    const name = `web-${index}`;
    const base = { name, id: name, labels: { [label.role]: 'app' }, pod: 'web', isInfra: false };
    return [name, { ...base, state: 'running', exitCode: 0, startedAt: '', endedAt: '', image: '', ...one }];
  });
  return {
    pods: new Map([['web', { name: 'web', id: 'p', labels, status: '', createdAt: '' }]]),
    containers: new Map(entries),
    volumes: new Map(),
    networks: new Map(),
    secrets: new Map(),
  };
}

const exited = (exitCode: number): Partial<ContainerState> => ({ state: 'exited', exitCode });
const watched = (phase: PodStatus['phase'], ready: boolean): PodStatus => ({
  id: 'p',
  phase,
  events: [],
  containers: { 'web-0': { id: 'web-0', ready, started: true, probes: {} } },
});

describe('how far a pod is', () => {
  const table: readonly [string, PodmanState, PodStatus | undefined, string][] = [
    ['ready', state([{}], '{}'), watched('Running', true), 'done 1/1 ready'],
    ['not ready', state([{}], '{}'), watched('Running', false), 'waiting 0/1 ready'],
    ['crashing is waited for', state([exited(1)], '{}'), watched('Running', false), 'waiting 0/1 ready'],
    ['ended well', state([exited(0)], '{}'), watched('Succeeded', false), 'done completed'],
    [
      'ended badly',
      state([exited(3)], '{}'),
      watched('Failed', false),
      'failed failed: web-0 ended with exit code 3',
    ],
    ['not seen', state([{}], '{}'), undefined, 'waiting not seen by the supervisor yet'],
    ['without a supervisor: runs', state([{}]), undefined, 'done 1/1 running'],
    ['without: ended well', state([exited(0)]), undefined, 'done completed'],
    ['without: ended badly', state([exited(2)]), undefined, 'failed failed: web-0 ended with exit code 2'],
    ['without: not started', state([{ state: 'created' }]), undefined, 'waiting 0/1 running'],
  ];
  test.each(table)('%s', (_, one, status, expected) => {
    const seen = progressOf([pod], {
      state: one,
      batch: emptyBatch,
      status: {
        pid: 1,
        began: '',
        failedStarts: {},
        rollouts: {},
        pods: status === undefined ? {} : { web: status },
      },
    });
    expect(seen.map(({ state: word, detail }) => `${word} ${detail}`)).toEqual([expected]);
  });

  test('of a Deployment that is rolled out, the pods of the new template count', () => {
    const web = { kind: 'Deployment', namespace: 'default', name: 'web' };
    const rules = {
      replicas: 2,
      maxSurge: 1,
      maxUnavailable: 0,
      minReadySeconds: 0,
      progressDeadlineSeconds: 9,
    };
    const made = (name: string, digest: string) => ({
      ...{ name, id: name, status: '', createdAt: '' },
      labels: { ...ownerLabels(web), [label.digest]: digest },
    });
    const podNames = ['a', 'b', 'c', 'd'];
    const record = {
      ...{ name: recordName(web), id: 'r', mountpoint: '', createdAt: '' },
      labels: { [label.rollout]: rolloutText({ digest: 'new', ...rules }) },
    };
    const seen = progressOf([web], {
      state: {
        ...state([]),
        pods: new Map(podNames.map((name, index) => [name, made(name, index < 2 ? 'old' : 'new')])),
        containers: new Map(
          podNames.map((pod) => {
            const [container] = state([pod === 'd' ? { state: 'created' } : {}]).containers.values();
            if (container === undefined) throw new Error('no container');
            return [pod, { ...container, name: pod, id: pod, pod }];
          }),
        ),
        volumes: new Map([[record.name, record]]),
      },
      batch: emptyBatch,
      status: undefined,
    });
    expect(seen.map(({ detail }) => detail)).toEqual(['1/2 ready']);
  });

  test('an object without pods is not waited for', () => {
    const other = { kind: 'ConfigMap', namespace: 'default', name: 'x' };
    expect(progressOf([other], { state: state([]), batch: emptyBatch, status: undefined })).toEqual([]);
  });
});

const now = 100_000_000;
const owner = { kind: 'Job', namespace: 'default', name: 'j' };
const record: JobRecord = {
  owner,
  rules: {
    parallelism: 1,
    completions: 3,
    indexed: false,
    backoffLimit: 6,
    restartsInPlace: false,
    failurePolicy: [],
    successPolicy: [],
    suspend: false,
  },
  status: { ...newJobStatus, startedAt: now - 90_000, succeeded: 1 },
  createdAt: now - 100_000,
  pods: [],
};

describe('how far a Job is', () => {
  const end = { type: 'Failed', reason: 'BackoffLimitExceeded', message: 'too often' } as const;
  const table: readonly [string, Partial<JobRecord['status']>, string][] = [
    ['running', {}, 'waiting 1/3 complete'],
    ['failing', { end }, 'waiting failed: BackoffLimitExceeded: too often'],
    ['failed', { end, finishedAt: now }, 'failed failed: BackoffLimitExceeded: too often'],
    ['complete', { end: { ...end, type: 'Complete' }, finishedAt: now }, 'done complete'],
  ];
  test.each(table)('%s', (_, status, expected) => {
    const batch = { jobs: [{ ...record, status: { ...record.status, ...status } }], cronJobs: [] };
    const seen = progressOf([owner], { state: state([]), batch, status: undefined });
    expect(seen.map(({ state: word, detail }) => `${word} ${detail}`)).toEqual([expected]);
  });
});

describe('the tables of kubectl (printers.go, printJob and printCronJob)', () => {
  test('get jobs', () => {
    expect(jobRows({ jobs: [record], cronJobs: [] }, now)).toEqual([
      {
        namespace: 'default',
        name: 'j',
        status: 'Running',
        completions: '1/3',
        duration: '90s',
        age: '100s',
      },
    ]);
    const { completions: _, ...queue } = record.rules;
    expect(completionsOf({ ...record, rules: queue })).toBe('1/1');
    expect(completionsOf({ ...record, rules: { ...queue, parallelism: 2 } })).toBe('1/1 of 2');
  });

  test('get cronjobs', () => {
    const cronJob = {
      owner: { kind: 'CronJob', namespace: 'default', name: 'n' },
      rules: {
        schedule: '@daily',
        suspend: true,
        concurrency: 'Allow',
        successfulJobs: 3,
        failedJobs: 1,
      } as const,
      status: { lastScheduledAt: now - 5000 },
      createdAt: now - 7000,
    };
    expect(cronJobRows({ jobs: [{ ...record, parent: 'n' }], cronJobs: [cronJob] }, now)).toEqual([
      {
        namespace: 'default',
        name: 'n',
        schedule: '@daily',
        timeZone: '<none>',
        suspend: 'True',
        active: 1,
        lastSchedule: '5s',
        nextSchedule: '<none>',
        age: '7s',
      },
    ]);
    const wakeful = { ...cronJob, rules: { ...cronJob.rules, suspend: false, timeZone: 'Etc/UTC' } };
    const [row] = cronJobRows({ jobs: [], cronJobs: [wakeful] }, now);
    expect(row?.nextSchedule).toBe(new Date(Math.ceil(now / 86_400_000) * 86_400_000).toISOString());
  });
});
