/** A schema of OpenAPI 3 as custom resources have it. */
export interface CustomSchema {
  readonly type?: string;
  readonly properties?: { readonly [name: string]: CustomSchema };
  /** A schema; lists of them are refused. */
  readonly items?: unknown;
  /** A schema, or a boolean. */
  readonly additionalProperties?: unknown;
  readonly not?: CustomSchema;
  readonly allOf?: readonly CustomSchema[];
  readonly anyOf?: readonly CustomSchema[];
  readonly oneOf?: readonly CustomSchema[];
  readonly required?: readonly string[];
  readonly nullable?: boolean;
  readonly uniqueItems?: boolean;
  readonly pattern?: string;
  readonly default?: unknown;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-validations'?: readonly {
    readonly rule?: string;
    readonly message?: string;
    readonly messageExpression?: string;
    readonly reason?: string;
  }[];
}

/** What stands where a schema may stand; undefined for booleans and lists. */
export function schemaOf(value: unknown): CustomSchema | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}
