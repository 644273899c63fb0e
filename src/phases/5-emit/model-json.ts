import type { ApplicationModel } from '../../model/application.js';
import type { Plan } from '../../podman/operations.js';

/** Models and plan as JSON: positions as file, line and column, secrets as `***`, big integers and bytes as text. */
export function modelJson({ pods, claims, services }: ApplicationModel, { operations }: Plan): string {
  return JSON.stringify({ pods, claims, services, plan: operations }, printable, 2);
}

/** For JSON.stringify: what JSON has no form for. */
export function printable(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') };
  return value;
}
