import { stableUid } from '../kinds/uid.js';
import type { Observed, PodmanState } from '../phases/observed.js';
import { namespaced } from '../podman/names.js';
import type { Operation } from '../podman/operations.js';
import { label } from '../reconcile/labels.js';
import type { ObjectKey } from '../reconcile/object-key.js';
import { fill, placeholder } from '../reconcile/pod-template.js';
import { namespaceNetwork } from '../services/network.js';
import { keptOperations, readTemplate, recordOf } from './batch.js';
import { knownValue } from './known-value.js';
import { lostAddress, mostLostAddresses, readLostAddresses, rememberLost } from './lost-address.js';
import type { OperationFailure } from './outcome.js';
import { performPlan } from './perform.js';
import type { PodmanProgram } from './podman.js';
import { observeTarget, prepare } from './prepare.js';
import { readState } from './state.js';

/** A pod to make from what an object's record keeps. */
export interface PodOrder {
  readonly owner: ObjectKey;
  /** Completion index of an indexed Job's pod. */
  readonly index?: number;
}

/** How it went. `gone`: the object is not there any more. */
export type MadePod =
  | { readonly pod: string }
  | { readonly gone: true }
  | { readonly problem: string; readonly failure?: OperationFailure };

/**
 * Makes one more pod of an object, in the first free slot, from the operations that its record keeps; its containers are
 * started by the supervisor. What fails is taken back. Needs the store's lock.
 */
export async function makePod(
  program: PodmanProgram,
  order: PodOrder,
  lostAddresses: readonly string[] = [],
): Promise<MadePod> {
  const made = await makeOnce(program, order, lostAddresses);
  const lost = 'failure' in made ? lostAddress(made.failure?.message) : undefined;
  if (lost === undefined || lostAddresses.length >= mostLostAddresses) return made;
  await rememberLost(program, lost);
  return makePod(program, order, [...lostAddresses, lost]);
}

async function makeOnce(
  program: PodmanProgram,
  { owner, index }: PodOrder,
  newlyLost: readonly string[],
): Promise<MadePod> {
  const found = await observeTarget(program);
  if ('problem' in found) return { problem: found.message };
  const listed = await readState(program);
  if ('failure' in listed) return { problem: listed.failure.stderr.trim() };
  const { state } = listed;
  const kept = await readTemplate(recordOf(owner, state));
  if (kept === undefined) return { gone: true };
  const template = await keptOperations(kept, state);
  const name = freeSlot(owner, template, state);
  const pod = namespaced(owner.namespace, name);
  const joins = !template.some((one) => one.op === 'pod.create' && one.pod.network === 'host');
  const pods = joins ? [{ namespace: owner.namespace, pod }] : [];
  const lostAddresses = [...(await readLostAddresses(program)), ...newlyLost];
  const observed = await prepare(
    program,
    found.target,
    state,
    { images: [], hostPaths: [], pods, lostAddresses, namespaces: [owner.namespace] },
    supervisedRun,
  );
  const operations = [
    ...(joins ? networkOf(owner, template, observed) : []),
    ...leftovers(template, name, state),
    ...instance({ template, name, owner, observed, ...(index === undefined ? {} : { index }) }),
  ];
  const report = await performPlan(
    { operations },
    {
      program,
      rootless: found.target.rootless,
      known: (value) => knownValue(value, observed),
      signal: new AbortController().signal,
      progress: () => {},
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
  );
  const { failure } = report;
  return failure === undefined
    ? { pod }
    : { problem: `${failure.operation.id}: ${failure.message}`, failure };
}

interface Instance {
  readonly template: readonly Operation[];
  readonly name: string;
  readonly owner: ObjectKey;
  readonly index?: number;
  readonly observed: Observed;
}

function instance({ template, name, owner, index, observed }: Instance): readonly Operation[] {
  const address = observed.addresses.get(namespaced(owner.namespace, name));
  return fill(template, {
    pod: name,
    uid: stableUid(owner.namespace, 'Pod', name),
    ...(index === undefined ? {} : { index: String(index) }),
    ...(address === undefined ? {} : { address: address.ip, mac: address.mac }),
  });
}

/** `NAME-pod`, `NAME-pod-1`, ...: the first whose names nobody has. */
function freeSlot({ name }: ObjectKey, template: readonly Operation[], state: PodmanState): string {
  const containers = template.flatMap((one) => (one.op === 'container.create' ? [one.container.name] : []));
  for (let slot = 0; ; slot += 1) {
    const candidate = slot === 0 ? `${name}-pod` : `${name}-pod-${slot}`;
    const real = (text: string): string => text.replaceAll(placeholder.pod, candidate);
    const pod = real(podNameOf(template));
    const names = [pod, ...containers.map(real)];
    if (names.every((one) => !state.pods.has(one) && !state.containers.has(one))) return candidate;
  }
}

function podNameOf(template: readonly Operation[]): string {
  return template.flatMap((one) => (one.op === 'pod.create' ? [one.pod.name] : []))[0] ?? '';
}

/** What a run that was killed left of a pod in this slot. */
function leftovers(template: readonly Operation[], name: string, state: PodmanState): readonly Operation[] {
  const real = (text: string): string => text.replaceAll(placeholder.pod, name);
  return template.flatMap((one): readonly Operation[] => {
    const { origin } = one;
    if (one.op === 'volume.create') {
      const volume = real(one.volume.name);
      const isOurs = state.volumes.get(volume)?.labels[label.pod] === name;
      return isOurs
        ? [{ op: 'volume.remove', id: `volume.remove ${volume}`, needs: [], origin, volume }]
        : [];
    }
    if (one.op === 'secret.create') {
      const secret = real(one.secret);
      const isOurs = state.secrets.get(secret)?.labels[label.pod] === name;
      return isOurs
        ? [{ op: 'secret.remove', id: `secret.remove ${secret}`, needs: [], origin, secret }]
        : [];
    }
    return [];
  });
}

/** Only the supervisor makes pods of templates. */
const supervisedRun = { supervised: true };

function networkOf(
  { namespace }: ObjectKey,
  template: readonly Operation[],
  observed: Observed,
): readonly Operation[] {
  const [first] = template;
  return first === undefined
    ? []
    : namespaceNetwork({ namespace, origin: first.origin }, observed, supervisedRun);
}
