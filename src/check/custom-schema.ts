import type { Ajv as AjvClass, ErrorObject, Options } from 'ajv';
import type { Report } from '../diagnostics/diagnostic.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import type { ManifestDocument, ManifestValue } from '../phases/documents.js';
import { type AppliedRule, appliedRules } from './custom-rules.js';
import type { CustomSchemas, CustomValidator } from './custom-validator.js';

type SchemaMap = { readonly [key: string]: ManifestValue };

/** A schema for one kind, as found in a definition or a file. */
interface FoundSchema {
  readonly apiVersion: string;
  readonly kind: string;
  readonly schema: SchemaMap;
  /** Where the schema stands. */
  readonly at: FieldPath;
}

/**
 * Makes validators of CustomResourceDefinitions and of JSON schemas that say for whom they are
 * (`x-kubernetes-group-version-kind`). `Ajv` is handed in, because loading and compiling it takes longer than a check.
 */
export function customSchemas(
  documents: readonly ManifestDocument[],
  Ajv: new (options: Options) => AjvClass,
): CustomSchemas {
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, code: { regExp: pattern } });
  return new Map(
    documents.flatMap(schemasIn).map(({ apiVersion, kind, schema, at: definedAt }) => {
      let validate: ReturnType<typeof ajv.compile> | undefined;
      const validator: CustomValidator = ({ value, at }, report) => {
        validate ??= ajv.compile(strict(schema, true) as object);
        if (!validate(plain(value)))
          for (const error of validate.errors ?? []) reportError(error, value, at, report);
        for (const applied of appliedRules(schema, definedAt, { value, at })) noteRule(applied, report);
      };
      return [`${apiVersion} ${kind}`, validator] as const;
    }),
  );
}

/** A pattern of Go's that JavaScript does not know (`(?i)`) takes everything: what cannot be judged is not refused. */
const pattern = Object.assign(
  (text: string): RegExp => {
    try {
      return new RegExp(text);
    } catch {
      return /(?:)/;
    }
  },
  { code: 'new RegExp' },
);

function schemasIn({ value, at }: ManifestDocument): readonly FoundSchema[] {
  if (!isMap(value)) return [];
  if (value.kind === 'CustomResourceDefinition') return definedSchemas(value, at);
  const kinds = value['x-kubernetes-group-version-kind'];
  return (Array.isArray(kinds) ? (kinds as readonly ManifestValue[]) : []).flatMap((one) => {
    if (!isMap(one)) return [];
    const { group, version, kind } = one;
    const apiVersion =
      group === '' || group === undefined ? String(version) : `${String(group)}/${String(version)}`;
    return [{ apiVersion, kind: String(kind), schema: value, at }];
  });
}

/** Source: k8s.io/apiextensions-apiserver pkg/apis/apiextensions/v1/types.go, CustomResourceDefinitionSpec. */
function definedSchemas({ spec }: SchemaMap, at: FieldPath): readonly FoundSchema[] {
  if (!isMap(spec) || !isMap(spec.names) || !Array.isArray(spec.versions)) return [];
  const { group, names, versions } = spec;
  return (versions as readonly ManifestValue[]).flatMap((version, index) => {
    const root = isMap(version) && isMap(version.schema) ? version.schema.openAPIV3Schema : undefined;
    if (!isMap(version) || !isMap(root)) return [];
    return [
      {
        apiVersion: `${String(group)}/${String(version.name)}`,
        kind: String(names.kind),
        schema: root,
        at: at.child('spec', 'versions').index(index).child('schema', 'openAPIV3Schema'),
      },
    ];
  });
}

const objectFields: SchemaMap = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: {} };

/**
 * A structural schema as the API server applies it under strict field validation: fields that it does not name are
 * unknown, unless it says that they are kept; `x-kubernetes-int-or-string` is a type of its own.
 * Source: k8s.io/apiextensions-apiserver pkg/apiserver/schema/pruning/algorithm.go.
 */
function strict(schema: ManifestValue, isRoot: boolean): ManifestValue {
  if (Array.isArray(schema)) return schema.map((one) => strict(one as ManifestValue, false));
  if (!isMap(schema)) return schema;
  if (schema['x-kubernetes-int-or-string'] === true) return { type: ['integer', 'string'] };
  const entries = Object.entries(schema).map(([key, value]) => [key, strictPart(key, value)] as const);
  const made: SchemaMap = Object.fromEntries(entries);
  if (!isMap(schema.properties)) return made;
  const properties = made.properties as SchemaMap;
  const isEmbedded = isRoot || schema['x-kubernetes-embedded-resource'] === true;
  const keeps =
    schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties !== undefined;
  return {
    ...made,
    properties: isEmbedded ? { ...properties, ...objectFields } : properties,
    ...(keeps ? {} : { additionalProperties: false }),
  };
}

function strictPart(key: string, value: ManifestValue): ManifestValue {
  if (key === 'properties' && isMap(value))
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, strict(one, false)]));
  // Below the junctors the API server prunes nothing: their branches only restrict what stands beside them.
  return key === 'items' || key === 'additionalProperties' ? strict(value, false) : value;
}

function reportError(error: ErrorObject, value: ManifestValue, root: FieldPath, report: Report): void {
  const at = placeOf(error, value, root);
  report('schema/custom', error.keyword === 'additionalProperties' ? at.atKey() : at, {
    path: at.toString(),
    why:
      error.keyword === 'additionalProperties'
        ? 'is no field of its schema'
        : (error.message ?? 'is refused'),
  });
}

/** Nothing here evaluates CEL: what a cluster would say is open. */
function noteRule({ rule, definedAt, at }: AppliedRule, report: Report): void {
  const from = `${definedAt.document.file}:${definedAt.range().line}`;
  report('schema/custom-rule', at, { path: at.toString(), rule, from });
}

function placeOf(
  { instancePath, keyword, params }: ErrorObject,
  root: ManifestValue,
  start: FieldPath,
): FieldPath {
  let at = start;
  let value: ManifestValue | undefined = root;
  for (const raw of instancePath.split('/').slice(1)) {
    const step = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    at = Array.isArray(value) ? at.index(Number(step)) : at.child(step);
    value = (value as { readonly [key: string]: ManifestValue } | undefined)?.[step];
  }
  const name = (params as { readonly additionalProperty?: string }).additionalProperty;
  return keyword === 'additionalProperties' && name !== undefined ? at.child(name) : at;
}

/** ajv knows no BigInt; a rounded number is near enough for a schema's bounds. Nulls count as absent. */
function plain(value: ManifestValue): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map((one) => plain(one as ManifestValue));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => (one === null ? [] : [[key, plain(one)] as const])),
  );
}

function isMap(value: ManifestValue | undefined): value is SchemaMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
