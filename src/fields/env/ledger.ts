import type {
  ConfigMapEnvSource,
  ConfigMapKeySelector,
  Container,
  EnvFromSource,
  EnvVar,
  EnvVarSource,
  ObjectFieldSelector,
  ResourceFieldSelector,
  SecretEnvSource,
  SecretKeySelector,
} from 'kubernetes-types/core/v1.js';
import { approximate, exact, type Ledger, type LedgerPart } from '../ledger.js';

const kubelet = 'kubernetes pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables';
const fieldValue = 'kubernetes pkg/kubelet/kubelet_pods.go, podFieldSelectorRuntimeValue';
const resourceValue = 'kubernetes pkg/api/v1/resource/helpers.go, ExtractContainerResourceValue';

const sourceRows = {
  name: exact(kubelet, 'found in the input, in the namespace of the pod'),
  optional: exact(kubelet, 'without it a missing object or key stops apply before anything is made'),
};

const keyRows = { ...sourceRows, key: exact(kubelet, 'of data; binaryData holds no values for variables') };

const objectFieldRows = {
  apiVersion: exact(
    'kubernetes pkg/apis/core/pods/helpers.go, ConvertDownwardAPIFieldLabel',
    'v1 is the only one',
  ),
  fieldPath: exact(
    fieldValue,
    'from the manifest, the address given to the pod, and the name and address of the machine',
  ),
} satisfies Ledger<ObjectFieldSelector>;

const resourceFieldRows = {
  containerName: exact(resourceValue, 'another container of the pod, or its own'),
  resource: exact(
    resourceValue,
    "the container's, else the pod's, else all processors and memory of the machine",
  ),
  divisor: exact(resourceValue, 'the quotient is rounded up'),
} satisfies Ledger<ResourceFieldSelector>;

const valueFromRows = {
  configMapKeyRef: exact(kubelet, 'read from the input', {
    fields: keyRows satisfies Ledger<ConfigMapKeySelector>,
  }),
  secretKeyRef: exact(kubelet, 'read from the input into a Podman secret of its own', {
    fields: keyRows satisfies Ledger<SecretKeySelector>,
  }),
  fieldRef: exact(fieldValue, 'computed', { fields: objectFieldRows }),
  resourceFieldRef: exact(resourceValue, 'computed with exact numbers', { fields: resourceFieldRows }),
  fileKeyRef: approximate(
    kubelet,
    'the file is read once, when the container is created, not at each restart, and a missing optional key gives an empty variable',
    {
      how: 'read from the volume after the init containers',
    },
  ),
} satisfies Ledger<EnvVarSource>;

const envRows = {
  name: exact('kubernetes pkg/apis/core/validation/validation.go, ValidateEnv', '--env'),
  value: exact(kubelet, 'expanded: $(VAR) of what stands before it, $$ is $, unknown references stay'),
  valueFrom: exact(kubelet, 'resolved before the container is created', { fields: valueFromRows }),
} satisfies Ledger<EnvVar>;

const envFromRows = {
  prefix: exact(kubelet, 'put before each key'),
  configMapRef: exact(kubelet, 'every key of data', {
    fields: sourceRows satisfies Ledger<ConfigMapEnvSource>,
  }),
  secretRef: exact(kubelet, 'every key, each as a Podman secret', {
    fields: sourceRows satisfies Ledger<SecretEnvSource>,
  }),
} satisfies Ledger<EnvFromSource>;

/** The container's variables. */
export const containerRows = {
  env: exact(
    kubelet,
    'one final list; values from Secrets are Podman secrets, so that inspect does not show them',
    {
      fields: envRows,
    },
  ),
  envFrom: exact(kubelet, 'resolved in order, before env', { fields: envFromRows }),
} satisfies LedgerPart<Container, 'env' | 'envFrom'>;
