import type { FieldPath } from '../diagnostics/field-path.js';
import type { ClaimModel, DroppedClaim } from '../fields/volumes/model.js';
import type { IngressModel, IngressSummary, ProxyModel } from '../ingress/model.js';
import type { ServiceModel } from '../services/model.js';
import type { PodModel } from './pod-model.js';
import type { ScheduleModel } from './schedule.js';
import type { TemplateModel } from './template.js';
import type { Text } from './text.js';

/** One object of the input, as `apply` reports and records it. */
export interface ObjectModel {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly origin: FieldPath;
  /** The object as written, secret values taken out: what the record keeps. */
  readonly source: unknown;
  /** The object as written, secret values included: only digests are made from it, and it never prints. */
  readonly content: () => unknown;
  /** The values that `source` leaves out, as JSON text that never prints; absent: none. */
  readonly hidden?: Text;
  /** What the supervisor must know of the object itself (Services and what belongs to them): kept in a label of its record. */
  readonly rules?: unknown;
  /** What `get` tells of an Ingress, and whether the proxy serves it: kept in another label of its record. */
  readonly ingress?: IngressSummary;
}

/** Everything that the manifests ask for, resolved: the input of planning and of the kube YAML emitter. */
export interface ApplicationModel {
  readonly objects: readonly ObjectModel[];
  readonly pods: readonly PodModel[];
  /** Pods that the supervisor makes when they are due. */
  readonly templates: readonly TemplateModel[];
  /** Pods that run at their times without the supervisor; only in forms that can say it. */
  readonly schedules?: readonly ScheduleModel[];
  readonly claims: readonly ClaimModel[];
  /** Claims of StatefulSets that were scaled down and whose policy is not to keep them. */
  readonly droppedClaims?: readonly DroppedClaim[];
  /** Services with an address of their own. */
  readonly services: readonly ServiceModel[];
  /** What all Ingresses ask for together; absent: there are none, or nothing serves them. */
  readonly ingress?: IngressModel;
  /** The proxy that serves them. */
  readonly proxy?: ProxyModel;
}
