import type { ManifestDocument, ManifestValue } from '../phases/documents.js';

/**
 * Whether a document is meant for another program than Kubernetes (compose, a CI service, Ansible, the values of a chart):
 * a map with nothing of what every object has, or a list of such maps. A hook is handed every YAML file of a repository.
 */
export function isForeign({ value }: Pick<ManifestDocument, 'value'>): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isForeignMap);
  return isForeignMap(value) || isKustomization(value);
}

const own = ['apiVersion', 'kind', 'metadata'];

function isForeignMap(value: ManifestValue): boolean {
  return isMap(value) && Object.keys(value).length > 0 && !own.some((key) => Object.hasOwn(value, key));
}

/** Files of tools that borrow Kubernetes' form: kustomize, Helm's Chart.yaml, Skaffold, kind's and kubeadm's configuration. */
function isKustomization(value: ManifestValue): boolean {
  if (!isMap(value)) return false;
  const { apiVersion, kind } = value;
  if (typeof apiVersion !== 'string') return false;
  if (/^(?:kustomize\.config|kubeadm|kubelet\.config|kubeproxy\.config)\.k8s\.io\//.test(apiVersion))
    return true;
  if (/^(?:skaffold|kind\.x-k8s\.io|config\.k8s\.io)\//.test(apiVersion)) return true;
  return /^v[12]$/.test(apiVersion) && kind === undefined && 'name' in value && 'version' in value;
}

function isMap(value: ManifestValue): value is { readonly [key: string]: ManifestValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
