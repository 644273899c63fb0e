import { describeVerdicts, object, withSpec } from './judge.js';

const policy = withSpec('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy');
const rule = 'apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]';
const constraints = `matchConstraints: {resourceRules: [{${rule}}]}`;
const check = 'validations: [{expression: "true"}]';
describeVerdicts(
  'ValidatingAdmissionPolicy',
  policy,
  [
    [`${constraints}, ${check}`],
    [`${constraints}, ${check}, paramKind: {apiVersion: v1, kind: ConfigMap}, failurePolicy: Ignore`],
    [
      `${constraints}, variables: [{name: a, expression: "1"}], auditAnnotations: [{key: a, valueExpression: b}]`,
    ],
    [check, 'matchConstraints'],
    [`matchConstraints: {}, ${check}`, 'matchConstraints.resourceRules'],
    [constraints, 'validations', 'auditAnnotations'],
    [`${constraints}, validations: [{message: a}]`, 'validations[0].expression'],
    [`${constraints}, validations: [{expression: a, reason: Wrong}]`, 'validations[0].reason'],
    [`${constraints}, validations: [{expression: a, message: "a\\nb"}]`, 'validations[0].message'],
    [`${constraints}, ${check}, failurePolicy: fail`, 'failurePolicy'],
    [`${constraints}, ${check}, paramKind: {apiVersion: a/b/c}`, 'paramKind.apiVersion', 'paramKind.kind'],
    [`${constraints}, ${check}, variables: [{name: 1a}]`, 'variables[0].name', 'variables[0].expression'],
    [
      `${constraints}, auditAnnotations: [{key: a, valueExpression: b}, {key: a, valueExpression: b}]`,
      'auditAnnotations[1].key',
    ],
    [
      `matchConstraints: {resourceRules: [{${rule}, resourceNames: [a, a]}]}, ${check}`,
      'matchConstraints.resourceRules[0].resourceNames[1]',
    ],
  ],
  'spec.',
);
describeVerdicts(
  'ValidatingAdmissionPolicyBinding',
  withSpec('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding'),
  [
    ['policyName: a, validationActions: [Deny, Audit]'],
    ['policyName: a, validationActions: [Warn], paramRef: {name: b, parameterNotFoundAction: Deny}'],
    ['validationActions: [Deny]', 'policyName'],
    ['policyName: a', 'validationActions'],
    ['policyName: a, validationActions: [Deny, Warn]', 'validationActions'],
    ['policyName: a, validationActions: [deny]', 'validationActions[0]'],
    ['policyName: a, validationActions: [Audit, Audit]', 'validationActions[1]'],
    [
      'policyName: a, validationActions: [Deny], paramRef: {}',
      'paramRef',
      'paramRef.parameterNotFoundAction',
    ],
    [
      'policyName: a, validationActions: [Deny], matchResources: {matchPolicy: exact}',
      'matchResouces.matchPolicy',
    ],
  ],
  'spec.',
);

describeVerdicts(
  'Node',
  withSpec('v1', 'Node'),
  [
    ['taints: [{key: a, effect: NoSchedule}, {key: a, effect: NoExecute}], podCIDR: 10.0.0.0/24'],
    ['taints: [{key: a}]', '=metadata.taints[0].effect'],
    ['taints: [{key: a, effect: noSchedule}]', '=metadata.taints[0].effect'],
    ['taints: [{key: a b, effect: NoSchedule}]', '=metadata.taints[0].key'],
    ['taints: [{key: a, effect: NoSchedule}, {key: a, effect: NoSchedule}]', '=metadata.taints[1]'],
    ['podCIDR: 10.0.0.0', 'podCIDRs[0]'],
  ],
  'spec.',
);

