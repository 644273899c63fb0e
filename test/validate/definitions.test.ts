import { describeVerdicts } from './judge.js';

const names = 'names: {plural: things, kind: Thing}';
const definition = (spec: string, name = 'things.a.com', more = ''): string =>
  `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: ${name}${more}}\nspec: {${spec}}\n`;
const free = 'schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}';
const one = `versions: [{name: v1, served: true, storage: true, ${free}}]`;
const head = `group: a.com, scope: Namespaced, ${names}`;

describeVerdicts('CustomResourceDefinition', (spec) => definition(spec), [
  [`${head}, ${one}`],
  [`${head}, ${one}, conversion: {strategy: None}, preserveUnknownFields: false`],
  [`${head}, ${one}, preserveUnknownFields: true`, 'spec.preserveUnknownFields'],
  [`scope: Namespaced, ${names}, ${one}`, 'spec.group', 'metadata.name'],
  [`group: com, scope: Cluster, ${names}, ${one}`, 'spec.group', 'metadata.name'],
  [`group: a.com, ${names}, ${one}`, 'spec.scope'],
  [`group: a.com, scope: namespaced, ${names}, ${one}`, 'spec.scope'],
  [`group: a.com, scope: Cluster, ${one}`, 'spec.names.plural', 'spec.names.kind', 'spec.names.singular'],
  [`group: a.com, scope: Cluster, names: {plural: things, kind: 1a}, ${one}`, 'spec.names.kind'],
  [
    `group: a.com, scope: Cluster, names: {plural: things, kind: A, listKind: A}, ${one}`,
    'spec.names.listKind',
  ],
  [
    `group: a.com, scope: Cluster, names: {plural: things, kind: A, shortNames: [ab, A_], categories: [all, "1"]}, ${one}`,
    'spec.names.shortNames[1]',
    'spec.names.categories[1]',
  ],
  [head, 'spec.versions'],
  [`${head}, versions: [{name: v1, served: true, storage: false, ${free}}]`, 'spec.versions'],
  [
    `${head}, versions: [{name: v1, served: true, storage: true, ${free}}, {name: v1, served: true, storage: false, ${free}}]`,
    'spec.versions',
  ],
  [`${head}, versions: [{name: 1v, served: true, storage: true, ${free}}]`, 'spec.versions[0].name'],
  [`${head}, versions: [{name: v1, served: true, storage: true}]`, 'spec.versions[0].schema.openAPIV3Schema'],
  [
    `${head}, versions: [{name: v1, served: true, storage: true, deprecationWarning: a, ${free}}]`,
    'spec.versions[0].deprecationWarning',
  ],
  [
    `${head}, versions: [{name: v1, served: true, storage: true, subresources: {status: {}, scale: {specReplicasPath: .spec.a, statusReplicasPath: .status.b}}, ${free}}]`,
  ],
  [
    `${head}, versions: [{name: v1, served: true, storage: true, subresources: {scale: {specReplicasPath: .a}}, ${free}}]`,
    'spec.subresources.scale.specReplicasPath',
    'spec.subresources.scale.statusReplicasPath',
  ],
  [
    `${head}, versions: [{name: v1, served: true, storage: true, additionalPrinterColumns: [{name: A, type: text, jsonPath: a}], ${free}}]`,
    'spec.additionalPrinterColumns[0].type',
    'spec.additionalPrinterColumns[0].JSONPath',
  ],
  [
    `${head}, versions: [{name: v1, served: true, storage: true, additionalPrinterColumns: [{name: A, type: string}], ${free}}, {name: v2, served: true, storage: false, ${free}}]`,
    'spec.versions[0].additionalPrinterColumns[0].JSONPath',
  ],
  [
    `${head}, ${one}, conversion: {strategy: Webhook, webhook: {clientConfig: {service: {name: a, namespace: b, path: /convert}}, conversionReviewVersions: [v1]}}`,
  ],
  [`${head}, ${one}, conversion: {strategy: webhook}`, 'spec.conversion.strategy'],
  [
    `${head}, ${one}, conversion: {strategy: Webhook}`,
    'spec.conversion.webhookClientConfig',
    'spec.conversion.conversionReviewVersions',
  ],
  [
    `${head}, ${one}, conversion: {strategy: None, webhook: {clientConfig: {url: "https://a"}, conversionReviewVersions: [v1]}}`,
    'spec.conversion.webhookClientConfig',
    'spec.conversion.conversionReviewVersions',
  ],
]);

