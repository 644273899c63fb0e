import type { Pod, PodSpec, PodTemplateSpec } from 'kubernetes-types/core/v1.js';
import type { Report } from '../diagnostics/diagnostic.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import { addressAdvice } from '../model/ip-address.js';
import { type Scope, warn } from './check.js';
import { warnOfEnv } from './env/warn.js';
import { dnsLabel } from './names.js';
import { type PlacedPort, warnOfPorts } from './ports/warn.js';
import { warnOfScheduling } from './scheduling/warn.js';
import { warnOfAnnotations } from './security/warn.js';
import { warnOfVolumes } from './volumes/warn.js';
import { warnOfFractions, warnOfRequirements } from './warn-fractions.js';

/** What the API server accepts and warns of. Source: pkg/registry/core/pod/strategy.go, WarningsOnCreate. */
export function warnOfPod(pod: Pod, at: FieldPath, report: Report): void {
  warnOfPodName(pod.metadata?.name, at.child('metadata', 'name'), { report });
  warnOfTemplate(pod, at, { report });
}

/** Host names are made from it. Source: pkg/registry, WarningsOnCreate of pods and most workloads. */
export function warnOfPodName(name: string | undefined, at: FieldPath, scope: Scope): void {
  if (name !== undefined && dnsLabel(name) !== undefined)
    warn(at, `"${name}" becomes part of host names, which it does not fit: use a DNS label`, scope);
}

/** Source: pkg/api/pod/warnings.go, warningsForPodSpecAndMeta. */
export function warnOfTemplate(template: PodTemplateSpec, at: FieldPath, scope: Scope): void {
  const podSpec: PodSpec = { ...template.spec, containers: template.spec?.containers ?? [] };
  const place = at.child('spec');
  const annotations = template.metadata?.annotations ?? {};
  warnOfScheduling(podSpec, place, scope);
  warnOfAnnotations(annotations, podSpec, at.child('metadata', 'annotations'), scope);
  warnOfVolumes(podSpec.volumes ?? [], place.child('volumes'), scope);
  warnOfFractions(podSpec.overhead, place.child('overhead'), scope);
  warnOfContainers(podSpec, place, scope);
  warnOfPullSecrets(podSpec, place.child('imagePullSecrets'), scope);
  warnOfAddresses(podSpec, place, scope);
  if ((podSpec.terminationGracePeriodSeconds ?? 0) < 0)
    warn(place.child('terminationGracePeriodSeconds'), 'is negative and counts as 1', scope);
}

/** Source: the same; init containers come first there. */
function warnOfContainers(podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  const ports: PlacedPort[] = [];
  for (const list of ['initContainers', 'containers', 'ephemeralContainers'] as const) {
    for (const [index, container] of (podSpec[list] ?? []).entries()) {
      const place = at.child(list).index(index);
      warnOfEnv(container.env ?? [], place.child('env'), scope);
      warnOfRequirements(container.resources ?? {}, place.child('resources'), scope);
      const placed = (container.ports ?? []).map((port, position) => ({
        port,
        place: place.child('ports').index(position),
      }));
      ports.push(...placed);
    }
  }
  warnOfPorts(ports, scope);
}

function warnOfPullSecrets({ imagePullSecrets = [] }: PodSpec, at: FieldPath, scope: Scope): void {
  const names = imagePullSecrets.map(({ name = '' }) => name);
  for (const [index, name] of names.entries()) {
    const place = at.index(index).child('name');
    if (names.indexOf(name) < index) warn(place, `"${name}" is there twice`, scope);
    if (name === '') warn(place, 'is empty and names no Secret', scope);
  }
}

function warnOfAddresses({ dnsConfig, hostAliases = [] }: PodSpec, at: FieldPath, scope: Scope): void {
  for (const [index, server] of (dnsConfig?.nameservers ?? []).entries())
    warnOfAddress(server, at.child('dnsConfig', 'nameservers').index(index), scope);
  const addresses = hostAliases.map(({ ip }) => ip);
  for (const [index, address = ''] of addresses.entries()) {
    const place = at.child('hostAliases').index(index).child('ip');
    if (addresses.indexOf(address) < index) warn(place, `${address} is there twice`, scope);
    warnOfAddress(address, place, scope);
  }
}

/** Source: k8s.io/apimachinery/pkg/util/validation/ip.go, GetWarningsForIP. */
export function warnOfAddress(address: string, at: FieldPath, scope: Scope): void {
  const advice = addressAdvice(address);
  if (advice !== undefined) warn(at, advice, scope);
}
