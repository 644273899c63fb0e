import { unwritten } from '../diagnostics/unwritten.js';
import { isIngress } from '../ingress/context.js';
import type { ProxySettings } from '../ingress/model.js';
import { keptIngresses, proxyImage } from '../ingress/needs.js';
import { proxySettings } from '../ingress/settings.js';
import type { ResolveOptions } from '../phases/3-resolve.js';
import type { KubeObject } from '../phases/documents.js';
import type { PodmanState } from '../phases/observed.js';
import { findProxy } from '../reconcile/proxy.js';
import { goneFrom } from '../reconcile/records.js';
import { freePort } from './free-port.js';
import { cleanMessage } from './outcome.js';
import { pullImage } from './pull.js';
import type { RunOptions } from './run-result.js';

/** What decides whether there is a proxy of Ingresses. */
export interface ProxyQuestion {
  readonly objects: readonly KubeObject[];
  /** Objects of earlier applies that the input does not have. */
  readonly earlier: readonly KubeObject[];
  readonly state: PodmanState;
}

/** What resolving is told of the proxy; `problem`: why there is none although Ingresses want it. */
export interface PreparedProxy extends Pick<ResolveOptions, 'earlierIngresses' | 'proxy'> {
  readonly problem?: string;
}

/** The Ingresses that are served on, and how: without the supervisor none is, and without its image there is no proxy. */
export async function prepareProxy(
  { objects, earlier, state }: ProxyQuestion,
  options: RunOptions,
): Promise<PreparedProxy> {
  const { set, supervise, dryRun, ingress: asked = {}, isRefused } = options;
  if (!supervise) return {};
  const gone = set?.prune === true ? goneFrom(set.name, objects, state) : [];
  const earlierIngresses = keptIngresses(earlier, gone, state);
  const isWanted = earlierIngresses.length > 0 || objects.some((one) => isIngress(one) && !isRefused(one));
  if (!isWanted) return {};
  const proxy = await withFreePorts(proxySettings(asked, state), asked, state);
  const problem = dryRun ? undefined : await fetchImage(proxyImage(proxy.image), options);
  return problem === undefined ? { earlierIngresses, proxy } : { earlierIngresses, problem };
}

/** A new proxy goes where nobody is, unless the command line says where; from then on it stays there. */
async function withFreePorts(
  proxy: ProxySettings,
  asked: Partial<ProxySettings>,
  state: PodmanState,
): Promise<ProxySettings> {
  if (findProxy(state) !== undefined) return proxy;
  const { address } = proxy;
  const port = asked.port ?? (await freePort(proxy.port, address));
  const tlsPort = asked.tlsPort ?? (await freePort(proxy.tlsPort, address, [port]));
  return { ...proxy, port, tlsPort };
}

/**
 * Brings the image of the proxy here before anything is planned: without it all else runs, as in a cluster without an
 * Ingress controller. Gives what hinders it.
 */
async function fetchImage(image: string, options: RunOptions): Promise<string | undefined> {
  const origin = unwritten('the Ingress proxy');
  const pulled = await pullImage(
    { op: 'image.pull', id: `image.pull ${image}`, needs: [], origin, image, policy: 'missing' },
    options,
  );
  return pulled.code === 0 ? undefined : cleanMessage(pulled.stderr);
}
