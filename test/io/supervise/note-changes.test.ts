import { expect, test } from '@jest/globals';
import { noteChanges } from '../../../src/io/supervise/note-changes.js';
import type { StoreView } from '../../../src/supervisor/controller.js';
import type { SupervisedContainer } from '../../../src/supervisor/model.js';

const rules = { role: 'app', restart: { policy: 'Always', rules: [] }, streak: 1 };
const running = { name: 'p-c', id: '1', state: 'running', startedAt: 1000, endedAt: 0, exitCode: 0, rules };
const ended = { ...running, state: 'ended', endedAt: 2000 };

/** Only what the tellers look at. */
function view(container: object, now = 3000): StoreView {
  const pod = { name: 'p', containers: [container as SupervisedContainer] };
  return { pods: [pod], now } as unknown as StoreView;
}

// Sources: kubernetes pkg/kubelet/events/event.go, StartedContainer and BackOffStartContainer.
test('a start and a wait for a restart are told once for each container', () => {
  const told: string[] = [];
  const look = noteChanges(
    { note: (pod, { reason, message }) => told.push(`${pod} ${reason} ${message}`) },
    undefined,
  );
  look(view({ ...running, state: 'created', startedAt: 0 }));
  expect(told).toEqual([]);
  look(view(running));
  look(view(running));
  expect(told.splice(0)).toEqual(['p Started Started container p-c']);
  look(view(ended));
  look(view(ended));
  expect(told.splice(0)).toEqual(['p BackOff Back-off restarting failed container p-c in pod p']);
  look(view(ended, 20_000));
  look(view({ ...running, id: '2', startedAt: 21_000 }));
  expect(told).toEqual(['p Started Started container p-c']);
});

test('what the supervisor before this one has seen running is not told again', () => {
  const told: string[] = [];
  const containers = { 'p-c': { id: '1', ready: true, started: true, ran: true, probes: {} } };
  const before = {
    pid: 1,
    began: '',
    pods: { p: { id: 'p', phase: 'Running' as const, containers, events: [] } },
    failedStarts: {},
    rollouts: {},
  };
  noteChanges({ note: (_pod, { reason }) => told.push(reason) }, before)(view(running));
  expect(told).toEqual([]);
});