const request = Buffer.from('-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n').toString('base64');
const signed = `request: ${request}, signerName: kubernetes.io/kube-apiserver-client`;
describeVerdicts(
  'CertificateSigningRequest',
  (spec) =>
    `apiVersion: certificates.k8s.io/v1\nkind: CertificateSigningRequest\nmetadata: {name: "Jane@example.com"}\nspec: {${spec}}`,
  [
    [`${signed}, usages: [client auth], expirationSeconds: 600`],
    [signed, 'usages'],
    [`${signed}, usages: [client]`, 'usages[0]'],
    [`${signed}, usages: [client auth, client auth]`, 'usages[1]'],
    [`${signed}, usages: [client auth], expirationSeconds: 599`, 'expirationSeconds'],
    [`request: ${request}, usages: [client auth]`, 'signerName'],
    [`request: ${request}, usages: [client auth], signerName: a`, 'signerName'],
    ['request: YQ==, signerName: a.b/c, usages: [client auth]', 'request'],
  ],
  'spec.',
);

const level = 'priorityLevelConfiguration: {name: a}';
const subjects = 'subjects: [{kind: Group, group: {name: a}}]';
const urls = 'nonResourceRules: [{verbs: [get], nonResourceURLs: [/a/*]}]';
describeVerdicts(
  'FlowSchema',
  withSpec('flowcontrol.apiserver.k8s.io/v1', 'FlowSchema'),
  [
    [
      `${level}, matchingPrecedence: 10000, distinguisherMethod: {type: ByUser}, rules: [{${subjects}, ${urls}}]`,
    ],
    [level],
    ['matchingPrecedence: 2', 'priorityLevelConfiguration.name'],
    [`${level}, matchingPrecedence: 10001`, 'matchingPrecedence'],
    [`${level}, matchingPrecedence: 1`, 'matchingPrecedence'],
    [`${level}, distinguisherMethod: {type: user}`, 'distinguisherMethod.type'],
    [`${level}, rules: [{${urls}}]`, 'rules[0].subjects'],
    [`${level}, rules: [{${subjects}}]`, 'rules[0]'],
    [`${level}, rules: [{subjects: [{kind: User, group: {name: a}}], ${urls}}]`, 'rules[0].subjects[0].user'],
    [`${level}, rules: [{subjects: [{kind: Robot}], ${urls}}]`, 'rules[0].subjects[0].kind'],
    [
      `${level}, rules: [{${subjects}, resourceRules: [{verbs: [read], apiGroups: [""], resources: [pods]}]}]`,
      'rules[0].resourceRules[0].verbs',
      'rules[0].resourceRules[0].namespaces',
    ],
    [
      `${level}, rules: [{${subjects}, nonResourceRules: [{verbs: ["*", get], nonResourceURLs: [a]}]}]`,
      'rules[0].nonResourceRules[0].verbs',
      'rules[0].nonResourceRules[0].nonResourceURLs[0]',
    ],
  ],
  'spec.',
);
describeVerdicts(
  'PriorityLevelConfiguration',
  withSpec('flowcontrol.apiserver.k8s.io/v1', 'PriorityLevelConfiguration'),
  [
    ['type: Limited, limited: {nominalConcurrencyShares: 0, limitResponse: {type: Queue, queuing: {}}}'],
    ['type: Limited, limited: {limitResponse: {type: Reject}}'],
    ['type: Limited', 'limited'],
    ['type: Exempt', 'type'],
    ['type: limited', 'type'],
    ['type: Limited, limited: {limitResponse: {type: Queue}}', 'limited.limitResponse.queuing'],
    ['type: Limited, limited: {}', 'limited.limitResponse.type'],
    [
      'type: Limited, limited: {lendablePercent: 101, limitResponse: {type: Queue, queuing: {queues: 4, handSize: 5}}}',
      'limited.lendablePercent',
      'limited.limitResponse.queuing.handSize',
    ],
  ],
  'spec.',
);
describeVerdicts('Event', object('v1', 'Event'), [['involvedObject: {kind: Pod, name: a}']]);
