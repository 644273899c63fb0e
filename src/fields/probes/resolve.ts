import type {
  Container,
  ExecAction,
  GRPCAction,
  HTTPGetAction,
  Probe,
  TCPSocketAction,
} from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import type { ResolveContext } from '../context.js';
import { expandStatic } from './expand.js';
import type { ContainerProbe, ContainerProbes, ProbeAction } from './model.js';

/** The container around a probe or hook: its ports by name and its plain variables. */
export type Surroundings = Pick<Container, 'name' | 'ports' | 'env'>;

/**
 * The three probes of a container, names of ports resolved. A probe whose port name nobody has is left out.
 * Reports: reference/missing-port-name.
 */
export function resolveProbes(container: Container, at: FieldPath, context: ResolveContext): ContainerProbes {
  const { livenessProbe, readinessProbe, startupProbe } = container;
  const resolve = (probe: Probe | undefined, field: string): ContainerProbe | undefined =>
    probe === undefined ? undefined : resolveProbe(probe, at.child(field), { container, context });
  const liveness = resolve(livenessProbe, 'livenessProbe');
  const readiness = resolve(readinessProbe, 'readinessProbe');
  const startup = resolve(startupProbe, 'startupProbe');
  return {
    ...(liveness === undefined ? {} : { liveness }),
    ...(readiness === undefined ? {} : { readiness }),
    ...(startup === undefined ? {} : { startup }),
  };
}

interface ProbeScope {
  readonly container: Surroundings;
  readonly context: ResolveContext;
}

/** All times in seconds; 0 counts as unset. Source: kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_Probe. */
function resolveProbe(probe: Probe, at: FieldPath, scope: ProbeScope): ContainerProbe | undefined {
  const {
    exec,
    grpc,
    httpGet,
    tcpSocket,
    initialDelaySeconds,
    periodSeconds,
    timeoutSeconds,
    successThreshold,
    failureThreshold,
    terminationGracePeriodSeconds,
    ...rest
  } = probe;
  rest satisfies Record<string, never>;
  const action =
    exec !== undefined
      ? execAction(exec, scope.container)
      : grpc !== undefined
        ? grpcAction(grpc)
        : httpGet !== undefined
          ? httpAction(httpGet, at.child('httpGet'), scope)
          : tcpSocket !== undefined
            ? tcpAction(tcpSocket, at.child('tcpSocket'), scope)
            : undefined;
  if (action === undefined) return undefined;
  return {
    action,
    delaySeconds: initialDelaySeconds ?? 0,
    periodSeconds: periodSeconds || 10,
    timeoutSeconds: timeoutSeconds || 1,
    successes: successThreshold || 1,
    failures: failureThreshold || 3,
    ...(terminationGracePeriodSeconds === undefined ? {} : { graceSeconds: terminationGracePeriodSeconds }),
  };
}

/** Source: kubernetes pkg/kubelet/prober/prober.go, runProbe: plain variables of the container are expanded. */
function execAction({ command = [], ...rest }: ExecAction, { env = [] }: Surroundings): ProbeAction {
  rest satisfies Record<string, never>;
  return { kind: 'exec', command: command.map((word) => expandStatic(word, env)) };
}

function grpcAction({ port, service, ...rest }: GRPCAction): ProbeAction {
  rest satisfies Record<string, never>;
  return { kind: 'grpc', port, service: service ?? '' };
}

/**
 * An HTTP request of a probe or hook, its defaults filled in; undefined when its port has no number.
 * Reports: reference/missing-port-name. Source: kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_HTTPGetAction.
 */
function httpAction(
  get: HTTPGetAction,
  at: FieldPath,
  scope: ProbeScope,
): Extract<ProbeAction, { kind: 'httpGet' }> | undefined {
  const { host, httpHeaders, path, port, scheme, ...rest } = get;
  rest satisfies Record<string, never>;
  const number = resolvePort(port, at.child('port'), scope);
  if (number === undefined) return undefined;
  return {
    kind: 'httpGet',
    scheme: scheme === 'HTTPS' ? 'HTTPS' : 'HTTP',
    ...(host === undefined || host === '' ? {} : { host }),
    port: number,
    path: path === undefined || path === '' ? '/' : path,
    headers: (httpHeaders ?? []).map(({ name, value }) => ({ name, value: value ?? '' })),
  };
}

/** Resolves the HTTP requests of one container's hooks, which name ports as its probes do. */
export function httpResolver(
  container: Surroundings,
  context: ResolveContext,
): (get: HTTPGetAction, at: FieldPath) => Extract<ProbeAction, { kind: 'httpGet' }> | undefined {
  return (get, at) => httpAction(get, at, { container, context });
}

function tcpAction(
  { host, port, ...rest }: TCPSocketAction,
  at: FieldPath,
  scope: ProbeScope,
): ProbeAction | undefined {
  rest satisfies Record<string, never>;
  const number = resolvePort(port, at.child('port'), scope);
  if (number === undefined) return undefined;
  return { kind: 'tcpSocket', ...(host === undefined || host === '' ? {} : { host }), port: number };
}

/** A number, a name of the container's ports, or a number written as text. Source: kubernetes pkg/probe/util.go, ResolveContainerPort. */
function resolvePort(
  port: number | string,
  at: FieldPath,
  { container, context }: ProbeScope,
): number | undefined {
  if (typeof port === 'number') return port;
  const named = container.ports?.find(({ name }) => name === port);
  if (named !== undefined) return named.containerPort;
  if (/^\d+$/.test(port) && Number(port) > 0 && Number(port) < 65_536) return Number(port);
  const known = (container.ports ?? []).flatMap(({ name }) => (name === undefined ? [] : [name]));
  context.report('reference/missing-port-name', at, { name: port, path: at.toString(), known });
  return undefined;
}
