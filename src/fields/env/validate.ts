import type { Container, EnvFromSource, EnvVar, EnvVarSource, PodSpec } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkName, checkNoBacksteps, invalid, notFound, required, type Scope } from '../check.js';
import { envFieldPaths, validateFieldRef, validateResourceFieldRef } from '../field-refs.js';
import { asPrefix, configMapKey, dnsLabel, dnsSubdomain, envName } from '../names.js';

/** Source: pkg/apis/core/validation/validation.go, ValidateEnv and ValidateEnvFrom. */
export function validateEnv(
  { env = [], envFrom = [] }: Pick<Container, 'env' | 'envFrom'>,
  podSpec: PodSpec,
  at: FieldPath,
  scope: Scope,
): void {
  for (const [index, variable] of env.entries()) {
    const place = at.child('env').index(index);
    validateVariable(variable, place, scope);
    validateFileVolume(variable, podSpec, place.child('valueFrom', 'fileKeyRef', 'volumeName'), scope);
  }
  for (const [index, source] of envFrom.entries())
    validateEnvFrom(source, at.child('envFrom').index(index), scope);
}

/** Source: validateFileKeyRefVolumes. */
function validateFileVolume(
  { valueFrom }: EnvVar,
  { volumes = [] }: PodSpec,
  at: FieldPath,
  scope: Scope,
): void {
  if (valueFrom?.fileKeyRef === undefined) return;
  const { volumeName = '' } = valueFrom.fileKeyRef;
  const volume = volumes.findLast(({ name }) => name === volumeName);
  if (volume === undefined) notFound(volumeName, { what: 'volume' }, at, scope);
  else if (Object.keys(volume).some((field) => field !== 'name' && field !== 'emptyDir'))
    invalid(volumeName, at, 'must be an emptyDir', scope);
}

function validateVariable({ name, value, valueFrom }: EnvVar, at: FieldPath, scope: Scope): void {
  if (required(name, at.child('name'), scope)) checkName(name, envName, at.child('name'), scope);
  if (valueFrom === undefined) return;
  const place = at.child('valueFrom');
  const sources = Object.keys(valueFrom);
  const words = '"fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef" or "fileKeyRef"';
  if (sources.length === 0) invalid('', place, `must have one of ${words}`, scope);
  else if (value !== undefined && value !== '') invalid('', place, 'cannot stand beside a value', scope);
  else if (sources.length > 1) invalid('', place, `may have only one of ${words}`, scope);
  validateSource(valueFrom, place, scope);
}

function validateSource(source: EnvVarSource, at: FieldPath, scope: Scope): void {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = source;
  if (fieldRef !== undefined) validateFieldRef(fieldRef, envFieldPaths, at.child('fieldRef'), scope);
  if (resourceFieldRef !== undefined) {
    validateResourceFieldRef(resourceFieldRef, at.child('resourceFieldRef'), scope);
  }
  for (const [field, selector] of [
    ['configMapKeyRef', configMapKeyRef],
    ['secretKeyRef', secretKeyRef],
  ] as const) {
    if (selector === undefined) continue;
    const place = at.child(field);
    if (required(selector.name, place.child('name'), scope))
      checkName(selector.name, dnsSubdomain, place.child('name'), scope);
    if (required(selector.key, place.child('key'), scope))
      checkName(selector.key, configMapKey, place.child('key'), scope);
  }
  if (fileKeyRef !== undefined) validateFileKeyRef(fileKeyRef, at.child('fileKeyRef'), scope);
}

/** Source: validateFileKeySelector. */
function validateFileKeyRef(
  { key, volumeName, path }: NonNullable<EnvVarSource['fileKeyRef']>,
  at: FieldPath,
  scope: Scope,
): void {
  if (required(key, at.child('key'), scope)) checkName(key, envName, at.child('key'), scope);
  if (required(volumeName, at.child('volumeName'), scope))
    checkName(volumeName, dnsLabel, at.child('volumeName'), scope);
  if (required(path, at.child('path'), scope)) checkNoBacksteps(path, at.child('path'), scope);
}

/** Errors of the choice name the list and not the item. */
function validateEnvFrom(
  { prefix, configMapRef, secretRef }: EnvFromSource,
  at: FieldPath,
  scope: Scope,
): void {
  if (prefix !== undefined && prefix !== '') checkName(prefix, envName, at.child('prefix'), scope);
  for (const [field, reference] of [
    ['configMapRef', configMapRef],
    ['secretRef', secretRef],
  ] as const) {
    if (reference === undefined) continue;
    const place = at.child(field, 'name');
    if (required(reference.name, place, scope))
      checkName(reference.name, asPrefix(dnsSubdomain), place, scope);
  }
  const list = at.printedAs(String(at.parent));
  if (configMapRef === undefined && secretRef === undefined)
    invalid('', list, 'must have one of "configMapRef" or "secretRef"', scope);
  else if (configMapRef !== undefined && secretRef !== undefined)
    invalid('', list, 'may have only one of "configMapRef" or "secretRef"', scope);
}
