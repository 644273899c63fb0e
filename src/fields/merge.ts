import { InternalError } from '../diagnostics/internal-error.js';
import type { ContainerSpec, PodSpec } from '../podman/container-spec.js';
import type { Operation } from '../podman/operations.js';
import type { Contribution } from './context.js';

/** What all groups together ask for: one spec, and the operations around its creation. */
export interface Merged<Spec extends ContainerSpec | PodSpec> {
  readonly spec: Partial<Spec>;
  readonly before: readonly Operation[];
  readonly between: readonly Operation[];
  readonly atStart: readonly Operation[];
}

/**
 * Puts the groups' contributions together: lists are joined, maps merged, and a single value may come from one
 * group only. Two groups that say different things about one field are a bug of ours.
 */
export function mergeContributions<Spec extends ContainerSpec | PodSpec>(
  contributions: readonly Contribution<Spec>[],
): Merged<Spec> {
  const spec = contributions.reduce<{ [field: string]: unknown }>(
    (all, { spec: part }) => mergeSpec(all, part as { [field: string]: unknown }),
    {},
  );
  return {
    // Every field came from a part of this very spec.
    spec: spec as Partial<Spec>,
    before: uniqueOperations(contributions.flatMap(({ before }) => before ?? [])),
    between: uniqueOperations(contributions.flatMap(({ between }) => between ?? [])),
    atStart: uniqueOperations(contributions.flatMap(({ atStart }) => atStart ?? [])),
  };
}

function mergeSpec(
  all: { [field: string]: unknown },
  part: { [field: string]: unknown },
): { [field: string]: unknown } {
  const merged = { ...all };
  for (const [field, value] of Object.entries(part)) {
    if (value !== undefined) merged[field] = mergeValue(field, merged[field], value);
  }
  return merged;
}

function mergeValue(field: string, before: unknown, value: unknown): unknown {
  if (before === undefined) return value;
  if (Array.isArray(before) && Array.isArray(value)) return [...before, ...value];
  if (isMap(before) && isMap(value)) return { ...before, ...value };
  if (before === value) return value;
  throw new InternalError(`two field groups set ${field}`);
}

function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same operation asked for twice (a volume that two containers mount) is done once. */
export function uniqueOperations(operations: readonly Operation[]): readonly Operation[] {
  const seen = new Map<string, Operation>();
  for (const operation of operations) if (!seen.has(operation.id)) seen.set(operation.id, operation);
  return [...seen.values()];
}
