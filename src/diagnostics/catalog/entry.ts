import type { CatalogEntry } from '../diagnostic.js';

/** Types one catalogue entry by its message's parameter, so that `catalog` keeps each code's own type. */
export function entry<P>(definition: CatalogEntry<P>): CatalogEntry<P> {
  return definition;
}
