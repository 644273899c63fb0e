import type { Report } from '../../../diagnostics/diagnostic.js';
import type { ApplicationModel } from '../../../model/application.js';
import { podNames } from '../../../podman/names.js';
import type { PodmanTarget } from '../../../podman/target.js';
import { capabilities, formatVersion, supports } from '../../../podman/versions.js';
import { unitText } from '../quadlet/unit-file.js';

/**
 * A unit that plays the YAML beside it, called by its first pod: starting it makes all of it, stopping it takes it away.
 * Reports: podman/no-kube-unit. Source: man podman-systemd.unit(5), Kube units.
 */
export function kubeUnit(
  { pods }: Pick<ApplicationModel, 'pods'>,
  {
    generator,
    target,
    report,
  }: { readonly generator: string; readonly target: PodmanTarget; readonly report: Report },
) {
  const [first] = pods;
  const name = first === undefined ? 'kube' : podNames(first.identity.namespace, first.identity.name).pod;
  if (first !== undefined && !supports(target.version, 'quadlet'))
    report('podman/no-kube-unit', first.origin, {
      version: formatVersion(target.version),
      since: capabilities.quadlet,
    });
  const text = unitText({
    name: `${name}.kube`,
    head: [
      `Everything in kube.yaml: systemctl start and stop ${name}.service work on all of it`,
      `Made by ${generator} for Podman ${formatVersion(target.version)}, ${target.rootless ? 'rootless' : 'rootful'}`,
    ],
    sections: [
      { name: 'Kube', lines: [['Yaml', 'kube.yaml']] },
      // Images may have to be pulled first.
      { name: 'Service', lines: [['TimeoutStartSec', '900']] },
      { name: 'Install', lines: [['WantedBy', 'default.target']] },
    ],
  });
  return [`${name}.kube`, { text, mode: 0o644 }] as const;
}
