import { entry } from './entry.js';

export interface AtPath {
  readonly path: string;
}

export interface WithValue extends AtPath {
  readonly value: string;
}

const more = (hint: string | undefined): string => (hint === undefined ? '' : `: ${hint}`);

/** The allowed word that differs from a value only in upper and lower case. */
function inOtherCase(value: string, allowed: readonly string[]): string | undefined {
  return allowed.find((one) => one.toLowerCase() === value.toLowerCase());
}

/** What the API server's validation finds, by kind of fault. */
export const api = {
  'api/required': entry<AtPath & { readonly why?: string }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path, why }) => `${path} is required${more(why)}`,
    explain: 'The API server refuses the object without this field.',
    bad: 'containers: [{name: app}]',
    good: 'containers: [{name: app, image: nginx:1.27}]',
  }),
  'api/invalid-name': entry<WithValue & { readonly rule: string }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path, value, rule }) => `${path} "${value}" must ${rule}`,
    explain:
      'Names become parts of addresses, labels and files, so each kind of name has its own alphabet and length.',
    bad: 'metadata: {name: My_App}',
    good: 'metadata: {name: my-app}',
  }),
  'api/not-supported': entry<WithValue & { readonly allowed: readonly string[] }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path, value, allowed }) =>
      `${path} "${value}" is none of ${allowed.map((one) => `"${one}"`).join(', ')}`,
    hint: ({ value, allowed }) => {
      const same = inOtherCase(value, allowed);
      return same === undefined ? undefined : `Write "${same}": upper and lower case matter.`;
    },
    fix: ({ value, allowed }) => {
      const to = inOtherCase(value, allowed);
      return to === undefined ? undefined : { kind: 'rename', to };
    },
    explain: 'The field takes one of a fixed set of words, spelt exactly so.',
    bad: 'ports: [{containerPort: 80, protocol: tcp}]',
    good: 'ports: [{containerPort: 80, protocol: TCP}]',
  }),
  'api/duplicate': entry<WithValue>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path, value }) => `${path}: "${value}" stands here a second time`,
    hint: 'Give each entry a name (or key) of its own.',
    explain: 'Entries of this list are told apart by a key, which may occur once.',
    bad: 'volumes: [{name: v}, {name: v}]',
    good: 'volumes: [{name: v}, {name: w}]',
  }),
  'api/limit-range': entry<AtPath & { readonly type: string; readonly rule: string }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path, type, rule }) => `${path}: a LimitRange of the namespace bounds each ${type}: ${rule}`,
    hint: 'Keep requests and limits within the LimitRange, or change it.',
    explain:
      'The API server refuses a pod whose requests and limits, defaults filled in, are outside of what a LimitRange of its namespace allows.',
    bad: 'resources: {limits: {memory: 2Gi}}   # the LimitRange has max: {memory: 1Gi}',
    good: 'resources: {limits: {memory: 1Gi}}',
  }),
  'api/not-found': entry<WithValue & { readonly what: string; readonly nearest?: string }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path, value, what }) => `${path}: there is no ${what} "${value}" in this pod`,
    hint: ({ nearest }) => (nearest === undefined ? undefined : `Did you mean "${nearest}"?`),
    explain: 'The field names another part of the same object, and there is none of that name.',
    bad: 'volumeMounts: [{name: date, mountPath: /data}]',
    good: 'volumeMounts: [{name: data, mountPath: /data}]',
  }),
  'api/out-of-range': entry<WithValue & { readonly rule: string }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path, value, rule }) => `${path} ${value} must be ${rule}`,
    explain: 'The number is outside of what the API server takes for this field.',
    bad: 'ports: [{containerPort: 99999}]',
    good: 'ports: [{containerPort: 8080}]',
  }),
  'api/forbidden': entry<AtPath & { readonly why: string }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path, why }) => `${path} may not be set here: ${why}`,
    explain: 'The field contradicts another one, or belongs to another kind of object.',
    bad: 'initContainers: [{name: i, image: x, lifecycle: {preStop: {exec: {command: [a]}}}}]',
    good: 'initContainers: [{name: i, image: x}]',
  }),
  'api/invalid': entry<WithValue & { readonly why: string }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path, value, why }) => `${path}${value === '' ? '' : ` "${value}"`}: ${why}`,
    explain: 'The API server refuses this value, for the reason given.',
    bad: 'volumes: [{name: v, configMap: {name: c, items: [{key: a, path: ../a}]}}]',
    good: 'volumes: [{name: v, configMap: {name: c, items: [{key: a, path: a}]}}]',
  }),
  'api/quantity': entry<WithValue & { readonly why: string }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path, value, why }) => `${path} "${value}": ${why}`,
    explain: 'Resources are counted in units of their own: whole numbers, thousandths of a processor, bytes.',
    bad: 'resources: {limits: {cpu: "1"}, requests: {cpu: "2"}}',
    good: 'resources: {limits: {cpu: "2"}, requests: {cpu: "1"}}',
  }),
  'api/selector-mismatch': entry<AtPath>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path }) => `${path}: the selector does not match the labels of the template`,
    hint: 'Give the template all labels of spec.selector.',
    explain: 'A controller finds its pods by the selector, so the pods that it makes must match it.',
    bad: 'selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: b}}}',
    good: 'selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a}}}',
  }),
  'api/too-long': entry<AtPath & { readonly size: number; readonly limit: number }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ path, size, limit }) => `${path} has ${size} bytes; at most ${limit} are taken`,
    explain: 'The API server limits how much an object may hold.',
    bad: 'metadata: {annotations: {note: "... 300 KiB ..."}}',
    good: 'metadata: {annotations: {note: see the wiki}}',
  }),
  'api/warning': entry<AtPath & { readonly why: string }>({
    severity: 'warning',
    group: 'kubernetes',
    message: ({ path, why }) => `${path}: ${why}`,
    explain: 'The API server accepts the object and warns its author.',
    bad: 'env: [{name: A, value: "1"}, {name: A, value: "2"}]',
    good: 'env: [{name: A, value: "2"}]',
  }),
} as const;
