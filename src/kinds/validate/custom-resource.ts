import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkName, checkWord, forbid, invalid, required, type Scope } from '../../fields/check.js';
import { validateMetadata } from '../../fields/metadata/validate.js';
import { dns1035Label, dnsSubdomain, type NameRule } from '../../fields/names.js';
import { type CustomVersion, validateVersions } from './custom-versions.js';
import { validateReviewVersions, validateWebhookClient, type WebhookClient } from './webhook-client.js';

interface Names {
  readonly plural?: string;
  readonly singular?: string;
  readonly kind?: string;
  readonly listKind?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

interface Conversion {
  readonly strategy?: string;
  readonly webhook?: {
    readonly clientConfig?: WebhookClient;
    readonly conversionReviewVersions?: readonly string[];
  };
}

interface Definition {
  readonly metadata?: ObjectMeta;
  readonly spec?: {
    readonly group?: string;
    readonly scope?: string;
    readonly names?: Names;
    readonly versions?: readonly CustomVersion[];
    readonly conversion?: Conversion;
    readonly preserveUnknownFields?: boolean;
  };
}

const approval = 'api-approved.kubernetes.io';

/**
 * What expressions say is not looked at, nor whether defaults fit their schema.
 * Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go, ValidateCustomResourceDefinition.
 */
export function validateCustomResource(
  { metadata, spec = {} }: Definition,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  const { group = '', names = {}, versions = [], conversion, preserveUnknownFields } = spec;
  const wanted = `${names.plural ?? ''}.${group}`;
  const name: NameRule = (text) => dnsSubdomain(text) ?? (text === wanted ? undefined : `be "${wanted}"`);
  validateMetadata(metadata, at.child('metadata'), { name, clusterScoped: true, anyFinalizers: true }, scope);
  if (required(group, place.child('group'), scope)) {
    checkName(group, dnsSubdomain, place.child('group'), scope);
    if (!group.includes('.')) invalid(group, place.child('group'), 'must have a dot', scope);
  }
  if (required(spec.scope, place.child('scope'), scope))
    checkWord(spec.scope, ['Cluster', 'Namespaced'], place.child('scope'), scope);
  validateNames(names, place.child('names'), scope);
  validateVersions(versions, place, scope);
  if (conversion !== undefined) validateConversion(conversion, place.child('conversion'), scope);
  if (preserveUnknownFields === true)
    invalid(true, place.child('preserveUnknownFields'), 'must be false: schemas say it', scope);
  const isGuarded = /(?:^|\.)(?:k8s|kubernetes)\.io$/.test(group);
  if (isGuarded) checkApproval(metadata?.annotations?.[approval], at.child('metadata', 'annotations'), scope);
}

/** Groups of Kubernetes itself are reviewed. Source: validateAPIApproval; apihelpers, GetAPIApprovalState. */
function checkApproval(approved: string | undefined, at: FieldPath, scope: Scope): void {
  const place = at.entry(approval);
  if (!required(approved, place, scope, 'the group is guarded')) return;
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(approved ?? '') && approved?.startsWith('unapproved') !== true)
    invalid(approved, place, 'must be a URL, or begin with "unapproved"', scope);
}

/** Singular and listKind have defaults. Source: validateCustomResourceDefinitionSpec, ValidateCustomResourceDefinitionNames. */
function validateNames(names: Names, at: FieldPath, scope: Scope): void {
  const { plural = '', kind = '', shortNames = [], categories = [] } = names;
  const singular = names.singular || kind.toLowerCase();
  const listKind = names.listKind || (kind === '' ? '' : `${kind}List`);
  const label: NameRule = (text) => dns1035Label(text);
  const all = { plural, singular, kind: kind.toLowerCase(), listKind: listKind.toLowerCase() };
  for (const [field, name] of Object.entries(all))
    if (required(name, at.child(field), scope)) checkName(name, label, at.child(field), scope);
  if (kind !== '' && kind === listKind)
    invalid(listKind, at.child('listKind'), 'must not be the same as kind', scope);
  for (const [field, list] of Object.entries({ shortNames, categories }))
    for (const [index, name] of list.entries()) checkName(name, label, at.child(field).index(index), scope);
}

/** Errors name the fields of the older version. Source: validateCustomResourceConversion. */
function validateConversion({ strategy, webhook }: Conversion, at: FieldPath, scope: Scope): void {
  if (required(strategy, at.child('strategy'), scope))
    checkWord(strategy, ['None', 'Webhook'], at.child('strategy'), scope);
  const clientAt = at.child('webhook', 'clientConfig');
  const printed = clientAt.printedAs(`${at}.webhookClientConfig`);
  const versionsAt = at
    .child('webhook', 'conversionReviewVersions')
    .printedAs(`${at}.conversionReviewVersions`);
  const { clientConfig, conversionReviewVersions = [] } = webhook ?? {};
  if (strategy === 'Webhook') {
    if (clientConfig === undefined) required(undefined, printed, scope, 'the strategy is Webhook');
    else validateWebhookClient(clientConfig, clientAt, scope, printed);
    validateReviewVersions(conversionReviewVersions, versionsAt, scope);
    return;
  }
  const why = 'only goes with strategy Webhook';
  if (clientConfig !== undefined) forbid(printed, why, scope);
  if (conversionReviewVersions.length > 0) forbid(versionsAt, why, scope);
}
