import type { Container, EnvVar, SecurityContext, Volume, VolumeMount } from 'kubernetes-types/core/v1.js';
import type { FoundContainer, InspectedContainer, InspectedImage, InspectedMount } from './inspected.js';

/** A container in Kubernetes' words, and the volumes that it needs. */
export interface GeneratedContainer {
  readonly container: Container;
  readonly volumes: readonly Volume[];
}

/** Says of a container what its image does not say already. */
export function generateContainer({ container, image }: FoundContainer, name: string): GeneratedContainer {
  const { Config, HostConfig, ImageName } = container;
  const mounts = mountsOf(container);
  const env = environment(container, image);
  const resources = limitsOf(container);
  const security = securityOf(container, image);
  const workingDir = Config.WorkingDir ?? '';
  return {
    container: {
      name,
      image: ImageName,
      ...(ImageName.startsWith('localhost/') ? { imagePullPolicy: 'IfNotPresent' } : {}),
      ...processOf(container, image),
      ...(workingDir === '' || workingDir === '/' || workingDir === image?.Config.WorkingDir
        ? {}
        : { workingDir }),
      ...(env.length === 0 ? {} : { env: [...env] }),
      ...(HostConfig.PortBindings == null ? {} : portsOf(HostConfig.PortBindings)),
      ...(Object.keys(resources).length === 0 ? {} : { resources: { limits: resources } }),
      ...(Object.keys(security).length === 0 ? {} : { securityContext: security }),
      ...(Config.OpenStdin === true ? { stdin: true } : {}),
      ...(Config.Tty === true ? { tty: true } : {}),
      ...(mounts.length === 0 ? {} : { volumeMounts: mounts.map(({ mount }) => mount) }),
    },
    volumes: mounts.map(({ volume }) => volume),
  };
}

/** What runs, against the image's own program. Podman 4.3 shows no entrypoint as a list, but always what runs. */
function processOf(
  { Path, Args }: InspectedContainer,
  image: InspectedImage | undefined,
): Partial<Container> {
  const words = [Path, ...(Args ?? [])];
  const entrypoint = image?.Config.Entrypoint ?? [];
  const isSame = (one: readonly string[], other: readonly string[]): boolean =>
    one.length === other.length && one.every((word, index) => word === other[index]);
  if (isSame(words, [...entrypoint, ...(image?.Config.Cmd ?? [])])) return {};
  const begins = entrypoint.length > 0 && isSame(words.slice(0, entrypoint.length), entrypoint);
  const kept = words.map(unexpanded);
  return begins ? { args: kept.slice(entrypoint.length) } : { command: kept };
}

/** Kubernetes would read `$(NAME)` as a reference, and `$$` as one `$`. */
function unexpanded(text: string): string {
  return text.replaceAll(/\$(?=[($])/g, () => '$$');
}

/** Podman's own additions. */
const given = new Set(['container', 'TERM', 'HOSTNAME', 'HOME', 'PATH']);

/** Variables that the image does not set; those from Podman secrets by the secret's name, never by value. */
function environment({ Config }: InspectedContainer, image: InspectedImage | undefined): readonly EnvVar[] {
  const own = new Set(image?.Config.Env ?? []);
  const secrets = secretVariables(Config.CreateCommand ?? []);
  const plain = (Config.Env ?? []).flatMap((text): readonly EnvVar[] => {
    const at = text.indexOf('=');
    const [name, value] = [text.slice(0, at), text.slice(at + 1)];
    if (own.has(text) || secrets.has(name)) return [];
    if (given.has(name) && !(Config.CreateCommand ?? []).some((word) => word.startsWith(`${name}=`)))
      return [];
    return [{ name, value: unexpanded(value) }];
  });
  const hidden = [...secrets].map(([name, secret]) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key: name } },
  }));
  return [...plain, ...hidden];
}

/** `--secret NAME,type=env,target=VARIABLE`. Source: man podman-run(1), --secret. */
function secretVariables(words: readonly string[]): ReadonlyMap<string, string> {
  const options = words.flatMap((word, index) => {
    if (word === '--secret') return [words[index + 1] ?? ''];
    return word.startsWith('--secret=') ? [word.slice('--secret='.length)] : [];
  });
  return new Map(
    options.flatMap((option) => {
      const [secret = '', ...rest] = option.split(',');
      const target = rest.find((one) => one.startsWith('target='))?.slice('target='.length) ?? secret;
      return rest.includes('type=env') ? [[target, secret] as const] : [];
    }),
  );
}

