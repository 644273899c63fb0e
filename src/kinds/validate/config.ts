import type { ConfigMap, Secret, ServiceAccount } from 'kubernetes-types/core/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkName, invalid, required, type Scope } from '../../fields/check.js';
import { subdomainName, validateMetadata } from '../../fields/metadata/validate.js';
import { byteLength, configMapKey } from '../../fields/names.js';

const sizeLimit = 1024 * 1024;

/** What is written in base64 counts as what it stands for. */
const decodedLength = (text: string): number => Buffer.byteLength(text, 'base64');
const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);

function checkSize(size: number, at: FieldPath, { report }: Scope): void {
  if (size > sizeLimit) report('api/too-long', at, { path: at.toString(), size, limit: sizeLimit });
}

/** Source: pkg/apis/core/validation/validation.go, ValidateConfigMap. */
export function validateConfigMap(
  { metadata, data = {}, binaryData = {} }: ConfigMap,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  for (const key of Object.keys(data)) {
    checkName(key, configMapKey, at.child('data').entry(key).atKey(), scope);
    if (key in binaryData)
      invalid(key, at.child('data').entry(key).atKey(), 'binaryData has this key too', scope);
  }
  for (const key of Object.keys(binaryData))
    checkName(key, configMapKey, at.child('binaryData').entry(key).atKey(), scope);
  const size = sum(Object.values(data).map(byteLength)) + sum(Object.values(binaryData).map(decodedLength));
  checkSize(size, at.printedAs(''), scope);
}

/** Keys that a type of Secret must have. Source: pkg/apis/core/types.go, SecretType constants. */
const neededKeys: { readonly [type: string]: readonly string[] } = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

/** Source: pkg/apis/core/validation/validation.go, ValidateSecret. */
export function validateSecret(
  { metadata, data = {}, stringData = {}, type = 'Opaque' }: Secret,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  const place = at.child('data');
  const all = { ...data, ...stringData };
  const where = (key: string): FieldPath =>
    key in stringData
      ? at.child('stringData').entry(key).printedAs(place.entry(key).toString())
      : place.entry(key);
  for (const key of Object.keys(all)) checkName(key, configMapKey, where(key).atKey(), scope);
  const encoded = Object.entries(data).filter(([key]) => !(key in stringData));
  const size =
    sum(Object.values(stringData).map(byteLength)) + sum(encoded.map(([, text]) => decodedLength(text)));
  checkSize(size, place, scope);
  for (const key of neededKeys[type] ?? [])
    if (!(key in all) || (key === 'ssh-privatekey' && all[key] === ''))
      required(undefined, place.entry(key), scope, `type ${type} has it`);
  if (type === 'kubernetes.io/basic-auth' && !('username' in all) && !('password' in all)) {
    for (const key of ['username', 'password'])
      required(undefined, place.entry(key), scope, `type ${type} has one of them`);
  }
  if (type === 'kubernetes.io/service-account-token') {
    const name = metadata?.annotations?.['kubernetes.io/service-account.name'];
    required(name, at.child('metadata', 'annotations').entry('kubernetes.io/service-account.name'), scope);
  }
  for (const key of ['.dockercfg', '.dockerconfigjson']) {
    const text =
      stringData[key] ??
      (data[key] === undefined ? undefined : Buffer.from(data[key], 'base64').toString('utf8'));
    if (!(neededKeys[type] ?? []).includes(key) || text === undefined) continue;
    if (!isJsonObject(text))
      invalid('<secret contents redacted>', where(key), 'must be an object of JSON', scope);
  }
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Source: pkg/apis/core/validation/validation.go, ValidateServiceAccount. */
export function validateServiceAccount({ metadata }: ServiceAccount, at: FieldPath, report: Report): void {
  validateMetadata(metadata, at.child('metadata'), subdomainName, { report });
}
