export function namespaceOf(kind: string, namespace: string): string {
  return ['Namespace', 'PersistentVolume', 'ClusterRole'].includes(kind)
    ? ''
    : namespace === ''
      ? 'default'
      : namespace;
}
