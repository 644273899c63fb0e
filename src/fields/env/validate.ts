import type { Container, EnvFromSource, EnvVar, EnvVarSource } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkLocalPath, checkName, invalid, required, type Scope } from '../check.js';
import { envFieldPaths, validateFieldRef, validateResourceFieldRef } from '../field-refs.js';
import { configMapKey, dnsSubdomain, envName } from '../names.js';

/** Source: pkg/apis/core/validation/validation.go, ValidateEnv and ValidateEnvFrom. */
export function validateEnv(
  { env = [], envFrom = [] }: Pick<Container, 'env' | 'envFrom'>,
  at: FieldPath,
  scope: Scope,
): void {
  for (const [index, variable] of env.entries())
    validateVariable(variable, at.child('env').index(index), scope);
  for (const [index, source] of envFrom.entries())
    validateEnvFrom(source, at.child('envFrom').index(index), scope);
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
    validateResourceFieldRef(resourceFieldRef, false, at.child('resourceFieldRef'), scope);
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
  if (fileKeyRef !== undefined) {
    const place = at.child('fileKeyRef');
    if (required(fileKeyRef.key, place.child('key'), scope))
      checkName(fileKeyRef.key, envName, place.child('key'), scope);
    if (required(fileKeyRef.volumeName, place.child('volumeName'), scope))
      checkLocalPath(fileKeyRef.path, place.child('path'), scope);
    required(fileKeyRef.path, place.child('path'), scope);
  }
}

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
    if (required(reference.name, place, scope)) checkName(reference.name, dnsSubdomain, place, scope);
  }
  if (configMapRef === undefined && secretRef === undefined) {
    invalid('', at, 'must have one of "configMapRef" or "secretRef"', scope);
  } else if (configMapRef !== undefined && secretRef !== undefined) {
    invalid('', at, 'may have only one of "configMapRef" or "secretRef"', scope);
  }
}
