import { type PodTemplate, podTemplate } from '../kinds/pod-template.js';
import type { KubeObject } from '../phases/documents.js';

/** The pods of one object, with the namespace in which they run. */
export interface TemplateInSet extends PodTemplate {
  readonly owner: KubeObject;
  readonly labels: { readonly [name: string]: string };
}

/** Objects by kind, namespace and name, and the pods that they describe. */
export interface ObjectSet {
  readonly objects: readonly KubeObject[];
  readonly find: (kind: string, namespace: string, name: string) => KubeObject | undefined;
  /** Names of all objects of a kind in a namespace, for the nearest spelling. */
  readonly names: (kind: string, namespace: string) => readonly string[];
  readonly templates: (namespace: string) => readonly TemplateInSet[];
}

/** Indexes a set of objects once; look-ups are then cheap. */
export function objectSet(objects: readonly KubeObject[]): ObjectSet {
  const key = (kind: string, namespace: string, name: string): string => `${kind}/${namespace}/${name}`;
  const byName = new Map(objects.map((one) => [key(one.kind, one.namespace, one.name), one]));
  const templates = new Map<string, TemplateInSet[]>();
  for (const owner of objects) {
    const template = podTemplate(owner);
    if (template === undefined) continue;
    const list = templates.get(owner.namespace) ?? [];
    list.push({ ...template, owner, labels: template.metadata.labels ?? {} });
    templates.set(owner.namespace, list);
  }
  return {
    objects,
    find: (kind, namespace, name) => byName.get(key(kind, namespace, name)),
    names: (kind, namespace) =>
      objects.filter((one) => one.kind === kind && one.namespace === namespace).map(({ name }) => name),
    templates: (namespace) => templates.get(namespace) ?? [],
  };
}
