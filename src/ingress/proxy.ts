import type { ConfigMap, PodSpec, Secret } from 'kubernetes-types/core/v1.js';
import type { Ingress } from 'kubernetes-types/networking/v1.js';
import type { References } from '../fields/context.js';
import type { PodRequest } from '../fields/resolve-pod.js';
import { stableUid } from '../kinds/uid.js';
import type { KubeObject } from '../phases/documents.js';
import { proxyOwner } from '../reconcile/proxy.js';
import type { IngressModel, ProxySettings } from './model.js';
import { nginxText } from './nginx.js';
import { configFile, configFolder, httpPort, statusPort, tlsFolder, tlsPort } from './places.js';

/** Podman's name of the proxy's pod; `_` occurs in no Kubernetes name. */
export const proxyPod = 'ingress__proxy';
export const proxyContainer = 'nginx';

/** What the proxy is made from. */
export interface ProxyInput {
  readonly model: IngressModel;
  readonly settings: ProxySettings;
  readonly nameServer?: string;
  /** The Ingress that stands for all of them where a place in a manifest is asked for. */
  readonly first: KubeObject<Ingress>;
}

/**
 * The proxy is a pod like any other: its configuration is a ConfigMap and its certificates are a Secret, so that they
 * reach it, and change while it runs, as those of every pod do. Only nobody has written them.
 */
export function proxyRequest(input: ProxyInput, references: References): ProxyRequest {
  const { first, model, settings } = input;
  const isTls = model.certificates.length > 0;
  const { namespace } = proxyOwner;
  const pod: PodRequest = {
    at: first.at,
    podSpec: podSpec(settings, isTls),
    identity: {
      namespace,
      name: proxyPod,
      uid: stableUid(namespace, proxyOwner.kind, proxyOwner.name),
      labels: {},
      annotations: {},
      serviceAccountName: 'default',
      owner: { apiVersion: 'kube2pod.io/v1', kind: proxyOwner.kind, name: proxyOwner.name },
    },
  };
  const config = made<ConfigMap>(first, 'ConfigMap', { data: { [configFile]: nginxText(model, input) } });
  const secret = made<Secret>(first, 'Secret', { data: certificateData(model) });
  return {
    pod,
    references: {
      ...references,
      configMap: (place, name) => (name === proxyPod ? config : references.configMap(place, name)),
      secret: (place, name) => (name === proxyPod ? secret : references.secret(place, name)),
    },
  };
}

/** The proxy's pod, and what it refers to. */
export interface ProxyRequest {
  readonly pod: PodRequest;
  readonly references: References;
}

function podSpec({ address, port, tlsPort: published, image }: ProxySettings, isTls: boolean): PodSpec {
  const path = `${configFolder}/${configFile}`;
  return {
    hostname: 'ingress',
    enableServiceLinks: false,
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 5,
    containers: [
      {
        name: proxyContainer,
        image,
        imagePullPolicy: 'IfNotPresent',
        command: ['nginx', '-c', path, '-g', 'daemon off;'],
        ports: [
          { name: 'http', containerPort: httpPort, hostPort: port, hostIP: address },
          ...(isTls ? [{ name: 'https', containerPort: tlsPort, hostPort: published, hostIP: address }] : []),
        ],
        readinessProbe: { httpGet: { path: '/healthz', port: statusPort }, periodSeconds: 2 },
        volumeMounts: [
          { name: 'config', mountPath: configFolder },
          ...(isTls ? [{ name: 'tls', mountPath: tlsFolder }] : []),
        ],
      },
    ],
    volumes: [
      { name: 'config', configMap: { name: proxyPod } },
      // Only root reads keys: the master process of nginx.
      ...(isTls ? [{ name: 'tls', secret: { secretName: proxyPod, defaultMode: 0o400 } }] : []),
    ],
  };
}

function made<T>(first: KubeObject, kind: string, manifest: T): KubeObject<T> {
  const { at, document } = first;
  const { namespace } = proxyOwner;
  return { apiVersion: 'v1', kind, namespace, name: proxyPod, manifest, at, document };
}

function certificateData({ certificates }: IngressModel): { readonly [file: string]: string } {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  return Object.fromEntries(
    certificates.flatMap(({ name, certificate, key }) => [
      [`${name}.crt`, base64(certificate)],
      [`${name}.key`, base64(key())],
    ]),
  );
}
