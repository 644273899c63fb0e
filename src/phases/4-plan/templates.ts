import { withoutServiceVariables } from '../../fields/env/links.js';
import { overridePod } from '../../fields/override-pod.js';
import { planPod } from '../../fields/plan-pod.js';
import { noOverrides } from '../../model/overrides.js';
import type { TemplateModel } from '../../model/template.js';
import type { Operation } from '../../podman/operations.js';
import { placeholder, templateNames } from '../../reconcile/pod-template.js';
import { type PlannedTemplate, planTemplate } from '../../reconcile/templates.js';
import type { PlannedLater, PlanOptions } from './planned.js';

/** Templates of which the supervisor makes pods, and the records that keep what makes one of them. */
export interface PlannedTemplates {
  readonly later: readonly PlannedLater[];
  /** Empty for outputs that leave no state behind. */
  readonly templates: readonly PlannedTemplate[];
}

/** Plans what makes a pod of each template: the supervisor has nothing but that. */
export function planTemplates(models: readonly TemplateModel[], options: PlanOptions): PlannedTemplates {
  const { observed, digest, overrides = noOverrides } = options;
  const later = models.map(
    (model): PlannedLater => ({ ...model.owner, operations: templateOperations(model, options) }),
  );
  if (digest === undefined) return { later: [], templates: [] };
  const templates = models.map((model, index) =>
    planTemplate(
      { ...model, pod: withoutServiceVariables(model.pod) },
      {
        operations: later[index]?.operations ?? [],
        state: observed.state,
        digest,
        replace: overrides.existing === 'replace',
      },
    ),
  );
  return { later, templates };
}

/** What makes one pod of a template and starts it, with placeholders for what only a real one has. */
function templateOperations(
  { owner, pod }: TemplateModel,
  { observed, situation, overrides = noOverrides }: PlanOptions,
): readonly Operation[] {
  const names = templateNames(owner.namespace);
  const addresses = new Map([[names.pod, { ip: placeholder.address, mac: placeholder.mac }]]);
  const there = { ...observed, addresses };
  const planned = planPod(pod, { observed: there, situation, names });
  // Only what holds for every pod: each one's address and ports are its own.
  const shared = { ...overrides, publish: [], publishPorts: 'with-host-port' as const, ips: [], macs: [] };
  const { create, start } = overridePod({ planned, model: pod, index: 0, observed: there }, shared);
  return [...create, ...start];
}
