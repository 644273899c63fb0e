/** Longest host name that the kubelet makes of a pod's name. */
const longest = 63;

/** Cut to 63 characters, without a dash or dot at the end. Source: kubernetes pkg/kubelet/kubelet_pods.go, truncatePodHostnameIfNeeded. */
export function cutHostname(name: string): string {
  return name.length <= longest ? name : name.slice(0, longest).replace(/[-.]+$/, '');
}
