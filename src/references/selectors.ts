import type { Container, Service } from 'kubernetes-types/core/v1.js';
import type { LabelSelector } from 'kubernetes-types/meta/v1.js';
import type { Report } from '../diagnostics/diagnostic.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import { matches } from '../fields/selector.js';
import type { ObjectSet, TemplateInSet } from '../kinds/object-set.js';
import type { KubeObject } from '../phases/documents.js';
import { reportBackendPorts } from './ingress.js';

/** Reports what chooses pods, or ports of them, and finds none. Reports: reference/*. */
export function reportSelectors(object: KubeObject, set: ObjectSet, report: Report): void {
  const { kind } = object;
  if (kind === 'Service') reportService(object as KubeObject<Service>, set, report);
  else if (kind === 'Ingress') reportBackendPorts(object, set, report);
  else if (kind === 'PodDisruptionBudget') reportSelector(object, 'selector', set, report);
  else if (kind === 'NetworkPolicy') reportSelector(object, 'podSelector', set, report);
}

/** An empty selector chooses everything, and one that is absent nothing on purpose. */
function reportSelector(
  object: KubeObject,
  field: 'selector' | 'podSelector',
  set: ObjectSet,
  report: Report,
): void {
  const { spec } = object.manifest as {
    readonly spec?: { readonly [name: string]: LabelSelector | undefined };
  };
  const selector = spec?.[field];
  const isEmpty =
    selector === undefined ||
    (Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0);
  if (isEmpty || set.templates(object.namespace).some(({ labels }) => matches(selector, labels))) return;
  reportNothing(object, object.at.child('spec', field), report);
}

function reportNothing({ kind, name, namespace }: KubeObject, at: FieldPath, report: Report): void {
  report('reference/selector-matches-nothing', at.atKey(), { path: at.toString(), kind, name, namespace });
}

function reportService(service: KubeObject<Service>, set: ObjectSet, report: Report): void {
  const { spec = {} } = service.manifest;
  const { selector = {}, type, ports = [] } = spec;
  const [first] = Object.entries(selector);
  if (first === undefined || type === 'ExternalName') return;
  const chosen = set
    .labelled(service.namespace, ...first)
    .filter(({ labels }) => matches({ matchLabels: selector }, labels));
  if (chosen.length === 0) {
    reportNothing(service, service.at.child('spec', 'selector'), report);
    return;
  }
  const known = ports.some(({ targetPort }) => typeof targetPort === 'string')
    ? chosen.flatMap(portNames)
    : [];
  for (const [index, { targetPort }] of ports.entries()) {
    if (typeof targetPort !== 'string') continue;
    if (known.includes(targetPort)) continue;
    const at = service.at.child('spec', 'ports').index(index).child('targetPort');
    report('reference/missing-target-port', at, { path: at.toString(), port: targetPort, known });
  }
}

/** Names of ports of the containers and of sidecars. Source: kubernetes pkg/api/v1/pod/util.go, FindPort. */
function portNames({ spec }: TemplateInSet): readonly string[] {
  const lasting = [...spec.containers, ...(spec.initContainers ?? []).filter(isSidecar)];
  return lasting.flatMap(({ ports = [] }) => ports.flatMap(({ name }) => (name === undefined ? [] : [name])));
}

function isSidecar(container: Container): boolean {
  return (container as { readonly restartPolicy?: string }).restartPolicy === 'Always';
}
