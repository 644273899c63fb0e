import { type Case, describeVerdicts, withSpec } from './judge.js';

const target = (text: string): string => `maxReplicas: 1, scaleTargetRef: {${text}}`;
const deployment = target('apiVersion: apps/v1, kind: Deployment, name: d');
const measured = (text: string): string => `${deployment}, metrics: [{${text}}]`;
const from = (source: string): string => `metrics[0].${source}`;

// Source: pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go, validationOptionsForHorizontalPodAutoscaler.
const targets: readonly Case[] = [
  [deployment],
  [target('apiVersion: example.com/v1alpha1, kind: Fleet, name: d')],
  [target('kind: ReplicationController, name: d')],
  [target('apiVersion: v1, kind: ReplicationController, name: d')],
  [target('apiVersion: a/b/c, kind: ReplicationController, name: d'), 'scaleTargetRef.apiVersion'],
  [target('kind: Deployment, name: d'), 'scaleTargetRef.apiVersion'],
  [target('apiVersion: v1, kind: Deployment, name: d'), 'scaleTargetRef.apiVersion'],
  [target('apiVersion: apps/v1/x, kind: Deployment, name: d'), 'scaleTargetRef.apiVersion'],
  [target('apiVersion: apps/v1, kind: a/b, name: c%d'), 'scaleTargetRef.kind', 'scaleTargetRef.name'],
  ['maxReplicas: 1', 'scaleTargetRef.kind', 'scaleTargetRef.name', 'scaleTargetRef.apiVersion'],
];
for (const version of ['v1', 'v2'])
  describeVerdicts(
    `what an autoscaler of ${version} scales`,
    withSpec(`autoscaling/${version}`, 'HorizontalPodAutoscaler'),
    targets,
    'spec.',
  );

const object = 'describedObject: {kind: Ingress, name: i}, metric: {name: m}';
const external = 'metric: {name: m, selector: {matchLabels: {a: "no label value"}}}';
const ofContainer = (name: string): string =>
  measured(
    `type: ContainerResource, containerResource: {name: ${name}, container: c, target: {type: Utilization, averageUtilization: 5}}`,
  );

// Source: pkg/apis/autoscaling/validation/validation.go, validateMetricSpec and the validate...Source functions.
describeVerdicts(
  'metrics of an autoscaler',
  withSpec('autoscaling/v2', 'HorizontalPodAutoscaler'),
  [
    [measured(`type: Object, object: {${object}, target: {type: Value, value: 5}}`)],
    [
      measured(
        'type: Object, object: {describedObject: {apiVersion: v1, kind: Service, name: s}, metric: {name: m}, target: {type: Value, value: 5}}',
      ),
    ],
    [
      measured(`type: Object, object: {${object}, target: {type: Value}}`),
      from('object.target.averageValue'),
    ],
    [measured(`type: External, external: {${external}, target: {type: Value, value: 5}}`)],
    [
      measured(`type: External, external: {${external}, target: {type: Value}}`),
      from('external.target.averageValue'),
    ],
    [ofContainer('cpu')],
    [ofContainer('example.com/gpu')],
    [ofContainer('hugepages-2Mi')],
    [ofContainer('pods'), from('containerResource.name')],
    [ofContainer('cpus'), from('containerResource.name')],
    [measured('type: Resource, resource: {name: cpus, target: {type: Utilization, averageUtilization: 5}}')],
  ],
  'spec.',
);
