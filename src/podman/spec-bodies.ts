import type { HealthSpec, PodNetwork, PublishedPort } from './container-spec.js';
import type { BodyPart, BodyValue } from './spec-row.js';

const nanoseconds = 1_000_000_000;

/**
 * A health check in a body: all four times must be written, an absent interval means no timer.
 * Source: podman pkg/specgen/specgen.go, ContainerHealthCheckConfig; containers/image manifest.Schema2HealthConfig.
 */
export function healthBody(health: HealthSpec): BodyPart {
  return {
    Test: healthTest(health.command),
    Interval: health.intervalSeconds * nanoseconds,
    Timeout: health.timeoutSeconds * nanoseconds,
    StartPeriod: health.startPeriodSeconds * nanoseconds,
    Retries: health.retries,
  };
}

/** The flag reads a list of one word as shell text. Source: podman pkg/specgenutil/specgen.go, makeHealthCheckFromCli. */
function healthTest(command: readonly string[]): readonly string[] {
  const [first = ''] = command;
  if (first === 'CMD' || first === 'CMD-SHELL') return command;
  return command.length === 1 ? ['CMD-SHELL', first] : ['CMD', ...command];
}

/** Source: podman libpod/define/healthchecks.go, HealthCheckOnFailureAction (1 is the invalid one). */
export const onFailureNumbers = { none: 0, kill: 2, restart: 3, stop: 4 } as const;

/** Linux' numbers of signals, which the API wants instead of names. Source: signal(7), x86 and ARM. */
const signalNumbers: { readonly [name: string]: number } = Object.fromEntries(
  (
    'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU ' +
    'URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'
  )
    .split(' ')
    .map((name, index) => [name, index + 1]),
);
const firstRealTime = 34;
const lastRealTime = 64;

/** The number of a signal; undefined for a name that is none. */
export function signalNumber(text: string): number | undefined {
  const name = text.toUpperCase().replace(/^SIG/, '');
  if (/^\d+$/.test(name)) return Number(name);
  const real = /^RT(MIN|MAX)(?:([+-])(\d+))?$/.exec(name);
  if (real === null) return signalNumbers[name];
  const [, end, sign, distance = '0'] = real;
  const number = (end === 'MIN' ? firstRealTime : lastRealTime) + Number(`${sign ?? ''}${distance}`);
  return number >= firstRealTime && number <= lastRealTime ? number : undefined;
}

/**
 * Networks with options of their own, several of them, and modes such as slirp4netns are the command line's to take apart.
 * Source: podman pkg/specgen/podspecgen.go, PodNetworkConfig; pkg/specgen/namespaces.go, ParseNetworkFlag.
 */
export function networkBody(network: 'host' | 'none' | PodNetwork): BodyPart | 'unsayable' {
  if (typeof network === 'string') return { netns: { nsmode: network } };
  const { name, address, mac, aliases, more = [] } = network;
  if (more.length > 0 || name.includes(':') || /^(bridge|private|pasta|slirp4netns)$/.test(name))
    return 'unsayable';
  const options: BodyPart = {
    ...(aliases.length === 0 ? {} : { aliases }),
    ...(address === undefined ? {} : { static_ips: [address] }),
    ...(mac === undefined ? {} : { static_mac: mac }),
  };
  return { netns: { nsmode: 'bridge' }, Networks: { [name]: options } };
}

export function portBody(port: PublishedPort): BodyPart {
  const { hostAddress, hostPort, containerPort, protocol } = port;
  return {
    ...(hostAddress === undefined ? {} : { host_ip: hostAddress }),
    host_port: hostPort,
    container_port: containerPort,
    protocol,
    range: 1,
  };
}

/** `auto` and explicit ranges need mappings that only the command line works out. */
export function usernsBody(userns: string): BodyPart | 'unsayable' {
  return /^(host|keep-id|nomap)$/.test(userns) ? { userns: { nsmode: userns } } : 'unsayable';
}

/**
 * `--log-opt NAME=VALUE`: the path and the size have fields of their own, and sizes are decimal.
 * Source: podman pkg/specgenutil/specgen.go (LogOptions); docker/go-units FromHumanSize.
 */
export function logOptionsBody(options: readonly string[]): BodyPart | 'unsayable' {
  const log: { [key: string]: BodyValue } = {};
  const others: { [key: string]: string } = {};
  for (const option of options) {
    const [name = '', ...rest] = option.split('=');
    const value = rest.join('=');
    if (name === 'path') log.path = value;
    else if (name === 'max-size') {
      const size = decimalBytes(value);
      if (size === undefined) return 'unsayable';
      log.size = size;
    } else others[name] = value;
  }
  return { log_configuration: { ...log, ...(Object.keys(others).length === 0 ? {} : { options: others }) } };
}

function decimalBytes(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s?([kmgtp]?)b?$/i.exec(text);
  if (match === null) return undefined;
  const [, amount, unit = ''] = match;
  return Math.floor(Number(amount) * 1000 ** ' kmgtp'.indexOf(unit.toLowerCase() || ' '));
}
