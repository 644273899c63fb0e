import { revealText, type Text } from '../model/text.js';
import type { ContainerSpec, HealthSpec } from './container-spec.js';
import { addHosts } from './host-entries.js';
import { cpu, cpuShares, memory, quotaBody } from './limit-rows.js';
import { mountArgument, mountBody } from './mount.js';
import { healthBody, logOptionsBody, onFailureNumbers, signalNumber } from './spec-bodies.js';
import {
  type BodyContext,
  type BodyPart,
  confinement,
  flag,
  flagOnly,
  mergeBodies,
  onOff,
  pairs,
  type Rows,
  repeated,
  single,
  specBody,
  specWords,
  type Word,
  word,
} from './spec-row.js';
import { supports } from './versions.js';

/** Seconds as Podman's duration flags take them. */
const seconds = (value: number): string => `${value}s`;

/**
 * A check's command as the flag and the unit's key take it. Podman reads a list of several words as a command, one word of a
 * list as shell text, and all behind CMD as words between blanks.
 * Source: podman pkg/specgenutil/specgen.go, makeHealthCheckFromCli; tried on 4.3.1.
 */
export function healthText(command: readonly string[]): string {
  const [kind, ...words] = command;
  const [only = ''] = words;
  if (kind !== 'CMD') return JSON.stringify(command);
  if (words.length > 1) return JSON.stringify(words);
  return /\s/.test(only)
    ? JSON.stringify(['CMD-SHELL', `'${only.replaceAll("'", "'\\''")}'`])
    : `CMD ${only}`;
}

function healthFlags(prefix: string, health: HealthSpec): readonly Word[] {
  return [
    ...flag(`${prefix}-cmd`, healthText(health.command)),
    ...flag(`${prefix}-interval`, seconds(health.intervalSeconds)),
    ...flag(`${prefix}-timeout`, seconds(health.timeoutSeconds)),
    ...flag(`${prefix}-retries`, String(health.retries)),
  ];
}

const revealAll = (texts: readonly Text[], { late }: BodyContext): readonly string[] =>
  texts.map((text) => revealText(text, late));

/**
 * Every field of a container's spec: its flag and its place in a body. The order is the order on the command line.
 * Sources: man podman-create(1); podman pkg/specgen/specgen.go, SpecGenerator; the pairs were compared by inspect on
 * 4.3.1, 5.4.2 and 5.8.6. What differs between releases is in `versions.ts`.
 */