const two = (schema: string): string =>
  `${head}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {b: {description: c, format: d}}}}}, {name: v2, served: true, storage: false, schema: {openAPIV3Schema: {${schema}}}}]`;
describeVerdicts('what versions have in common', (spec) => definition(spec), [
  [
    two('type: object, properties: {b: {format: d, description: c}}'),
    'spec.validation.openAPIV3Schema.properties[b].type',
  ],
  [
    two('type: object, properties: {b: {description: e}}'),
    'spec.versions[0].schema.openAPIV3Schema.properties[b].type',
    'spec.versions[1].schema.openAPIV3Schema.properties[b].type',
  ],
]);

const guarded = (annotations: string): string =>
  definition(
    `group: x.k8s.io, scope: Cluster, ${names}, ${one}`,
    'things.x.k8s.io',
    `, annotations: {${annotations}}`,
  );
describeVerdicts('groups of Kubernetes', guarded, [
  ['api-approved.kubernetes.io: "https://github.com/kubernetes/enhancements/pull/1"'],
  ['api-approved.kubernetes.io: "unapproved, an experiment"'],
  ['api-approved.kubernetes.io: "yes"', 'metadata.annotations[api-approved.kubernetes.io]'],
  ['', 'metadata.annotations[api-approved.kubernetes.io]'],
]);

const rooted = (schema: string): string =>
  definition(
    `${head}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {${schema}}}}]`,
  );
const root = 'spec.validation.openAPIV3Schema';
const field = (schema: string): string => rooted(`type: object, properties: {a: {${schema}}}`);
const a = `${root}.properties[a]`;

describeVerdicts('schemas at their root', rooted, [
  ['type: object'],
  ['type: string', `${root}.type`],
  ['description: a', `${root}.type`],
  ['type: object, nullable: true', `${root}.nullable`],
  ['type: object, additionalProperties: {type: string}', `${root}.additionalProperties`],
  ['type: object, properties: {metadata: {type: object}, kind: {type: string}, apiVersion: {type: string}}'],
  ['type: object, properties: {metadata: {type: object, properties: {name: {type: string, maxLength: 3}}}}'],
  [
    'type: object, properties: {metadata: {type: object, properties: {labels: {type: object}}}}',
    `${root}.properties[metadata]`,
  ],
  ['type: object, properties: {metadata: {type: string}}', `${root}.properties[metadata].type`],
  ['type: object, properties: {kind: {type: integer}}', `${root}.properties[kind].type`],
]);

