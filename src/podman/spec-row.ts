import type { LateValue, Text } from '../model/text.js';
import type { PodmanVersion } from './target.js';

/** One word of a command line; may hold secret or late pieces until it is printed or executed. */
export type Word = Text;

export type BodyValue =
  | string
  | number
  | bigint
  | boolean
  | readonly BodyValue[]
  | { readonly [key: string]: BodyValue };

/** A part of the JSON body of a request; parts of several fields are merged. */
export type BodyPart = { readonly [key: string]: BodyValue };

/** What the body of a request depends on besides the value. */
export interface BodyContext {
  /** The service drops fields that it does not know in silence, so a field is left out or refused by version. */
  readonly version: PodmanVersion;
  readonly late: (value: LateValue) => string;
}

/** How one field of a spec is said to Podman: on its command line, and in the body of its API. */
export interface SpecRow<V> {
  /** The flags of `podman create` or `podman pod create`, in words. */
  readonly argv: (value: V) => readonly Word[];
  /** `unsayable`: this value, or this field on that version, has no place in a body; the command line says it. */
  readonly body: (value: V, context: BodyContext) => BodyPart | 'unsayable';
}

/** One row per field. */
export type Rows<T> = { readonly [K in keyof T]-?: SpecRow<NonNullable<T[K]>> };

export const word = (text: string): Word => [text];
export const flag = (name: string, value: string): readonly Word[] => [word(name), word(value)];

/** A switch whose default differs between Podman's ways in is always written out. */
export const onOff = (name: string, field: string): SpecRow<boolean> => ({
  argv: (value) => [word(`${name}=${value}`)],
  body: (value) => ({ [field]: value }),
});

export const single = <V extends string | number | bigint>(name: string, field: string): SpecRow<V> => ({
  argv: (value) => flag(name, String(value)),
  body: (value) => ({ [field]: value }),
});

export const repeated = (name: string, field: string): SpecRow<readonly string[]> => ({
  argv: (values) => values.flatMap((value) => flag(name, value)),
  body: (values) => ({ [field]: values }),
});

/** What only the command line says: its body would have to repeat what the flag is read with. */
export const flagOnly = <V>(argv: (value: V) => readonly Word[]): SpecRow<V> => ({
  argv,
  body: () => 'unsayable',
});

export const pairs = (name: string, field: string): SpecRow<{ readonly [key: string]: string }> => ({
  argv: (values) => Object.entries(values).flatMap(([key, value]) => flag(name, `${key}=${value}`)),
  body: (values) => ({ [field]: values }),
});

/** `--security-opt NAME=VALUE`; the annotation is what makes inspect show it, as the command line does. */
export const confinement = (name: string, field: string): SpecRow<string> => ({
  argv: (value) => flag('--security-opt', `${name}=${value}`),
  body: (value) => ({ [field]: value, annotations: { [`io.podman.annotations.${name}`]: value } }),
});

/** The words of all fields that are set, in the order of the table. */
export function specWords<T extends object>(rows: Rows<T>, spec: T): readonly Word[] {
  return (Object.keys(rows) as (keyof T)[]).flatMap((key) => {
    const value = spec[key];
    // The table is keyed by the spec's own fields; TypeScript cannot correlate a row with its field's type.
    return value === undefined ? [] : (rows[key] as SpecRow<unknown>).argv(value);
  });
}

/** The body of all fields that are set; undefined when some value cannot be said in a body. */
export function specBody<T extends object>(
  rows: Rows<T>,
  spec: T,
  context: BodyContext,
): BodyPart | undefined {
  let body: BodyPart = {};
  for (const key of Object.keys(rows) as (keyof T)[]) {
    const value = spec[key];
    if (value === undefined) continue;
    const part = (rows[key] as SpecRow<unknown>).body(value, context);
    if (part === 'unsayable') return undefined;
    body = mergeBodies(body, part);
  }
  return body;
}

/** Joins lists and merges maps; of two single values the later one counts. */
export function mergeBodies(one: BodyPart, other: BodyPart): BodyPart {
  const merged: { [key: string]: BodyValue } = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const before = merged[key];
    merged[key] =
      isList(before) && isList(value)
        ? [...before, ...value]
        : isMap(before) && isMap(value)
          ? mergeBodies(before, value)
          : value;
  }
  return merged;
}

function isList(value: BodyValue | undefined): value is readonly BodyValue[] {
  return Array.isArray(value);
}

function isMap(value: BodyValue | undefined): value is BodyPart {
  return typeof value === 'object' && !isList(value);
}

/** JSON in which a big integer keeps all its digits: Podman's numbers have 64 bits. */
export function bodyText(value: BodyValue): string {
  if (typeof value === 'bigint') return String(value);
  if (isList(value)) return `[${value.map(bodyText).join(',')}]`;
  if (!isMap(value)) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}:${bodyText(item)}`)
    .join(',')}}`;
}