export const containerSpecRows: Rows<ContainerSpec> = {
  name: single('--name', 'name'),
  pod: single('--pod', 'pod'),
  labels: pairs('--label', 'labels'),
  annotations: pairs('--annotation', 'annotations'),
  httpProxy: onOff('--http-proxy', 'httpproxy'),
  health: {
    argv: (value) =>
      value === 'none'
        ? [word('--no-healthcheck')]
        : [
            ...healthFlags('--health', value),
            ...flag('--health-start-period', seconds(value.startPeriodSeconds)),
            ...(value.onFailure === undefined ? [] : flag('--health-on-failure', value.onFailure)),
          ],
    body: (value) =>
      value === 'none'
        ? { healthconfig: { Test: ['NONE'] } }
        : {
            healthconfig: healthBody(value),
            ...(value.onFailure === undefined
              ? {}
              : { health_check_on_failure_action: onFailureNumbers[value.onFailure] }),
          },
  },
  startupHealth: {
    argv: (value) => healthFlags('--health-startup', value),
    body: (value, { version }) =>
      supports(version, 'startupHealth') ? { startupHealthConfig: healthBody(value) } : 'unsayable',
  },
  restart: single('--restart', 'restart_policy'),
  stopSignal: {
    argv: (value) => flag('--stop-signal', value),
    body: (value) => {
      const number = signalNumber(value);
      return number === undefined ? 'unsayable' : { stop_signal: number };
    },
  },
  stopTimeoutSeconds: single('--stop-timeout', 'stop_timeout'),
  timeoutSeconds: single('--timeout', 'timeout'),
  env: {
    argv: (value) =>
      Object.entries(value).flatMap(([name, text]): readonly Word[] => [
        word('--env'),
        [`${name}=`, ...text],
      ]),
    body: (value, { late }) => ({
      env: Object.fromEntries(Object.entries(value).map(([name, text]) => [name, revealText(text, late)])),
    }),
  },
  secretEnv: {
    argv: (value) =>
      Object.entries(value).flatMap(([name, secret]) =>
        flag('--secret', `${secret},type=env,target=${name}`),
      ),
    body: (value) => ({ secret_env: value }),
  },
  secretMounts: {
    argv: (value) =>
      value.flatMap(({ secret, target, uid, gid, mode }) =>
        flag(
          '--secret',
          `${secret},type=mount,target=${target},uid=${uid},gid=${gid},mode=0${mode.toString(8)}`,
        ),
      ),
    body: (value) => ({
      secrets: value.map(({ secret, target, uid, gid, mode }) => ({
        Source: secret,
        Target: target,
        UID: uid,
        GID: gid,
        Mode: mode,
      })),
    }),
  },
  workdir: single('--workdir', 'work_dir'),
  user: single('--user', 'user'),
  groupAdd: repeated('--group-add', 'groups'),
  capDrop: repeated('--cap-drop', 'cap_drop'),
  capAdd: repeated('--cap-add', 'cap_add'),
  privileged: onOff('--privileged', 'privileged'),
  readOnly: onOff('--read-only', 'read_only_filesystem'),
  readOnlyTmpfs: {
    argv: (value) => [word(`--read-only-tmpfs=${value}`)],
    body: (value, { version }) =>
      supports(version, 'readOnlyTmpfsInBody')
        ? { read_write_tmpfs: value }
        : // Without the field there is no such tmpfs.
          value
          ? 'unsayable'
          : {},
  },
  noNewPrivileges: {
    argv: (value) => (value ? flag('--security-opt', 'no-new-privileges') : []),
    body: (value) => ({ no_new_privileges: value }),
  },
  seccomp: confinement('seccomp', 'seccomp_profile_path'),
  apparmor: confinement('apparmor', 'apparmor_profile'),
  selinux: {
    argv: (value) => value.flatMap((label) => flag('--security-opt', `label=${label}`)),
    body: (value) => ({
      selinux_opts: value,
      annotations: { 'io.podman.annotations.label': value.join(',label=') },
    }),
  },
  unmask: {
    argv: (value) => value.flatMap((path) => flag('--security-opt', `unmask=${path}`)),
    body: (value) => ({ unmask: value }),
  },
  network: { argv: (value) => flag('--network', value), body: (value) => ({ netns: { nsmode: value } }) },
  addHosts,
  ipc: { argv: (value) => flag('--ipc', value), body: (value) => ({ ipcns: { nsmode: value } }) },
  mounts: {
    argv: (value) => value.flatMap((mount) => mountArgument(mount)),
    body: (value, context) => {
      const parts = value.map((mount) => mountBody(mount, context));
      return parts.includes('unsayable')
        ? 'unsayable'
        : parts.reduce<BodyPart>((all, part) => (part === 'unsayable' ? all : mergeBodies(all, part)), {});
    },
  },
  devices: {
    argv: (value) => value.flatMap((device) => flag('--device', device)),
    body: (value) => ({ devices: value.map((path) => ({ path })) }),
  },
  cpuQuotaMicros: {
    // Not --cpus: a decimal fraction would be rounded.
    argv: ({ period, quota }) => [
      ...flag('--cpu-period', String(period)),
      ...flag('--cpu-quota', String(quota)),
    ],
    body: quotaBody,
  },
  cpuShares,
  memoryBytes: {
    argv: (value) => flag('--memory', String(value)),
    body: (value) => memory({ limit: value }),
  },
  memorySwapBytes: {
    argv: (value) => flag('--memory-swap', String(value)),
    body: (value) => memory({ swap: value }),
  },
  oomScoreAdj: single('--oom-score-adj', 'oom_score_adj'),
  pidsLimit: {
    argv: (value) => flag('--pids-limit', String(value)),
    body: (value) => ({ resource_limits: { pids: { limit: value } } }),
  },
  cpusetCpus: {
    argv: (value) => flag('--cpuset-cpus', value),
    body: (value) => cpu({ cpus: value }),
  },
  cpusetMems: {
    argv: (value) => flag('--cpuset-mems', value),
    body: (value) => cpu({ mems: value }),
  },
  ulimits: flagOnly((value) => value.flatMap((one) => flag('--ulimit', one))),
  init: flagOnly((value) => [word(`--init=${value}`)]),
  volumesFrom: flagOnly((value) => value.flatMap((one) => flag('--volumes-from', one))),
  logDriver: {
    argv: (value) => flag('--log-driver', value),
    body: (value) => ({ log_configuration: { driver: value } }),
  },
  logOptions: { argv: (value) => value.flatMap((one) => flag('--log-opt', one)), body: logOptionsBody },
  stdin: onOff('--interactive', 'stdin'),
  tty: onOff('--tty', 'terminal'),
  entrypoint: {
    argv: (value) => [word('--entrypoint'), entrypointWord(value)],
    body: (value, context) => ({ entrypoint: revealAll(value, context) }),
  },
  // Inspect shows the name as written, which has a field of its own.
  image: { argv: (value) => [word(value)], body: (value) => ({ image: value, raw_image_name: value }) },
  command: { argv: (value) => value, body: (value, context) => ({ command: revealAll(value, context) }) },
};

/** `--entrypoint` as a JSON list, which keeps blanks and argument borders; pieces of text stay pieces. */
export function entrypointWord(words: readonly Word[]): Word {
  const quoted = words.map((text): Word => {
    return ['"', ...text.map((part) => (typeof part === 'string' ? jsonInside(part) : part)), '"'];
  });
  return ['[', ...quoted.flatMap((text, index): Word => (index === 0 ? text : [',', ...text])), ']'];
}

function jsonInside(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** The words after `podman create` (container) for a spec: flags, then image and arguments. */
export function containerWords(spec: ContainerSpec): readonly Word[] {
  return specWords(containerSpecRows, spec);
}

/** What the command line says of every container without a flag. */
function unflagged({ tty }: ContainerSpec, { version }: BodyContext): BodyPart {
  return {
    sdnotifyMode: 'container',
    // An absent list would mean: no limits but those of the service. Source: podman pkg/specgen/generate/oci.go, addRlimits.
    r_limits: [],
    ...(supports(version, 'noTtyAnnotation')
      ? {}
      : { annotations: { 'io.kubernetes.cri-o.TTY': String(tty ?? false) } }),
  };
}

/** The body of `containers/create` for a spec; undefined: only the command line can say it to that version. */
export function containerBody(spec: ContainerSpec, context: BodyContext): BodyPart | undefined {
  const body = specBody(containerSpecRows, spec, context);
  return body === undefined ? undefined : mergeBodies(unflagged(spec, context), body);
}
