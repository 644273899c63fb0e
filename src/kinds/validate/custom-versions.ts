import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkName, invalid, required, type Scope } from '../../fields/check.js';
import { dns1035Label } from '../../fields/names.js';
import type { CustomSchema } from './custom-schema.js';
import { validateRootSchema } from './custom-schema-rules.js';

interface Column {
  readonly name?: string;
  readonly type?: string;
  readonly format?: string;
  readonly jsonPath?: string;
}

interface Subresources {
  readonly status?: object;
  readonly scale?: {
    readonly specReplicasPath?: string;
    readonly statusReplicasPath?: string;
    readonly labelSelectorPath?: string;
  };
}

/** One version of a custom resource. */
export interface CustomVersion {
  readonly name?: string;
  readonly storage?: boolean;
  readonly deprecated?: boolean;
  readonly deprecationWarning?: string;
  readonly schema?: { readonly openAPIV3Schema?: CustomSchema };
  readonly subresources?: Subresources;
  readonly additionalPrinterColumns?: readonly Column[];
  readonly selectableFields?: readonly { readonly jsonPath?: string }[];
}

/** The same text for the same value, in whichever order its fields are written. */
function textOf(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint'
      ? `${part}n`
      : typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
        : part,
  );
}

/**
 * What all versions have in common is validated, and named, as if it stood in the spec itself: as `spec.validation`.
 * Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/conversion.go,
 * Convert_v1_CustomResourceDefinitionSpec_To_apiextensions_CustomResourceDefinitionSpec; validation.go, validateCustomResourceDefinitionSpec.
 */
export function validateVersions(versions: readonly CustomVersion[], spec: FieldPath, scope: Scope): void {
  const at = spec.child('versions');
  const isShared = (field: keyof CustomVersion): boolean =>
    versions.every((version) => textOf(version[field]) === textOf(versions[0]?.[field]));
  const shared = {
    schema: isShared('schema') ? `${spec}.validation` : undefined,
    subresources: isShared('subresources') ? `${spec}.subresources` : undefined,
    columns: isShared('additionalPrinterColumns') ? `${spec}.additionalPrinterColumns` : undefined,
  };
  const anyStatus = versions.some(({ subresources }) => subresources?.status !== undefined);
  const names = versions.map(({ name = '' }) => name);
  if (new Set(names).size < names.length) invalid('', at, 'must have different names', scope);
  if (versions.filter(({ storage }) => storage === true).length !== 1)
    invalid('', at, 'exactly one version must have storage: true', scope);
  for (const [index, version] of versions.entries()) {
    const place = at.index(index);
    checkName(version.name ?? '', dns1035Label, place.child('name'), scope);
    checkDeprecation(version, place.child('deprecationWarning'), scope);
    const schema = version.schema?.openAPIV3Schema;
    const schemaAt = place.child('schema', 'openAPIV3Schema');
    if (schema === undefined) required(undefined, schemaAt, scope, 'fields without a schema are dropped');
    // What is shared is reported once, at the first version.
    if (schema !== undefined && (index === 0 || shared.schema === undefined)) {
      const printed =
        shared.schema === undefined ? schemaAt : schemaAt.printedAs(`${shared.schema}.openAPIV3Schema`);
      const hasStatus = shared.schema === undefined ? version.subresources?.status !== undefined : anyStatus;
      validateRootSchema(schema, hasStatus ? 'status' : 'no status', printed, scope);
    }
    if (index === 0 || shared.subresources === undefined) {
      const where = place.child('subresources');
      validateScale(
        version.subresources?.scale,
        where.printedAs(shared.subresources ?? where.toString()),
        scope,
      );
    }
    if (index === 0 || shared.columns === undefined) {
      const where = place.child('additionalPrinterColumns');
      validateColumns(
        version.additionalPrinterColumns ?? [],
        where,
        shared.columns ?? where.toString(),
        scope,
      );
    }
  }
}

function checkDeprecation(
  { deprecated, deprecationWarning: text }: CustomVersion,
  at: FieldPath,
  scope: Scope,
): void {
  if (text === undefined) return;
  if (deprecated !== true) invalid(text, at, 'only goes with deprecated: true', scope);
  else if (text === '' || text.length > 256) invalid(text, at, 'must have 1 to 256 characters', scope);
}

/** Source: ValidateCustomResourceDefinitionSubresources, validateSimpleJSONPath. */
function validateScale(scale: Subresources['scale'], at: FieldPath, scope: Scope): void {
  if (scale === undefined) return;
  const place = (field: string): FieldPath => at.child('scale', field).printedAs(`${at}.scale.${field}`);
  const { specReplicasPath = '', statusReplicasPath = '', labelSelectorPath = '' } = scale;
  if (required(specReplicasPath, place('specReplicasPath'), scope) && !specReplicasPath.startsWith('.spec.'))
    invalid(specReplicasPath, place('specReplicasPath'), 'must begin with ".spec."', scope);
  if (
    required(statusReplicasPath, place('statusReplicasPath'), scope) &&
    !statusReplicasPath.startsWith('.status.')
  )
    invalid(statusReplicasPath, place('statusReplicasPath'), 'must begin with ".status."', scope);
  if (labelSelectorPath !== '' && !/^\.(?:spec|status)\./.test(labelSelectorPath))
    invalid(labelSelectorPath, place('labelSelectorPath'), 'must begin with ".spec." or ".status."', scope);
}

const columnTypes = ['boolean', 'date', 'integer', 'number', 'string'];
const formats = ['byte', 'binary', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

/** Source: ValidateCustomResourceColumnDefinition. */
function validateColumns(columns: readonly Column[], at: FieldPath, printed: string, scope: Scope): void {
  for (const [index, { name, type, format = '', jsonPath = '' }] of columns.entries()) {
    const place = (field: string, shown = field): FieldPath =>
      at.index(index).child(field).printedAs(`${printed}[${index}].${shown}`);
    required(name, place('name'), scope);
    if (required(type, place('type'), scope) && !columnTypes.includes(type ?? ''))
      invalid(type, place('type'), `must be ${columnTypes.join(', ')}`, scope);
    if (format !== '' && !formats.includes(format))
      invalid(format, place('format'), `must be ${formats.join(', ')}`, scope);
    const path = place('jsonPath', 'JSONPath');
    if (required(jsonPath, path, scope) && !jsonPath.startsWith('.'))
      invalid(jsonPath, path, 'must begin with "."', scope);
  }
}
