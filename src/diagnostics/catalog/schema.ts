import { entry, type Fix } from './entry.js';

type ScalarType = 'string' | 'boolean' | 'integer' | 'number' | 'null';
type TypeName = ScalarType | 'list' | 'map' | 'quantity' | 'integer or string';

export interface WrongType {
  readonly path: string;
  readonly want: TypeName;
  readonly got: TypeName;
  /** As it stands in the file; absent where it may not be shown. */
  readonly written?: string;
}

export interface UnknownField {
  readonly path: string;
  readonly name: string;
  readonly spelling?: string;
  /** The field of that spelling is there too. */
  readonly taken?: boolean;
  readonly belongs?: string;
}

export interface UnknownKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** What was probably meant: a kind, or a version of it. */
  readonly nearest?: string;
}

function quoted(written: string | undefined): string {
  if (written === undefined) return 'its value';
  return /^["']/.test(written) ? written : `"${written}"`;
}

function unquoted(written: string): string {
  return written.replace(/^(["'])(.*)\1$/s, '$2');
}

function withArticle(type: TypeName): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

/** A number or boolean in quotes, without them. */
function withoutQuotes({ want, got, written }: WrongType): string | undefined {
  if (got !== 'string' || written === undefined) return undefined;
  const text = unquoted(written);
  if (want === 'boolean') return /^(?:true|false)$/i.test(text) ? text.toLowerCase() : undefined;
  return (want === 'integer' || want === 'number') && /^[+-]?\d+$/.test(text) ? text : undefined;
}

/** A number or boolean where a text is wanted needs quotes; one in quotes where it is wanted needs none. */
function typeFix(fault: WrongType): Fix | undefined {
  const { want, got, written } = fault;
  const isScalar = got === 'boolean' || got === 'integer' || got === 'number';
  if (want === 'string' && isScalar && written !== undefined) return { kind: 'quote' };
  const to = withoutQuotes(fault);
  return to === undefined ? undefined : { kind: 'plain', to };
}

function typeHint(fault: WrongType): string | undefined {
  const { want, got, written } = fault;
  const isScalar = got !== 'list' && got !== 'map' && got !== 'null';
  if (want === 'list') return 'Write a list: each item begins with "- ".';
  if (want === 'map') return 'Write a map: "key: value" lines, without "- ".';
  if (want === 'string' || want === 'integer or string') {
    if (!isScalar) return undefined;
    return written === undefined ? 'Put it in quotes.' : `Put it in quotes: "${written}".`;
  }
  const plain = withoutQuotes(fault);
  if (plain !== undefined) return `Write it without quotes: ${plain}.`;
  if (want === 'boolean') return 'Write true or false.';
  return want === 'integer' ? 'Write a whole number, without a unit.' : undefined;
}

/** `512MB` and `1K` say what they mean in words that quantities do not have. */
function quantityHint({ written = '' }: { readonly written?: string }): string {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?) ?([kmgtp])i?b?$/i.exec(unquoted(written)) ?? [];
  if (number === undefined)
    return 'Write a number with one of the suffixes m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei, or none.';
  const [thousand, binary] = [unit.toUpperCase().replace('K', 'k'), `${unit.toUpperCase()}i`];
  return `Write ${number}${thousand} (powers of 1000) or ${number}${binary} (powers of 1024).`;
}

const longestShown = 80;

/** An expression of several lines as one, cut where it is long. */
function oneLine(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > longestShown ? `${line.slice(0, longestShown)}...` : line;
}

/** Messages about documents that are no objects of Kubernetes, or do not have the shape of their kind. */
export const schema = {
  'schema/not-an-object': entry<{ readonly got: TypeName }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ got }) => `the document is ${withArticle(got)}, not a Kubernetes object`,
    hint: 'An object begins with apiVersion, kind and metadata; several are parted by --- lines.',
    explain: 'Every document of a manifest is one object: a map with apiVersion, kind and metadata.',
    bad: '- apiVersion: v1',
    good: 'apiVersion: v1',
  }),
  'schema/missing-kind': entry<Record<string, never>>({
    severity: 'error',
    group: 'kubernetes',
    message: () => 'kind is missing: nothing says what this object is',
    hint: 'Add kind, for example kind: Pod.',
    explain: 'apiVersion and kind together name the type of an object. Without them it cannot be read.',
    bad: 'apiVersion: v1',
    good: '{apiVersion: v1, kind: Pod}',
  }),
  'schema/missing-api-version': entry<{ readonly use?: string }>({
    severity: 'error',
    group: 'kubernetes',
    message: () => 'apiVersion is missing: nothing says which version of its kind this object is',
    hint: ({ use }) => `Add apiVersion: ${use ?? 'v1'}.`,
    explain: 'apiVersion and kind together name the type of an object. Without them it cannot be read.',
    bad: 'kind: Pod',
    good: '{apiVersion: v1, kind: Pod}',
  }),
  'schema/removed-version': entry<{
    readonly apiVersion: string;
    readonly kind: string;
    readonly since: string;
    readonly use?: string;
  }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ apiVersion, kind, since }) =>
      `${kind} of ${apiVersion} is gone: Kubernetes ${since} removed it`,
    hint: ({ use }) =>
      use === undefined
        ? 'Nothing takes its place under that name; remove the object.'
        : `Write apiVersion: ${use} and check the fields, some of which were renamed or became required.`,
    explain: 'Old versions of the API are removed after their replacement has been served for some releases.',
    bad: '{apiVersion: extensions/v1beta1, kind: Deployment}',
    good: '{apiVersion: apps/v1, kind: Deployment}',
  }),
  'schema/unknown-version': entry<{
    readonly apiVersion: string;
    readonly kind: string;
    readonly use: string;
  }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ apiVersion, kind }) => `there is no ${kind} in "${apiVersion}"`,
    hint: ({ use }) => `Write apiVersion: ${use}.`,
    fix: ({ use }) => ({ kind: 'rename', to: use }),
    explain:
      'The kind exists in another group or version. Alpha and beta versions count as not there: API servers do not serve them unless told to.',
    bad: '{apiVersion: v1, kind: Deployment}',
    good: '{apiVersion: apps/v1, kind: Deployment}',
  }),
  'schema/unknown-kind': entry<UnknownKind>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ apiVersion, kind }) => `Kubernetes has no kind "${kind}" in "${apiVersion}"`,
    hint: ({ nearest }) => (nearest === undefined ? undefined : `Did you mean ${nearest}?`),
    explain:
      'The group belongs to Kubernetes itself, so no extension can add the kind. Kinds are written as the API spells them.',
    bad: '{apiVersion: v1, kind: pod}',
    good: '{apiVersion: v1, kind: Pod}',
  }),
  'schema/custom-kind': entry<UnknownKind>({
    severity: 'note',
    group: 'advice',
    message: ({ apiVersion, kind }) =>
      `${kind} of ${apiVersion} is not part of Kubernetes: it is neither checked nor run`,
    explain:
      'Objects of custom resources mean something only to the controller that was written for them, which runs in a cluster.',
    bad: '{apiVersion: example.com/v1, kind: Shirt}',
    good: '{apiVersion: apps/v1, kind: Deployment}',
  }),
  'schema/custom': entry<{ readonly path: string; readonly why: string }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path, why }) => `${path === '' ? 'the object' : path} ${why}`,
    explain: 'The object is held against the schema of its custom resource, which --schema gave.',
    bad: 'spec: {replicas: "3"}',
    good: 'spec: {replicas: 3}',
  }),
  'schema/custom-rule': entry<{ readonly path: string; readonly rule: string; readonly from: string }>({
    severity: 'note',
    group: 'kubernetes',
    message: ({ path, rule, from }) =>
      `${path === '' ? 'the object' : path} is not held against the rule "${oneLine(rule)}" (${from})`,
    explain:
      'The schema that --schema gave has a rule in CEL (x-kubernetes-validations) for this value. An API server evaluates it, kube2pod does not: the object may still be refused.',
    bad: '{rule: "self.min <= self.max"}   # in the schema; in the object: {min: 3, max: 2}',
    good: '{type: integer, minimum: 1}      # a schema says it without CEL',
  }),
  'schema/expression': entry<{ readonly path: string; readonly expression: string }>({
    severity: 'note',
    group: 'kubernetes',
    message: ({ path, expression }) => `${path} is not compiled: "${oneLine(expression)}"`,
    explain:
      'An API server compiles expressions in CEL when they are written, and refuses what is wrong with them. kube2pod does not.',
    bad: '{rule: "self.min =< self.max"}',
    good: '{rule: "self.min <= self.max"}',
  }),
  'schema/kind-without-effect': entry<{ readonly kind: string }>({
    severity: 'note',
    group: 'podman',
    message: ({ kind }) => `${kind} has no effect here: it is checked, and nothing is run for it`,
    explain: 'The kind is about a cluster, its API server or its nodes; there is none behind kube2pod.',
    bad: '{apiVersion: v1, kind: Event}',
    good: '{apiVersion: v1, kind: Pod}',
  }),
  'schema/unknown-field': entry<UnknownField>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path, name }) => `${path}: there is no field "${name}" here`,
    hint: ({ spelling, belongs, name }) => {
      if (spelling !== undefined) return `Did you mean "${spelling}"?`;
      if (belongs === undefined) return undefined;
      return belongs === ''
        ? `"${name}" belongs at the top of the object.`
        : `"${name}" belongs under ${belongs}.`;
    },
    fix: ({ spelling, taken }) =>
      spelling === undefined || taken === true ? undefined : { kind: 'rename', to: spelling },
    explain:
      'Strict field validation, which kubectl asks for by default, refuses fields that the type does not have; otherwise they would be dropped without a word.',
    bad: 'containers: [{name: a, imagePullpolicy: Always}]',
    good: 'containers: [{name: a, imagePullPolicy: Always}]',
  }),
  'schema/wrong-type': entry<WrongType>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path, want, got, written }) =>
      got === 'list' || got === 'map' || got === 'null'
        ? `${path} must be ${withArticle(want)}, not ${withArticle(got)}`
        : `${path} must be ${withArticle(want)}, but ${quoted(written)} is read as ${withArticle(got)}`,
    hint: typeHint,
    fix: typeFix,
    explain:
      'Values are read by the rules of YAML 1.1: yes, no, on, off, y and n are booleans, and what looks like a number is one, unless it stands in quotes. An object with a value of a wrong type is refused before any other rule is looked at.',
    bad: 'env: [{name: COUNTRY, value: NO}]',
    good: 'env: [{name: COUNTRY, value: "NO"}]',
  }),
  'schema/out-of-range': entry<{
    readonly path: string;
    readonly written?: string;
    readonly bits: 32 | 64;
  }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path, written, bits }) => `${path}: ${quoted(written)} does not fit into ${bits} bits`,
    explain: 'Integers of the API have 32 or 64 bits, with a sign.',
    bad: 'runAsUser: 99999999999999999999',
    good: 'runAsUser: 1000',
  }),
  'schema/quantity': entry<{ readonly path: string; readonly written?: string }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path, written }) => `${path}: ${quoted(written)} is not a quantity`,
    hint: quantityHint,
    explain:
      'Quantities are decimal numbers with an SI suffix, a binary suffix or an exponent. KB, MB, K and gb are no suffixes.',
    bad: 'limits: {memory: 512MB}',
    good: 'limits: {memory: 512Mi}',
  }),
  'schema/time': entry<{ readonly path: string; readonly written?: string }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path, written }) => `${path}: ${quoted(written)} is not a time`,
    hint: 'Write it as 2026-01-31T12:00:00Z.',
    explain: 'Times are written as RFC 3339 says: date, T, time, and Z or an offset.',
    bad: 'creationTimestamp: 2026-01-31',
    good: 'creationTimestamp: "2026-01-31T12:00:00Z"',
  }),
  'schema/base64': entry<{ readonly path: string }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path }) => `${path} is not base64`,
    hint: 'Encode the value (printf %s VALUE | base64); in a Secret, plain text may stand under stringData.',
    explain: 'Bytes are written in base64, with padding, in the standard alphabet.',
    bad: 'data: {password: hunter2!}',
    good: 'stringData: {password: hunter2!}',
  }),
  'schema/more-errors': entry<{ readonly count: number }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ count }) => `${count} more values or fields of this object are wrong`,
    hint: 'Put the reported ones right first; the others are probably of the same kind.',
    explain: 'Only the first hundred values and fields of an object that cannot be decoded are reported.',
    bad: 'metadata: {labels: {a1: 1, a2: 2}}   # and two hundred more',
    good: 'metadata: {labels: {a1: "1", a2: "2"}}',
  }),
  'schema/generate-name': entry<{ readonly prefix: string }>({
    severity: 'warning',
    group: 'podman',
    message: ({ prefix }) =>
      `metadata.generateName "${prefix}" gives no name that stays: the object is not run`,
    hint: 'Give it metadata.name.',
    explain:
      'An API server adds random letters at each creation, so that applying twice makes two objects; kubectl apply refuses it too.',
    bad: 'metadata: {generateName: job-}',
    good: 'metadata: {name: job-1}',
  }),
} as const;
