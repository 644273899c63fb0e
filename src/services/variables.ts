import type { PodSpec } from 'kubernetes-types/core/v1.js';
import { latePart, type Text } from '../model/text.js';
import type { PodmanState } from '../phases/observed.js';
import { isOurs, label } from '../reconcile/labels.js';
import { volumeRulesOf } from '../supervisor/rules.js';
import type { ServiceModel, ServicePortModel, ServiceRules } from './model.js';
import { holderName } from './names.js';
import { hasAddress } from './rules.js';

/** A Service that pods find in their environment. */
export interface LinkedService {
  readonly name: string;
  readonly namespace: string;
  readonly ports: readonly ServicePortModel[];
}

/** The Services with an address of their own: those of the input, and those that an earlier apply made. */
export function linkedServices(
  services: readonly ServiceModel[],
  { volumes }: PodmanState,
): readonly LinkedService[] {
  const given = services.map(({ name, rules: { namespace, ports } }) => ({ name, namespace, ports }));
  const isGiven = (name: string, namespace: string): boolean =>
    given.some((one) => one.name === name && one.namespace === namespace);
  const earlier = [...volumes.values()].flatMap(({ labels }): readonly LinkedService[] => {
    if (!isOurs(labels) || labels[label.kind] !== 'Service') return [];
    const rules = volumeRulesOf<ServiceRules>(labels[label.rules]);
    const name = labels[label.name] ?? '';
    if (rules === undefined || !hasAddress(rules) || isGiven(name, rules.namespace)) return [];
    return [{ name, namespace: rules.namespace, ports: rules.ports }];
  });
  return [...given, ...earlier].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The variables by which a pod finds the Services of its own namespace: host and ports, and those that Docker's links
 * had. The address is that of the Service's holder, so it is known when the holder has one.
 * Source: kubernetes pkg/kubelet/envvars/envvars.go, FromServices and makeLinkVariables; pkg/kubelet/kubelet_pods.go,
 * getServiceEnvVarMap (whose variables of the API server are left out: there is none).
 */
export function serviceVariables(
  services: readonly LinkedService[],
  namespace: string,
): ReadonlyMap<string, Text> {
  const variables = new Map<string, Text>();
  for (const service of services) {
    const [first] = service.ports;
    if (service.namespace !== namespace || first === undefined) continue;
    const prefix = variableName(service.name);
    const host = latePart({ name: 'podIP', pod: holderName(namespace, service.name) });
    variables.set(`${prefix}_SERVICE_HOST`, [host]);
    variables.set(`${prefix}_SERVICE_PORT`, [String(first.port)]);
    for (const { name, port } of service.ports) {
      if (name !== undefined) variables.set(`${prefix}_SERVICE_PORT_${variableName(name)}`, [String(port)]);
    }
    for (const [index, { port, protocol }] of service.ports.entries()) {
      const address: Text = [`${protocol}://`, host, `:${port}`];
      const link = `${prefix}_PORT_${port}_${protocol.toUpperCase()}`;
      if (index === 0) variables.set(`${prefix}_PORT`, address);
      variables.set(link, address);
      variables.set(`${link}_PROTO`, [protocol]);
      variables.set(`${link}_PORT`, [String(port)]);
      variables.set(`${link}_ADDR`, [host]);
    }
  }
  return variables;
}

/**
 * Those of the variables that a text of the pod refers to as `$(NAME)`: enough to find what is wrong with it. Thousands
 * of pods with the variables of thousands of Services would need their product.
 */
export function namedVariables(
  variables: ReadonlyMap<string, Text>,
  podSpec: PodSpec,
): ReadonlyMap<string, Text> {
  if (variables.size === 0) return variables;
  const names = expandedTexts(podSpec)
    .flatMap((text) => [...text.matchAll(/\$\(([^)]+)\)/g)])
    .map(([, name = '']) => name);
  return new Map(
    names.flatMap((name) => {
      const value = variables.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Source: kubernetes pkg/kubelet/container/helpers.go, ExpandContainerCommandAndArgs, ExpandContainerVolumeMounts. */
function expandedTexts({ initContainers = [], containers }: PodSpec): readonly string[] {
  return [...initContainers, ...containers]
    .flatMap(({ command = [], args = [], env = [], volumeMounts = [] }) => [
      ...[...command, ...args],
      ...env.map(({ value = '' }) => value),
      ...volumeMounts.map(({ subPathExpr = '' }) => subPathExpr),
    ])
    .filter((text) => text.includes('$('));
}

function variableName(name: string): string {
  return name.replaceAll('-', '_').toUpperCase();
}
