import { describe, expect, test } from '@jest/globals';
import { judge } from '../src/compile.js';
import { createCollector } from '../src/diagnostics/collect.js';
import { assumedFor } from '../src/phases/assumed.js';
import { situation } from './phases/situation.js';
import { definition, type SchemaNode } from './support/schema.js';

/** Values that the API server takes, where a plain one of the field's type would be refused or mean nothing. */
const good: { readonly [field: string]: unknown } = {
  // true is the default.
  enableServiceLinks: false,
  activeDeadlineSeconds: 5,
  affinity: { nodeAffinity: {} },
  containers: [{ name: 'c', image: 'localhost/i:1', command: ['other'] }],
  dnsConfig: { nameservers: ['10.0.0.1'] },
  dnsPolicy: 'Default',
  env: [{ name: 'A', value: 'b' }],
  envFrom: [{ configMapRef: { name: 'm' } }],
  ephemeralContainers: [{ name: 'e', image: 'i' }],
  hostAliases: [{ ip: '10.0.0.1', hostnames: ['h'] }],
  hostNetwork: true,
  hostUsers: false,
  hostname: 'other',
  hostnameOverride: 'other',
  image: 'localhost/other:1',
  imagePullPolicy: 'Never',
  imagePullSecrets: [{ name: 's' }],
  initContainers: [{ name: 'i', image: 'localhost/i:1' }],
  lifecycle: { preStop: { sleep: { seconds: 1 } } },
  name: 'other',
  nodeSelector: { a: 'b' },
  os: { name: 'linux' },
  overhead: { cpu: '1' },
  ports: [{ containerPort: 80, hostPort: 8080 }],
  preemptionPolicy: 'Never',
  readinessGates: [{ conditionType: 'a/b' }],
  resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }],
  resourceClaims: [{ name: 'c', resourceClaimName: 'x' }],
  resources: { limits: { cpu: '1', memory: '64Mi' } },
  restartPolicy: 'OnFailure',
  restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [3] } }],
  schedulingGates: [{ name: 'a/b' }],
  schedulingGroup: { podGroupName: 'g' },
  securityContext: { runAsUser: 5 },
  serviceAccount: 'other',
  serviceAccountName: 'other',
  setHostnameAsFQDN: true,
  subdomain: 'sub',
  terminationGracePeriodSeconds: 7,
  terminationMessagePath: '/m',
  terminationMessagePolicy: 'FallbackToLogsOnError',
  tolerations: [{ operator: 'Exists' }],
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule', labelSelector: {} },
  ],
  volumes: [{ name: 'v' }],
  workingDir: '/w',
};
for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe'])
  Object.assign(good, { [probe]: { tcpSocket: { port: 80 } } });

function plain({ type, $ref = '' }: SchemaNode): unknown {
  if (type === 'boolean') return true;
  if (type === 'array') return ['x'];
  if (type === 'object') return { a: 'b' };
  return $ref.includes('Int') ? 3 : 'x';
}

interface Judged {
  readonly model: string;
  readonly findings: readonly { readonly code: string; readonly path: string }[];
}

/** The pod's model without positions, and all findings. Names of other pods' objects are given by the pod, which has a name. */
function judged(spec: object): Judged {
  const collector = createCollector();
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec };
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm' }, data: { KEY: 'value' } };
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [pod, map] });
  const options = {
    situation: { ...situation, supervised: true },
    observed: assumedFor(situation.target),
    baseDirectory: '/',
  };
  const { application } = judge([{ name: 'p.json', text }], options, collector);
  const model = JSON.stringify(application.pods, (key, value: unknown) =>
    key === 'origin' ? undefined : typeof value === 'bigint' ? String(value) : value,
  );
  return { model, findings: collector.findings().map(({ code, at }) => ({ code, path: at.toString() })) };
}

const container = { name: 'c', image: 'localhost/i:1' };

/** Fields that need another one beside them to be taken. */
const beside: { readonly [field: string]: object } = {
  restartPolicyRules: { restartPolicy: 'Never' },
  // Without a subdomain there is no full name: kubernetes pkg/kubelet/kubelet_pods.go, GeneratePodHostNameAndDomain.
  setHostnameAsFQDN: { subdomain: 'sub' },
  stdinOnce: { stdin: true },
};

function effect(field: string, path: string, spec: object, without: Judged): readonly string[] {
  const found = judged(spec);
  const here = found.findings.filter(
    (one) => one.path === path || one.path.startsWith(`${path}.`) || one.path.startsWith(`${path}[`),
  );
  const refused = here.filter(({ code }) => code.startsWith('api/') || code.startsWith('schema/'));
  // What a running pod cannot be created with is refused by the API server itself: that is the finding.
  if (refused.length > 0 && field !== 'ephemeralContainers') return [`refused: ${JSON.stringify(refused)}`];
  return found.model !== without.model || here.length > 0
    ? []
    : ['neither a change of the model nor a finding'];
}

describe('setting any field changes the model or is reported', () => {
  test.each(Object.entries(definition('V1PodSpec').properties ?? {}))('pod spec: %s', (field, node) => {
    const rest = { containers: [container], ...beside[field] };
    const spec = { ...rest, [field]: good[field] ?? plain(node) };
    expect(effect(field, `spec.${field}`, spec, judged(rest))).toEqual([]);
  });
  test.each(Object.entries(definition('V1Container').properties ?? {}))('container: %s', (field, node) => {
    const more = beside[field] ?? {};
    const isMount = field === 'volumeMounts' || field === 'volumeDevices';
    const volumes = [
      field === 'volumeDevices' ? { name: 'v', persistentVolumeClaim: { claimName: 'c' } } : { name: 'v' },
    ];
    const mounts = {
      volumeMounts: [{ name: 'v', mountPath: '/v' }],
      volumeDevices: [{ name: 'v', devicePath: '/dev/x' }],
    };
    const value = isMount ? mounts[field] : (good[field] ?? plain(node));
    const pod = isMount ? { volumes } : {};
    const without = judged({ ...pod, containers: [{ ...container, ...more }] });
    const spec = { ...pod, containers: [{ ...container, ...more, [field]: value }] };
    expect(effect(field, `spec.containers[0].${field}`, spec, without)).toEqual([]);
  });
});
