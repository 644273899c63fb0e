import { entry } from './entry.js';

export interface MissingObject {
  readonly namespace: string;
  readonly name: string;
}

export interface MissingKey extends MissingObject {
  readonly key: string;
  /** The keys that are there, for the nearest one. */
  readonly keys: readonly string[];
}

/** The keys of an object in words, so that a misspelt one is seen at once. */
function keyHint({ keys }: MissingKey): string {
  if (keys.length === 0) return 'It has no keys. Add this one, or mark the reference optional: true.';
  const shown = keys.slice(0, 8).map((key) => `"${key}"`);
  const more = keys.length > shown.length ? ', ...' : '';
  return `Its keys are ${shown.join(', ')}${more}. Add this one, or mark the reference optional: true.`;
}

const startsNot =
  'The API server accepts such a pod; the kubelet then does not start the container (CreateContainerConfigError) until the object exists. kube2pod has nothing but the files it is given, so it stops before anything is made.';

/** Messages of the area `reference`: a field that names something, and nothing of that name is in the input. */
export const reference = {
  'reference/missing-config-map': entry<MissingObject>({
    severity: 'error',
    group: 'reference',
    mayBeElsewhere: true,
    message: ({ name, namespace }) => `ConfigMap "${name}" (namespace "${namespace}") is not in the input`,
    hint: 'Add it to the files you pass, or mark the reference optional: true.',
    explain: startsNot,
    bad: 'envFrom: [{configMapRef: {name: not-there}}]',
    good: 'envFrom: [{configMapRef: {name: not-there, optional: true}}]',
  }),
  'reference/missing-config-map-key': entry<MissingKey>({
    severity: 'error',
    group: 'reference',
    message: ({ name, key, namespace }) =>
      `ConfigMap "${name}" (namespace "${namespace}") has no key "${key}"`,
    hint: keyHint,
    explain: `${startsNot} For a variable only data counts: a key of binaryData is not found.`,
    bad: 'env: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: colour}}}]',
    good: 'env: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: color}}}]',
  }),
  'reference/missing-secret': entry<MissingObject>({
    severity: 'error',
    group: 'reference',
    mayBeElsewhere: true,
    message: ({ name, namespace }) => `Secret "${name}" (namespace "${namespace}") is not in the input`,
    hint: 'Add it to the files you pass, or mark the reference optional: true.',
    explain: startsNot,
    bad: 'envFrom: [{secretRef: {name: not-there}}]',
    good: 'envFrom: [{secretRef: {name: not-there, optional: true}}]',
  }),
  'reference/missing-secret-key': entry<MissingKey>({
    severity: 'error',
    group: 'reference',
    message: ({ name, key, namespace }) => `Secret "${name}" (namespace "${namespace}") has no key "${key}"`,
    hint: keyHint,
    explain: startsNot,
    bad: 'env: [{name: A, valueFrom: {secretKeyRef: {name: login, key: pasword}}}]',
    good: 'env: [{name: A, valueFrom: {secretKeyRef: {name: login, key: password}}}]',
  }),
  'reference/missing-pull-secret': entry<MissingObject>({
    severity: 'warning',
    group: 'reference',
    mayBeElsewhere: true,
    message: ({ name, namespace }) =>
      `Secret "${name}" (namespace "${namespace}") with registry credentials is not in the input: pulling goes on without it`,
    hint: 'Add the Secret, or log in with "podman login".',
    explain:
      'As on a node, a missing pull secret is left out and the pull is tried with what is left, here with the credentials of "podman login" too.',
    bad: 'imagePullSecrets: [{name: not-there}]',
    good: 'imagePullSecrets: [{name: registry}]   # with the Secret in the files',
  }),
  'reference/bad-pull-secret': entry<MissingObject & { readonly why: string }>({
    severity: 'warning',
    group: 'reference',
    message: ({ name, why }) => `Secret "${name}" gives no registry credentials: ${why}`,
    hint: 'Use type kubernetes.io/dockerconfigjson with the key .dockerconfigjson.',
    explain:
      'Only Secrets of the types kubernetes.io/dockerconfigjson and kubernetes.io/dockercfg hold registry credentials; others are passed over.',
    bad: '{kind: Secret, metadata: {name: registry}, type: Opaque}',
    good: '{kind: Secret, metadata: {name: registry}, type: kubernetes.io/dockerconfigjson}',
  }),
  'reference/missing-container': entry<{ readonly name: string; readonly path: string }>({
    severity: 'error',
    group: 'reference',
    message: ({ name, path }) => `${path} names container "${name}", and the pod has none of that name`,
    hint: 'Name a container or init container of this pod, or leave containerName out for its own.',
    explain: 'A resource of another container can only be read when that container is in the same pod.',
    bad: 'env: [{name: A, valueFrom: {resourceFieldRef: {containerName: wbe, resource: limits.cpu}}}]',
    good: 'env: [{name: A, valueFrom: {resourceFieldRef: {containerName: web, resource: limits.cpu}}}]',
  }),
  'reference/missing-port-name': entry<{
    readonly name: string;
    readonly path: string;
    readonly known: readonly string[];
  }>({
    severity: 'error',
    group: 'reference',
    message: ({ name, path }) => `${path} names port "${name}", and the container has no port of that name`,
    hint: ({ known }) =>
      known.length === 0
        ? 'Give the port a name in ports, or write its number.'
        : `Its named ports are ${known.map((name) => `"${name}"`).join(', ')}.`,
    explain:
      'Probes and hooks may name a port of their own container. The kubelet cannot run them when no such port is there.',
    bad: '{ports: [{name: http, containerPort: 80}], livenessProbe: {httpGet: {port: web}}}',
    good: '{ports: [{name: http, containerPort: 80}], livenessProbe: {httpGet: {port: http}}}',
  }),
  'reference/missing-object': entry<
    MissingObject & { readonly path: string; readonly kind: string; readonly nearest?: string }
  >({
    severity: 'warning',
    group: 'reference',
    mayBeElsewhere: true,
    message: ({ path, kind, name, namespace }) =>
      `${path} names ${kind} "${name}"${namespace === '' ? '' : ` (namespace "${namespace}")`}, which is not in the input`,
    hint: ({ nearest }) =>
      nearest === undefined ? 'Add it to the files you pass.' : `Did you mean "${nearest}"?`,
    explain:
      'The API server accepts the object: what it names may come later. In the files given (and with --root, in those around them) there is nothing of that name.',
    bad: 'rules: [{http: {paths: [{backend: {service: {name: wbe, port: {number: 80}}}}]}}]',
    good: 'rules: [{http: {paths: [{backend: {service: {name: web, port: {number: 80}}}}]}}]',
  }),
  'reference/missing-service-port': entry<{
    readonly path: string;
    readonly service: string;
    readonly port: string;
    readonly known: readonly string[];
  }>({
    severity: 'warning',
    group: 'reference',
    message: ({ path, service, port }) => `${path}: Service "${service}" has no port ${port}`,
    hint: ({ known }) => (known.length === 0 ? undefined : `Its ports are ${known.join(', ')}.`),
    explain:
      'An Ingress names a port of the Service (port or name), not of the pods behind it. Requests for a port that is not there are answered with an error.',
    bad: 'backend: {service: {name: web, port: {number: 8080}}}',
    good: 'backend: {service: {name: web, port: {number: 80}}}',
  }),
  'reference/selector-matches-nothing': entry<
    MissingObject & { readonly path: string; readonly kind: string }
  >({
    severity: 'warning',
    group: 'reference',
    mayBeElsewhere: true,
    message: ({ path, kind, name, namespace }) =>
      `${path}: ${kind} "${name}" chooses no pod of the input in namespace "${namespace}"`,
    hint: 'Compare the labels with those of the pod template, and the namespaces with each other.',
    explain:
      'A selector must match the labels of the pods (of the template, not of the Deployment), in the same namespace. One that matches nothing is accepted, and requests to the Service are refused.',
    bad: 'selector: {app: wbe}',
    good: 'selector: {app: web}',
  }),
  'reference/missing-target-port': entry<{
    readonly path: string;
    readonly port: string;
    readonly known: readonly string[];
  }>({
    severity: 'warning',
    group: 'reference',
    message: ({ path, port }) =>
      `${path}: no container of the pods behind the Service has a port named "${port}"`,
    hint: ({ known }) =>
      known.length === 0
        ? 'Give the port of the container that name, or write its number.'
        : `Their named ports are ${known.map((name) => `"${name}"`).join(', ')}.`,
    explain:
      'A targetPort that is a name is looked up among the ports of the pods; a pod without it is no endpoint of that port.',
    bad: 'ports: [{port: 80, targetPort: htpp}]',
    good: 'ports: [{port: 80, targetPort: http}]',
  }),
  'reference/unused': entry<{ readonly kind: string; readonly name: string }>({
    severity: 'note',
    group: 'reference',
    message: ({ kind, name }) => `${kind} "${name}" is used by nothing in the input`,
    explain:
      'Nothing below --root refers to the object. It may be read through the API by a program, or be left over.',
    bad: '{kind: ConfigMap, metadata: {name: old-settings}}',
    good: 'envFrom: [{configMapRef: {name: old-settings}}]',
  }),
  'reference/missing-claim': entry<MissingObject>({
    severity: 'error',
    group: 'reference',
    mayBeElsewhere: true,
    message: ({ name, namespace }) =>
      `PersistentVolumeClaim "${name}" (namespace "${namespace}") is not in the input`,
    hint: 'Add the claim to the files you pass.',
    explain: 'On a cluster the pod stays Pending until the claim exists and is bound.',
    bad: 'volumes: [{name: d, persistentVolumeClaim: {claimName: not-there}}]',
    good: 'volumes: [{name: d, emptyDir: {}}]',
  }),
  'reference/missing-image': entry<{
    readonly image: string;
    readonly reason: 'local' | 'never';
  }>({
    severity: 'error',
    group: 'reference',
    message: ({ image, reason }) =>
      reason === 'never'
        ? `image "${image}" is not on this machine, and imagePullPolicy Never forbids to fetch it`
        : `image "${image}" is not on this machine, and an image of localhost/ cannot be fetched`,
    hint: ({ image, reason }) =>
      reason === 'never'
        ? `Run "podman pull ${image}" or "podman build -t ${image} ." first, or use IfNotPresent.`
        : `Build it first: "podman build -t ${image} .", or load it: "podman load -i FILE".`,
    explain:
      'Images whose name begins with localhost/ exist only where they were built; there is no registry to ask. With policy Never the kubelet reports ErrImageNeverPull.',
    bad: '{image: localhost/app:1}   # never built here',
    good: '{image: docker.io/library/nginx:1.27}',
  }),
  'reference/invalid-image-name': entry<{ readonly image: string; readonly why: string }>({
    severity: 'error',
    group: 'reference',
    message: ({ image, why }) => `"${image}" is not an image name: ${why}`,
    hint: 'Write REGISTRY/NAME:TAG with lower-case letters, e.g. docker.io/library/nginx:1.27.',
    explain:
      'The API server takes any text here. The kubelet then reports InvalidImageName and never starts the container.',
    bad: 'image: MyApp:1',
    good: 'image: myapp:1',
  }),
} as const;
