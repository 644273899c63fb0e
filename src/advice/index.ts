import type { Container, PodSpec, Volume } from 'kubernetes-types/core/v1.js';
import type { Report } from '../diagnostics/diagnostic.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import { podTemplate } from '../kinds/pod-template.js';
import type { KubeObject } from '../phases/documents.js';

/**
 * Points at what a cluster and Podman both take and a person may regret: it opens the machine to the pod, or changes
 * under one's feet. Reports: advice/*.
 */
export function advise(objects: readonly KubeObject[], report: Report): void {
  for (const object of objects) {
    const template = podTemplate(object);
    if (template !== undefined) advisePod(template.spec, template.at, report);
  }
}

const sharedNamespaces = {
  hostNetwork: 'the network',
  hostPID: 'the processes',
  hostIPC: 'the shared memory and message queues',
} as const;

function advisePod(spec: PodSpec, at: FieldPath, report: Report): void {
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC'] as const) {
    if (spec[field] === true)
      report('advice/host-namespace', at.child(field), { field, what: sharedNamespaces[field] });
  }
  for (const [index, volume] of (spec.volumes ?? []).entries())
    adviseVolume(volume, at.child('volumes').index(index), report);
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [index, container] of (spec[list] ?? []).entries())
      adviseContainer(container, at.child(list).index(index), report);
  }
}

const engineSocket = /\/(?:docker|podman|containerd|crio)\.sock$/;

function adviseVolume({ name, hostPath }: Volume, at: FieldPath, report: Report): void {
  if (hostPath === undefined) return;
  const { path } = hostPath;
  const place = at.child('hostPath', 'path');
  if (engineSocket.test(path)) report('advice/container-socket', place, { volume: name, path });
  else report('advice/host-path', place, { volume: name, path });
}

function adviseContainer(container: Container, at: FieldPath, report: Report): void {
  const { name, image = '', securityContext } = container;
  if (securityContext?.privileged === true)
    report('advice/privileged', at.child('securityContext', 'privileged'), { container: name });
  const tag = changingTag(image);
  if (tag !== undefined) report('advice/unpinned-image', at.child('image'), { container: name, image, tag });
}

/** The tag of an image that is no release: `latest`, or none; undefined for a release, a digest, or no image at all. */
function changingTag(image: string): string | undefined {
  if (image === '' || image.includes('@') || image.startsWith('localhost/')) return undefined;
  const tag = /:([\w][\w.-]*)$/.exec(image)?.[1] ?? '';
  return tag === '' || tag === 'latest' ? tag : undefined;
}