describeVerdicts('schemas of fields', field, [
  ['type: string, enum: [a], pattern: "^a$", default: a'],
  ['type: text', `${a}.type`],
  ['type: "null"', `${a}.type`],
  ['description: b', `${a}.type`],
  ['x-kubernetes-preserve-unknown-fields: true'],
  ['type: object, x-kubernetes-preserve-unknown-fields: false', `${a}.x-kubernetes-preserve-unknown-fields`],
  ['x-kubernetes-int-or-string: true'],
  [
    'anyOf: [{type: integer}, {type: string}], x-kubernetes-int-or-string: true, pattern: "^(\\\\+|-)?[0-9]+$"',
  ],
  ['allOf: [{anyOf: [{type: integer}, {type: string}]}, {maxLength: 3}], x-kubernetes-int-or-string: true'],
  ['type: integer, anyOf: [{type: integer}]', `${a}.anyOf[0].type`],
  ['type: array', `${a}.items`],
  ['type: array, items: {}', `${a}.items.type`],
  ['type: array, items: [{type: string}]', `${a}.items`],
  ['type: array, items: {type: string}, uniqueItems: true', `${a}.uniqueItems`],
  ['type: object, additionalProperties: {type: string}'],
  ['type: object, additionalProperties: true, properties: {b: {type: string}}'],
  [
    'type: object, additionalProperties: {type: string}, properties: {b: {type: string}}',
    `${a}.additionalProperties`,
  ],
  ['type: object, additionalProperties: {}', `${a}.additionalProperties.type`],
  ['$ref: "#/b"', `${a}.$ref`],
  ['type: object, patternProperties: {b: {type: string}}', `${a}.patternProperties`],
  ['type: object, properties: {b: {type: string}}, oneOf: [{required: [b]}, {properties: {b: {enum: [c]}}}]'],
  ['type: object, oneOf: [{properties: {b: {enum: [c]}}}]', `${a}.properties[b]`],
  ['type: object, not: {anyOf: [{required: [b]}, {required: [c]}]}'],
  ['type: object, anyOf: [{description: b}]', `${a}.anyOf[0].description`],
  ['type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true'],
  ['type: object, x-kubernetes-embedded-resource: true', `${a}.properties`],
  ['type: string, pattern: "^(?=a)"', `${a}.pattern`],
  ['type: string, pattern: "(a"', `${a}.pattern`],
  ['type: string, pattern: "(?i)^[[:alpha:]]+$"'],
  ['type: array, items: {type: string}, x-kubernetes-list-type: set'],
  ['type: object, x-kubernetes-list-type: set', `${a}.type`],
  ['type: array, items: {type: string}, x-kubernetes-list-type: bag', `${a}.x-kubernetes-list-type`],
  ['type: array, items: {type: object}, x-kubernetes-list-type: set', `${a}.items.x-kubernetes-map-type`],
  [
    'type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [b, c], items: {type: object, required: [b], properties: {b: {type: string}, c: {type: string, default: TCP}}}',
  ],
  [
    'type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [b], items: {type: object, properties: {b: {type: string}}}',
    `${a}.items.properties[b].default`,
  ],
  [
    'type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [b], items: {type: object}',
    `${a}.x-kubernetes-list-map-keys`,
  ],
  ['type: array, x-kubernetes-list-type: map, items: {type: object}', `${a}.x-kubernetes-list-map-keys`],
  [
    'type: array, x-kubernetes-list-map-keys: [b], items: {type: object, required: [b], properties: {b: {type: string}}}',
    `${a}.x-kubernetes-list-type`,
  ],
  ['type: object, x-kubernetes-map-type: atomic'],
  ['type: object, x-kubernetes-map-type: set', `${a}.x-kubernetes-map-type`],
  ['type: string, x-kubernetes-validations: [{rule: "self == \'a\'", message: b}]'],
  ['type: string, x-kubernetes-validations: [{message: b}]', `${a}.x-kubernetes-validations[0].rule`],
  [
    'type: string, x-kubernetes-validations: [{rule: a, reason: Wrong}]',
    `${a}.x-kubernetes-validations[0].reason`,
  ],
]);

const webhook = (text: string): string =>
  `apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingWebhookConfiguration\nmetadata: {name: a}\nwebhooks: [{${text}}]`;
const client = 'clientConfig: {service: {name: a, namespace: b}}';
const base = `name: a.b.c, sideEffects: None, admissionReviewVersions: [v1]`;
const rules = (text: string): string => `${base}, ${client}, rules: [{${text}}]`;
const whole = 'operations: ["*"], apiGroups: [""], apiVersions: [v1]';

