/** A resolv.conf taken apart. */
export interface ResolvConf {
  readonly servers: readonly string[];
  readonly searches: readonly string[];
  readonly options: readonly string[];
}

/**
 * Reads a machine's resolv.conf, because two DNS policies begin with it: name servers add up, of several search or
 * options lines the last one counts, a final dot of a search entry is dropped.
 * Source: kubernetes pkg/kubelet/network/dns/dns.go, parseResolvConf.
 */
export function parseResolvConf(text: string): ResolvConf {
  const found = { servers: [] as string[], searches: [] as string[], options: [] as string[] };
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const [keyword = '', ...values] = line.split(/\s+/);
    if (keyword === 'nameserver') found.servers.push(...values.slice(0, 1));
    if (keyword === 'search') found.searches = values.map((value) => value.replace(/\.$/, ''));
    if (keyword === 'options') found.options = values;
  }
  return found;
}

/**
 * The file as containerd writes it into a pod.
 * Source: containerd internal/cri/server/podsandbox/sandbox_run_linux.go, parseDNSOptions.
 */
export function formatResolvConf({ servers, searches, options }: ResolvConf): string {
  return [
    ...(searches.length === 0 ? [] : [`search ${searches.join(' ')}\n`]),
    ...servers.map((server) => `nameserver ${server}\n`),
    ...(options.length === 0 ? [] : [`options ${options.join(' ')}\n`]),
  ].join('');
}
