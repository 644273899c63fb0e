/** An image name taken apart. */
export interface ImageReference {
  /** Registry, e.g. `docker.io` or `localhost:5000`. */
  readonly registry: string;
  /** Repository below it, e.g. `library/nginx`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
  /** Whether the registry stood in the name, or is the default. */
  readonly qualified: boolean;
}

export type ParsedImage =
  | { readonly ok: true; readonly reference: ImageReference }
  | { readonly ok: false; readonly why: string };

const registryPattern =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const pathPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const digestPattern = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const longestName = 255;

/**
 * Takes an image name apart as a node does, because Podman resolves short names by its own rules.
 * Source: distribution/reference normalize.go, ParseDockerRef and splitDockerDomain (used by containerd's CRI
 * plugin, internal/cri/server/images); grammar in reference.go.
 */
export function parseImage(image: string): ParsedImage {
  const [named = '', ...digests] = image.split('@');
  const digest = digests.join('@');
  if (digests.length > 0 && !digestPattern.test(digest)) return refuse(`"${digest}" is not a digest`);
  const { registry, rest, qualified } = splitRegistry(named);
  const colon = rest.lastIndexOf(':');
  const path = colon < 0 ? rest : rest.slice(0, colon);
  const tag = colon < 0 ? undefined : rest.slice(colon + 1);
  if (tag !== undefined && !tagPattern.test(tag)) return refuse(`"${tag}" is not a tag`);
  const problem = pathProblem(registry, path);
  if (problem !== undefined) return refuse(problem);
  const repository = registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path;
  if (`${registry}/${repository}`.length > longestName) return refuse('it is longer than 255 characters');
  return {
    ok: true,
    reference: {
      registry,
      repository,
      ...(tag === undefined ? {} : { tag }),
      ...(digests.length === 0 ? {} : { digest }),
      qualified,
    },
  };
}

function refuse(why: string): ParsedImage {
  return { ok: false, why };
}

/** The first part is a registry when it has a dot or a colon, an upper-case letter, or is `localhost`. */
function splitRegistry(name: string): { registry: string; rest: string; qualified: boolean } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isRegistry = first === 'localhost' || /[.:A-Z]/.test(first);
  if (!isRegistry) return { registry: 'docker.io', rest: name, qualified: false };
  const registry = first === 'index.docker.io' ? 'docker.io' : first;
  return { registry, rest: name.slice(slash + 1), qualified: true };
}

function pathProblem(registry: string, path: string): string | undefined {
  if (!registryPattern.test(registry)) return `"${registry}" is not a registry`;
  if (path === '') return 'the name is empty';
  if (path !== path.toLowerCase()) return 'the name must be lower-case';
  if (/^[a-f0-9]{64}$/.test(path)) return '64 hexadecimal digits are an id, not a name';
  const wrong = path.split('/').find((part) => !pathPattern.test(part));
  return wrong === undefined
    ? undefined
    : `"${wrong}" has a character or an order of characters that no name may have`;
}

/** The reference as Podman is told it: the tag defaults to `latest`, and goes where there is a digest. */
export function printImage({ registry, repository, tag, digest }: ImageReference): string {
  return digest === undefined
    ? `${registry}/${repository}:${tag ?? 'latest'}`
    : `${registry}/${repository}@${digest}`;
}

/**
 * The names under which an image may lie on this machine, the node's own reading first: `prepare` looks up all of
 * them, `resolveImage` chooses. Podman builds and imports unqualified names into `localhost/`. Empty for a name
 * that cannot be read.
 */
export function imageCandidates(image: string): readonly string[] {
  const parsed = parseImage(image);
  if (!parsed.ok) return [];
  const { reference } = parsed;
  const own = printImage(reference);
  if (reference.qualified) return [own];
  const repository = image.includes('/')
    ? reference.repository
    : reference.repository.replace(/^library\//, '');
  return [own, printImage({ ...reference, registry: 'localhost', repository })];
}

/** Whether an image exists on this machine only, because its registry is no registry. */
export function isLocalImage(reference: string): boolean {
  return reference.startsWith('localhost/');
}

/**
 * The policy when none is written: by the tag, not by the machine.
 * Source: kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_Container; pkg/util/parsers ParseImageName.
 */
export function defaultPullPolicy(image: string): 'Always' | 'IfNotPresent' {
  const parsed = parseImage(image);
  if (!parsed.ok) return 'IfNotPresent';
  const { tag, digest } = parsed.reference;
  return tag === 'latest' || (tag === undefined && digest === undefined) ? 'Always' : 'IfNotPresent';
}
