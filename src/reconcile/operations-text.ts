import { type FieldPath, rootPath } from '../diagnostics/field-path.js';
import { InternalError } from '../diagnostics/internal-error.js';
import { type SecretPart, secretBytes } from '../model/text.js';
import type { Operation } from '../podman/operations.js';

/** Operations as plain JSON, and the secret values that were taken out of them, in the order of their numbers. */
export interface WrittenOperations {
  readonly operations: unknown;
  readonly secrets: readonly Uint8Array[];
}

/** Keys of what JSON has no form for. A zero byte stands in no name of Kubernetes or Podman. */
const tag = { big: '\u0000big', bytes: '\u0000bytes', secret: '\u0000secret', place: '\u0000place' } as const;

type Json = { readonly [key: string]: unknown };

/**
 * Writes operations so that they can be read again long after, by another process: the record of what is to be made
 * later (design decision 5). Secret values are not in it: each leaves its number.
 */
export function writeOperations(operations: readonly Operation[]): WrittenOperations {
  const secrets: Uint8Array[] = [];
  const write = (value: unknown): unknown => {
    if (typeof value === 'bigint') return { [tag.big]: String(value) };
    if (value instanceof Uint8Array) return { [tag.bytes]: Buffer.from(value).toString('base64') };
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(write);
    if (isSecret(value)) {
      secrets.push(value.bytes?.() ?? Buffer.from(value.reveal()));
      return { [tag.secret]: secrets.length - 1 };
    }
    if (isPlace(value)) return { [tag.place]: value.toJSON() };
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, write(item)]));
  };
  return { operations: operations.map(write), secrets };
}

/** Reads what `writeOperations` wrote. */
export function readOperations({ operations, secrets }: WrittenOperations): readonly Operation[] {
  const read = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(read);
    const item = value as Json;
    if (tag.big in item) return BigInt(String(item[tag.big]));
    if (tag.bytes in item) return Buffer.from(String(item[tag.bytes]), 'base64');
    if (tag.secret in item) return secretOf(secrets[Number(item[tag.secret])]);
    if (tag.place in item) return placeOf(item[tag.place] as ReturnType<FieldPath['toJSON']>);
    return Object.fromEntries(Object.entries(item).map(([key, one]) => [key, read(one)]));
  };
  // What was written were operations: this is their one form outside of a process.
  return read(operations) as readonly Operation[];
}

function secretOf(value: Uint8Array | undefined): SecretPart {
  if (value === undefined) throw new InternalError('a record names a secret value that is not kept with it');
  return secretBytes(value);
}

function isSecret(value: object): value is SecretPart {
  return 'kind' in value && value.kind === 'secret' && 'reveal' in value;
}

function isPlace(value: object): value is FieldPath {
  return 'document' in value && 'segments' in value && typeof value.segments === 'function';
}

function placeOf({ file, line, column, path }: ReturnType<FieldPath['toJSON']>): FieldPath {
  const range = { line, column, endLine: line, endColumn: column };
  return rootPath({ file, documentIndex: 0, locate: () => range }).printedAs(path);
}
