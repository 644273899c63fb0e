import { describe, expect, test } from '@jest/globals';
import { seenPartially } from '../../src/check/settings.js';
import { checkTexts } from './check-texts.js';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: c, image: "i:1", ports: [{name: http, containerPort: 80}]}]
      initContainers: [{name: s, image: "i:1", restartPolicy: Always, ports: [{name: metrics, containerPort: 81}]}]
`;
const service = (spec: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: ${spec}\n`;
const ingress = (backend: string, more = ''): string =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec: {defaultBackend: {service: ${backend}}${more}}\n`;

function references(texts: { readonly [file: string]: string }): readonly string[] {
  return checkTexts(texts).found.filter((line) => line.includes(' reference/'));
}

describe('references that end nowhere', () => {
  const good =
    '{selector: {app: web}, ports: [{port: 80, targetPort: http}, {name: m, port: 81, targetPort: metrics}]}';
  test.each<[string, { [file: string]: string }, readonly string[]]>([
    ['a Service and its pods, in two files', { d: deployment, s: service(good) }, []],
    ['a Service alone is not judged', { s: service('{selector: {app: x}, ports: [{port: 80}]}') }, []],
    [
      'a selector that matches nothing',
      { d: deployment, s: service('{selector: {app: wbe}, ports: [{port: 80}]}') },
      ['s:4 reference/selector-matches-nothing spec.selector'],
    ],
    [
      'labels of the Deployment do not count, those of the template do, in the same namespace',
      {
        d: deployment,
        s: service('{selector: {app: web}, ports: [{port: 80}]}').replace(
          '{name: web}',
          '{name: web, namespace: other}',
        ),
      },
      ['s:4 reference/selector-matches-nothing spec.selector'],
    ],
    [
      'a port name that no container has',
      { d: deployment, s: service('{selector: {app: web}, ports: [{port: 80, targetPort: htpp}]}') },
      ['s:4 reference/missing-target-port spec.ports[0].targetPort'],
    ],
    [
      'an Ingress and its Service',
      { d: deployment, s: service(good), i: ingress('{name: web, port: {number: 81}}') },
      [],
    ],
    [
      'an Ingress to a Service that is not there, and a Secret',
      {
        d: deployment,
        s: service(good),
        i: ingress('{name: wbe, port: {number: 80}}', ', tls: [{secretName: cert}]'),
      },
      [
        'i:4 reference/missing-object spec.defaultBackend.service.name',
        'i:4 reference/missing-object spec.tls[0].secretName',
      ],
    ],
    [
      'an Ingress to a port that the Service lacks',
      { d: deployment, s: service(good), i: ingress('{name: web, port: {name: http}}') },
      ['i:4 reference/missing-service-port spec.defaultBackend.service.port.name'],
    ],
    [
      'an account, a scale target, a claim’s volume and a role',
      {
        d: deployment.replace('    spec:', '    spec:\n      serviceAccountName: wob'),
        h: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\nspec: {maxReplicas: 2, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: wib}}\n',
        p: 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: p}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, volumeName: pv}\n',
        r: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: r}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: nope}\nsubjects: [{kind: ServiceAccount, name: default}]\n',
      },
      [
        'd:9 reference/missing-object spec.template.spec.serviceAccountName',
        'h:4 reference/missing-object spec.scaleTargetRef.name',
        'p:4 reference/missing-object spec.volumeName',
        'r:4 reference/missing-object roleRef.name',
      ],
    ],
    [
      'a role that every cluster has, and the account that every namespace has',
      {
        d: deployment,
        r: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: r}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}\n',
      },
      [],
    ],
    [
      'a budget and a policy for pods that are not there; an empty selector means all',
      {
        d: deployment,
        b: 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: b}\nspec: {minAvailable: 1, selector: {matchLabels: {app: nope}}}\n',
        n: 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: n}\nspec: {podSelector: {}}\n',
      },
      ['b:4 reference/selector-matches-nothing spec.selector'],
    ],
  ])('%s', (_title, texts, expected) => {
    expect(references(texts)).toEqual(expected);
  });
});

describe('unchanged files around (--root)', () => {
  const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {a: b}\n';
  const pod =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: "i:1", envFrom: [{configMapRef: {name: m}}]}]}\n';

  test('an object there is found, and nothing is said about it', () => {
    expect(references({ p: pod })).toEqual([
      'p:4 reference/missing-config-map spec.containers[0].envFrom[0].configMapRef.name',
    ]);
    const around = checkTexts({ m: map }).objects;
    expect(checkTexts({ p: pod }, { around }).found).toEqual([]);
  });

  test('what nothing refers to is unused, when the set is complete', () => {
    const around = checkTexts({ p: pod.replace('name: m}', 'name: other, optional: true}') }).objects;
    expect(checkTexts({ m: map }, { around, complete: true }).found).toEqual([
      'm:3 reference/unused metadata.name',
    ]);
    expect(checkTexts({ m: map }, { around, complete: false }).found).toEqual([]);
    expect(checkTexts({ m: map }, { around: checkTexts({ p: pod }).objects, complete: true }).found).toEqual(
      [],
    );
  });
});

test('some of many files (--partial): what they miss is a note, what is there and wrong stays an error', () => {
  const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {a: b}\n';
  const env =
    '[{name: A, valueFrom: {configMapKeyRef: {name: m, key: c}}}, {name: B, valueFrom: {secretKeyRef: {name: s, key: c}}}]';
  const pod = `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: "i:1", env: ${env}}]}\n`;
  const { collector } = checkTexts({ m: map, p: pod });
  const seen = collector.findings().map((finding) => {
    const { code, severity } = seenPartially(finding);
    return [code, finding.severity, severity];
  });
  expect(seen).toEqual([
    ['reference/missing-config-map-key', 'error', 'error'],
    ['reference/missing-secret', 'error', 'note'],
  ]);
});
