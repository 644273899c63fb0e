import type { Observed } from '../phases/observed.js';
import { holderName } from '../services/names.js';
import type { Readied } from './execute-context.js';
import type { RunOptions, RunResult } from './run-result.js';
import { serveNamesOf } from './supervise/names.js';

/**
 * Containers find names served from their start on; without names they run all the same, and the supervisor tries again. The
 * name server starts while the first infra container does, and is looked for once more then: one of pods that are gone may
 * just have ended with their network.
 */
export function namesFor({
  application,
  observed,
  situation,
  program,
}: Pick<RunResult, 'application' | 'situation'> &
  Pick<RunOptions, 'program'> & {
    readonly observed: Observed;
  }): Readied {
  const [network] = observed.networks.values();
  if (network === undefined) return { begin: () => {}, ready: async () => {} };
  const services = application.services.map(({ name, rules }) => {
    const address = observed.addresses.get(holderName(rules.namespace, name))?.ip;
    return { name, rules, endpoints: [], ...(address === undefined ? {} : { address }) };
  });
  const { rootless } = situation.target;
  const serving = once(() => {
    const place = { program, rootless, state: observed.state, askedAt: Date.now() };
    const serve = (): Promise<unknown> => serveNamesOf(services, network.gateway, place);
    return { first: serve().catch(() => undefined), serve };
  });
  const served = once(async () => {
    const { first, serve } = serving();
    await first;
    await serve();
  });
  return { begin: () => void serving(), ready: served };
}

/** Does it at the first call. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
