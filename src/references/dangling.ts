import type { RoleBinding } from 'kubernetes-types/rbac/v1.js';
import type { Report } from '../diagnostics/diagnostic.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import { nearestName } from '../diagnostics/spelling.js';
import type { ObjectSet } from '../kinds/object-set.js';
import { podTemplate } from '../kinds/pod-template.js';
import type { KubeObject } from '../phases/documents.js';
import { ingressReferences } from './ingress.js';
import type { Reference } from './reference.js';

/** What an object of each kind refers to by name, beyond what its pods need to start (which resolving follows). */
const references: { readonly [kind: string]: (object: KubeObject) => readonly Reference[] } = {
  Ingress: ingressReferences,
  StatefulSet: (object) => {
    const { spec } = object.manifest as { readonly spec?: { readonly serviceName?: string } };
    return named('Service', object.namespace, spec?.serviceName, object.at.child('spec', 'serviceName'));
  },
  HorizontalPodAutoscaler: (object) => {
    const { spec } = object.manifest as { readonly spec?: { readonly scaleTargetRef?: Named } };
    const { kind = '', name } = spec?.scaleTargetRef ?? {};
    return named(kind, object.namespace, name, object.at.child('spec', 'scaleTargetRef', 'name'));
  },
  PersistentVolumeClaim: (object) => {
    const { spec } = object.manifest as { readonly spec?: { readonly volumeName?: string } };
    return named('PersistentVolume', '', spec?.volumeName, object.at.child('spec', 'volumeName'));
  },
  RoleBinding: bindingReferences,
  ClusterRoleBinding: bindingReferences,
};

interface Named {
  readonly kind?: string;
  readonly name?: string;
}

/** Reports every name behind which there is nothing. Reports: reference/missing-object. */
export function reportDangling(object: KubeObject, set: ObjectSet, report: Report): void {
  const all = [...(references[object.kind]?.(object) ?? []), ...accountOf(object)];
  for (const { kind, namespace, name, at } of all) {
    if (set.find(kind, namespace, name) !== undefined) continue;
    const nearest = nearestName(name, set.names(kind, namespace));
    report('reference/missing-object', at, {
      path: at.toString(),
      kind,
      name,
      namespace,
      ...(nearest === undefined ? {} : { nearest }),
    });
  }
}

function named(
  kind: string,
  namespace: string,
  name: string | undefined,
  at: FieldPath,
): readonly Reference[] {
  return name === undefined || name === '' ? [] : [{ kind, namespace, name, at }];
}

/** Every namespace has the account `default` without anybody making it. */
function accountOf(object: KubeObject): readonly Reference[] {
  const template = podTemplate(object);
  const { serviceAccountName, serviceAccount } = template?.spec ?? {};
  const name = serviceAccountName ?? serviceAccount;
  if (template === undefined || name === 'default') return [];
  const field = serviceAccountName === undefined ? 'serviceAccount' : 'serviceAccountName';
  return named('ServiceAccount', object.namespace, name, template.at.child(field));
}

/** Roles that every cluster has. Source: kubernetes plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go. */
const builtInRole = /^(?:cluster-admin|admin|edit|view|system:.*)$/;

function bindingReferences(object: KubeObject): readonly Reference[] {
  const { roleRef, subjects = [] } = object.manifest as RoleBinding;
  const { kind = '', name = '' } = roleRef ?? {};
  const isBuiltIn = kind === 'ClusterRole' && builtInRole.test(name);
  const role = isBuiltIn
    ? []
    : named(kind, kind === 'Role' ? object.namespace : '', name, object.at.child('roleRef', 'name'));
  const accounts = subjects.flatMap((subject, index) => {
    if (subject.kind !== 'ServiceAccount' || subject.name === 'default') return [];
    const namespace = subject.namespace ?? object.namespace;
    return named(
      'ServiceAccount',
      namespace,
      subject.name,
      object.at.child('subjects').index(index).child('name'),
    );
  });
  return [...role, ...accounts];
}
