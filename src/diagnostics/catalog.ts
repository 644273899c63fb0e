import { advice } from './catalog/advice.js';
import { api } from './catalog/api.js';
import type { CatalogEntry } from './catalog/entry.js';
import { field } from './catalog/field.js';
import { ingress } from './catalog/ingress.js';
import { parse } from './catalog/parse.js';
import { podman } from './catalog/podman.js';
import { podmanVolumes } from './catalog/podman-volumes.js';
import { reference } from './catalog/reference.js';
import { run } from './catalog/run.js';
import { schema } from './catalog/schema.js';
import { settings } from './catalog/settings.js';

/**
 * Every message that kube2pod can give about a manifest, by its public code (`area/slug`). Codes are never
 * reused; wording may change. One file per area below `catalog/`.
 */
export const catalog = {
  ...parse,
  ...schema,
  ...api,
  ...field,
  ...reference,
  ...ingress,
  ...podman,
  ...podmanVolumes,
  ...run,
  ...advice,
  ...settings,
};

export type CatalogCode = keyof typeof catalog;

/** What a call site must supply for a code: the parameter of its message. */
export type CatalogParams<C extends CatalogCode> = Parameters<(typeof catalog)[C]['message']>[0];

/** The entry of a code, with its parameter type opened up for those who hold parameters of that code. */
export function catalogEntry<C extends CatalogCode>(code: C): CatalogEntry<CatalogParams<C>> {
  // One cast: TypeScript cannot see that a code's own entry takes that code's own parameters.
  return catalog[code] as unknown as CatalogEntry<CatalogParams<C>>;
}
