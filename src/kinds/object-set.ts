import type { KubeObject } from '../phases/documents.js';
import { type PodTemplate, podTemplate } from './pod-template.js';

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
  /** Those of the templates that have a label with this value. */
  readonly labelled: (namespace: string, label: string, value: string) => readonly TemplateInSet[];
}

/** Indexes a set of objects once; look-ups are then cheap. Of two objects with one name the first counts. */
export function objectSet(objects: readonly KubeObject[]): ObjectSet {
  const key = (kind: string, namespace: string, name: string): string => `${kind}/${namespace}/${name}`;
  const byName = new Map<string, KubeObject>();
  const names = new Map<string, string[]>();
  const templates = new Map<string, TemplateInSet[]>();
  const byLabel = new Map<string, TemplateInSet[]>();
  for (const owner of objects) {
    const { kind, namespace, name } = owner;
    const own = key(kind, namespace, name);
    if (!byName.has(own)) byName.set(own, owner);
    addTo(names, `${kind}/${namespace}`, name);
    const template = podTemplate(owner);
    if (template === undefined) continue;
    const labels = template.metadata.labels ?? {};
    const one: TemplateInSet = { ...template, owner, labels };
    addTo(templates, namespace, one);
    for (const [label, value] of Object.entries(labels)) addTo(byLabel, key(namespace, label, value), one);
  }
  return {
    objects,
    find: (kind, namespace, name) => byName.get(key(kind, namespace, name)),
    names: (kind, namespace) => names.get(`${kind}/${namespace}`) ?? [],
    templates: (namespace) => templates.get(namespace) ?? [],
    labelled: (namespace, label, value) => byLabel.get(key(namespace, label, value)) ?? [],
  };
}

function addTo<T>(lists: Map<string, T[]>, key: string, one: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [one]);
  else list.push(one);
}
