import { describe, expect, test } from '@jest/globals';
import type { PlannedPod } from '../../src/fields/plan-pod.js';
import { latePart, revealText, secretPart, type Text } from '../../src/model/text.js';
import type { PodmanState } from '../../src/phases/observed.js';
import type { Operation } from '../../src/podman/operations.js';
import { label } from '../../src/reconcile/labels.js';
import { planRenewal, renewedParts, wordsIn } from '../../src/reconcile/renewal.js';
import { containerAt as origin } from '../fields/resolve-context.js';

function planned(value: Text): PlannedPod {
  const create: Operation = {
    op: 'container.create',
    id: 'container.create p-c',
    needs: [],
    origin,
    container: {
      name: 'p-c',
      pod: 'p',
      image: 'i',
      env: { X: value, IP: [latePart({ name: 'podIP', pod: 'p' })] },
    },
  };
  const secret: Operation = {
    op: 'secret.create',
    id: 'secret.create s',
    needs: [],
    origin,
    secret: 's',
    value: [secretPart('v')],
    labels: {},
  };
  // Only what renewal looks at.
  return {
    namespace: 'default',
    names: { pod: 'p' },
    labels: { [label.purpose]: 'pod' },
    origin,
    create: [secret, create],
    start: [],
  } as unknown as PlannedPod;
}

function state(parts: {
  readonly pod?: string;
  readonly volume?: string;
  readonly secret?: boolean;
}): PodmanState {
  const of = (digest: string | undefined) =>
    digest === undefined ? [] : [{ labels: { [label.renewal]: digest } }];
  return {
    pods: new Map(of(parts.pod).map((one) => ['p', one])),
    volumes: new Map(of(parts.volume).map((one) => ['kube2pod-anew.p', one])),
    secrets: new Map(parts.secret === true ? [['s', { labels: {} }]] : []),
  } as unknown as PodmanState;
}

const ops = (operations: readonly Operation[]): readonly string[] => operations.map(({ id }) => id);

/** Source: kubernetes pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables, at each start of a container. */
describe('what a restart reads anew', () => {
  test('another value is another part, the rest of a container is none', () => {
    expect(JSON.stringify(renewedParts(planned(['a'])))).not.toBe(
      JSON.stringify(renewedParts(planned(['b']))),
    );
    expect(JSON.stringify(renewedParts(planned(['a'])))).not.toContain('"image"');
  });

  test('nothing is done while the pod, or the last apply, has what is now', () => {
    expect(planRenewal(planned(['a']), 'd1', state({ pod: 'd1' }))).toEqual([]);
    expect(planRenewal(planned(['a']), 'd2', state({ pod: 'd1', volume: 'd2' }))).toEqual([]);
  });

  test('a change is kept beside the pod, in place of the change before, and secrets are made anew', () => {
    const there = state({ pod: 'd1', volume: 'd2', secret: true });
    expect(ops(planRenewal(planned(['a']), 'd3', there))).toEqual([
      'secret.remove s',
      'secret.create s',
      'volume.remove kube2pod-anew.p',
      'volume.create kube2pod-anew.p',
      'volume.fill kube2pod-anew.p',
    ]);
    // Back to what the pod was made with: that, too, is another one than the last.
    expect(planRenewal(planned(['a']), 'd1', there)).not.toEqual([]);
  });

  test('its file gives back the words of the container, those decided at run time in place', () => {
    const fill = planRenewal(planned(['a b\n']), 'd2', state({ pod: 'd1' })).find(
      ({ op }) => op === 'volume.fill',
    );
    const file = fill?.op === 'volume.fill' ? fill.files[0] : undefined;
    expect(file).toMatchObject({ kind: 'file', path: 'p-c', mode: 0o600 });
    const content = file?.kind === 'file' && !(file.content instanceof Uint8Array) ? file.content : [];
    const words = wordsIn(revealText(content, () => '10.0.0.9'));
    expect(words.slice(0, 4)).toEqual(['create', '--pull=never', '--name', 'p-c']);
    expect(words).toEqual(expect.arrayContaining(['X=a b\n', 'IP=10.0.0.9']));
  });
});