describeVerdicts(
  'webhooks',
  webhook,
  [
    [`${base}, ${client}`],
    [`${base}, clientConfig: {url: "https://a.b:1/c"}, timeoutSeconds: 30, failurePolicy: Ignore`],
    [`sideEffects: None, admissionReviewVersions: [v1], ${client}`, 'name'],
    [`name: a.b, sideEffects: None, admissionReviewVersions: [v1], ${client}`, 'name'],
    [`name: a.b.c, admissionReviewVersions: [v1], ${client}`, 'sideEffects'],
    [`name: a.b.c, sideEffects: Some, admissionReviewVersions: [v1], ${client}`, 'sideEffects'],
    [`name: a.b.c, sideEffects: None, ${client}`, 'admissionReviewVersions'],
    [`name: a.b.c, sideEffects: None, admissionReviewVersions: [v2], ${client}`, 'admissionReviewVersions'],
    [
      `name: a.b.c, sideEffects: None, admissionReviewVersions: [v1, v1], ${client}`,
      'admissionReviewVersions[1]',
    ],
    [base, 'clientConfig'],
    [`${base}, clientConfig: {url: "https://a", service: {name: a, namespace: b}}`, 'clientConfig'],
    [`${base}, clientConfig: {url: "http://a"}`, 'clientConfig.url'],
    [`${base}, clientConfig: {url: "https://a?b=c"}`, 'clientConfig.url'],
    [`${base}, clientConfig: {service: {namespace: b}}`, 'clientConfig.service.namespace'],
    [`${base}, clientConfig: {service: {name: a, namespace: b, path: a}}`, 'clientConfig.service.path'],
    [`${base}, clientConfig: {service: {name: a, namespace: b, path: /a//b}}`, 'clientConfig.service.path'],
    [`${base}, clientConfig: {service: {name: a, namespace: b, port: 0}}`, 'clientConfig.service.port'],
    [`${base}, ${client}, timeoutSeconds: 31`, 'timeoutSeconds'],
    [`${base}, ${client}, failurePolicy: fail`, 'failurePolicy'],
    [`${base}, ${client}, matchPolicy: exact`, 'matchPolicy'],
    [`${base}, ${client}, reinvocationPolicy: Always`, 'reinvocationPolicy'],
    [
      `${base}, ${client}, namespaceSelector: {matchExpressions: [{key: a, operator: In}]}`,
      'namespaceSelector.matchExpressions[0].values',
    ],
    [rules(`${whole}, resources: [pods, pods/status]`)],
    [rules(`${whole}, resources: ["*/*"]`)],
    [rules(`${whole}, resources: ["*", pods/status]`)],
    [rules(`${whole}, resources: ["*", pods]`), 'rules[0].resources'],
    [rules(`${whole}, resources: ["*/*", pods]`), 'rules[0].resources'],
    [rules(`${whole}, resources: ["pods/*", pods/status]`), 'rules[0].resources[1]'],
    [rules(whole), 'rules[0].resources'],
    [rules('resources: [pods]'), 'rules[0].operations', 'rules[0].apiGroups', 'rules[0].apiVersions'],
    [
      rules('operations: ["*", CREATE], apiGroups: [""], apiVersions: [v1], resources: [a]'),
      'rules[0].operations',
    ],
    [
      rules('operations: [create], apiGroups: [""], apiVersions: [v1], resources: [a]'),
      'rules[0].operations[0]',
    ],
    [rules(`${whole}, resources: [a], scope: All`), 'rules[0].scope'],
    [`${base}, ${client}, matchConditions: [{name: a, expression: "true"}]`],
    [`${base}, ${client}, matchConditions: [{name: a}]`, 'matchConditions[0].expression'],
    [
      `${base}, ${client}, matchConditions: [{name: a, expression: "true"}, {name: a, expression: "true"}]`,
      'matchConditions[1].name',
    ],
    [`${base}, ${client}}, {${base}, ${client}`, '=webhooks[1].name'],
  ],
  'webhooks[0].',
);

const service = (spec: string, name = 'v1.a.b'): string =>
  `apiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata: {name: ${name}}\nspec: {${spec}}`;
const priorities = 'groupPriorityMinimum: 100, versionPriority: 100';
describeVerdicts('APIService', (spec) => service(spec), [
  [`group: a.b, version: v1, ${priorities}, service: {name: a, namespace: b}, insecureSkipTLSVerify: true`],
  [`group: a.b, version: v1, ${priorities}`],
  [`group: a.c, version: v1, ${priorities}`, 'metadata.name'],
  [`version: v2, ${priorities}`, 'spec.group'],
  ['group: a.b, version: v1, groupPriorityMinimum: 100', 'spec.versionPriority'],
  ['group: a.b, version: v1, groupPriorityMinimum: 20001, versionPriority: 1', 'spec.groupPriorityMinimum'],
  [`group: a.b, version: v1, ${priorities}, insecureSkipTLSVerify: true`, 'spec.insecureSkipTLSVerify'],
  [`group: a.b, version: v1, ${priorities}, service: {name: a}`, 'spec.service.namespace'],
]);
