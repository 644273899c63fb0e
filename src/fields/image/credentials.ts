import type { Secret } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { readJson } from '../../model/json.js';
import { secretData } from '../../model/secret-data.js';
import { secretPart, type Text } from '../../model/text.js';
import type { ResolveContext } from '../context.js';

/** A pull secret by name, and where the manifest names it. */
export interface NamedSecret {
  readonly name: string;
  readonly at: FieldPath;
}

/** Registry (and path below it) to base64 of `user:password`. */
type Logins = ReadonlyMap<string, string>;
type ReadSecret =
  | { readonly ok: true; readonly logins: Logins }
  | { readonly ok: false; readonly why: string };

/**
 * Merges pull secrets into one text as `podman pull --authfile` reads it. A node tries all logins of a registry one
 * after the other, Podman has one per registry: the first named wins. Undefined when there is none.
 * Reports: reference/missing-pull-secret, reference/bad-pull-secret.
 * Sources: kubernetes pkg/credentialprovider/secrets/secrets.go, MakeDockerKeyring; man containers-auth.json(5).
 */
export function resolveCredentials(
  input: { readonly secrets: readonly NamedSecret[]; readonly registries: readonly string[] },
  context: Pick<ResolveContext, 'report' | 'references' | 'identity'>,
): Text | undefined {
  const { report, references, identity } = context;
  const { namespace } = identity;
  const logins = new Map<string, string>();
  for (const { name, at } of input.secrets) {
    const secret = references.secret(namespace, name);
    if (secret === undefined) {
      report('reference/missing-pull-secret', at, { namespace, name });
      continue;
    }
    const read = readPullSecret(secret.manifest);
    if (!read.ok) report('reference/bad-pull-secret', at, { namespace, name, why: read.why });
    else addLogins(logins, read.logins, input.registries);
  }
  if (logins.size === 0) return undefined;
  const auths = Object.fromEntries([...logins].map(([registry, auth]) => [registry, { auth }]));
  return [secretPart(JSON.stringify({ auths }))];
}

/** The first login of a registry stays. A key with `*` is written out for the registries that the pod uses. */
function addLogins(logins: Map<string, string>, more: Logins, registries: readonly string[]): void {
  for (const [key, auth] of more) {
    for (const name of key.includes('*') ? registries.filter((one) => matchesHost(key, one)) : [key]) {
      if (!logins.has(name)) logins.set(name, auth);
    }
  }
}

/** A `*` stands for one part of a host name. Source: kubernetes pkg/credentialprovider/keyring.go, URLsMatch. */
function matchesHost(pattern: string, registry: string): boolean {
  const wanted = pattern.split('.');
  const parts = registry.split('.');
  return (
    wanted.length === parts.length &&
    wanted.every((part, index) => {
      const quoted = part.replace(/[\\^$+?()[\]{}|]/g, '\\$&').replaceAll('*', '.*');
      return new RegExp(`^${quoted}$`).test(parts[index] ?? '');
    })
  );
}

function readPullSecret(secret: Secret): ReadSecret {
  const data = secretData(secret);
  switch (secret.type) {
    case 'kubernetes.io/dockerconfigjson':
      return readLogins(
        data.get('.dockerconfigjson'),
        '.dockerconfigjson',
        (json) => field(json, 'auths') ?? {},
      );
    case 'kubernetes.io/dockercfg':
      return readLogins(data.get('.dockercfg'), '.dockercfg', (json) => json);
    default:
      return { ok: false, why: `its type is "${secret.type ?? 'Opaque'}"` };
  }
}

function readLogins(
  bytes: Uint8Array | undefined,
  key: string,
  entries: (json: unknown) => unknown,
): ReadSecret {
  if (bytes === undefined || bytes.length === 0) return { ok: false, why: `it has no key "${key}"` };
  const json = readJson(new TextDecoder().decode(bytes));
  const found = json === undefined ? undefined : entries(json);
  if (typeof found !== 'object' || found === null)
    return { ok: false, why: `"${key}" is not the JSON expected there` };
  const logins = Object.entries(found).flatMap(([registry, login]): [string, string][] => {
    const auth = loginText(login);
    return auth === undefined ? [] : [[registryKey(registry), auth]];
  });
  return { ok: true, logins: new Map(logins) };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as { readonly [key: string]: unknown })[name]
    : undefined;
}

/** `auth` wins over username and password. Source: kubernetes pkg/credentialprovider/config.go, UnmarshalJSON. */
function loginText(login: unknown): string | undefined {
  const auth = field(login, 'auth');
  if (typeof auth === 'string' && auth !== '') return auth;
  const username = field(login, 'username');
  const password = field(login, 'password');
  if (typeof username !== 'string' || typeof password !== 'string' || username === '') return undefined;
  return Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
}

/** Host and path without scheme, API version or slash at the end; Docker Hub's old name becomes its present one. */
function registryKey(key: string): string {
  const bare = key
    .replace(/^https?:\/\//, '')
    .replace(/\/v[12]\/?$/, '')
    .replace(/\/+$/, '');
  return bare.replace(/^(?:index|registry-1)\.docker\.io(?=\/|$)/, 'docker.io');
}