/** Published ports; the same shape serves a pod, whose infra container publishes them. */
export function portsOf(
  bindings: NonNullable<InspectedContainer['HostConfig']['PortBindings']>,
): Pick<Container, 'ports'> {
  const ports = Object.entries(bindings).flatMap(([key, hosts]) => {
    const [number = '', protocol = 'tcp'] = key.split('/');
    return (hosts ?? []).map(({ HostIp = '', HostPort = '' }) => ({
      containerPort: Number(number),
      ...(HostPort === '' ? {} : { hostPort: Number(HostPort) }),
      ...(HostIp === '' || HostIp === '0.0.0.0' ? {} : { hostIP: HostIp }),
      ...(protocol === 'tcp' ? {} : { protocol: protocol.toUpperCase() }),
    }));
  });
  return ports.length === 0 ? {} : { ports };
}

function limitsOf({ HostConfig }: InspectedContainer): { readonly [resource: string]: string } {
  const { Memory = 0, NanoCpus = 0, CpuPeriod = 0, CpuQuota = 0 } = HostConfig;
  const milli =
    NanoCpus > 0 ? Math.round(NanoCpus / 1e6) : CpuPeriod > 0 ? Math.round((CpuQuota / CpuPeriod) * 1000) : 0;
  return {
    ...(milli > 0 ? { cpu: milli % 1000 === 0 ? String(milli / 1000) : `${milli}m` } : {}),
    ...(Memory > 0 ? { memory: bytesText(Memory) } : {}),
  };
}

function bytesText(bytes: number): string {
  const units = [
    ['Gi', 2 ** 30],
    ['Mi', 2 ** 20],
    ['Ki', 2 ** 10],
  ] as const;
  const unit = units.find(([, size]) => bytes % size === 0);
  return unit === undefined ? String(bytes) : `${bytes / unit[1]}${unit[0]}`;
}

function securityOf(
  { Config, HostConfig }: InspectedContainer,
  image: InspectedImage | undefined,
): SecurityContext {
  const { CapAdd, CapDrop, Privileged, ReadonlyRootfs, SecurityOpt } = HostConfig;
  const short = (list: readonly string[] | null | undefined): string[] =>
    (list ?? []).map((one) => one.replace(/^CAP_/, ''));
  const [add, drop] = [short(CapAdd), short(CapDrop)];
  const [user = '', group = ''] = (Config.User ?? '').split(':');
  const isOwn = (Config.User ?? '') !== (image?.Config.User ?? '');
  return {
    ...(isOwn && /^\d+$/.test(user) ? { runAsUser: Number(user) } : {}),
    ...(isOwn && /^\d+$/.test(group) ? { runAsGroup: Number(group) } : {}),
    ...(Privileged === true ? { privileged: true } : {}),
    ...(ReadonlyRootfs === true ? { readOnlyRootFilesystem: true } : {}),
    ...((SecurityOpt ?? []).some((one) => one.startsWith('no-new-privileges'))
      ? { allowPrivilegeEscalation: false }
      : {}),
    ...(Privileged !== true && add.length + drop.length > 0
      ? { capabilities: { ...(add.length > 0 ? { add } : {}), ...(drop.length > 0 ? { drop } : {}) } }
      : {}),
  };
}

interface Mounted {
  readonly mount: VolumeMount;
  readonly volume: Volume;
}

/** Folders that Podman makes writable beside a read-only root. Source: man podman-run(1), --read-only-tmpfs. */
const readOnlyTmpfs = new Set(['/run', '/tmp', '/var/tmp']);

function mountsOf({ Mounts, HostConfig }: InspectedContainer): readonly Mounted[] {
  const tmpfs = Object.keys(HostConfig.Tmpfs ?? {})
    .filter((path) => !(HostConfig.ReadonlyRootfs === true && readOnlyTmpfs.has(path)))
    .map((path): Mounted => {
      const name = volumeName(`tmpfs${path}`);
      return { mount: { name, mountPath: path }, volume: { name, emptyDir: { medium: 'Memory' } } };
    });
  return [...(Mounts ?? []).flatMap(mountOf), ...tmpfs];
}

function mountOf({ Type, Name = '', Source = '', Destination, RW }: InspectedMount): readonly Mounted[] {
  const mount = (name: string): VolumeMount => ({
    name,
    mountPath: Destination,
    ...(RW ? {} : { readOnly: true }),
  });
  if (Type === 'volume') {
    const name = volumeName(Name);
    return [{ mount: mount(name), volume: { name, persistentVolumeClaim: { claimName: claimName(Name) } } }];
  }
  if (Type !== 'bind') return [];
  const name = volumeName(`host${Source}`);
  return [{ mount: mount(name), volume: { name, hostPath: { path: Source } } }];
}

/** A claim's name is the volume's, as far as Kubernetes takes it. */
export function claimName(volume: string): string {
  return kubeName(volume, 253);
}

function volumeName(text: string): string {
  return kubeName(text, 63);
}

/** Lower-case letters, digits and hyphens. Source: k8s.io/apimachinery pkg/util/validation, IsDNS1123Label. */
export function kubeName(text: string, longest: number): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, longest)
    .replace(/-+$/, '');
  return name === '' ? 'x' : name;
}
