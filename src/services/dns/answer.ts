import { parseAddress } from '../../model/ipv4.js';
import { type Question, type Reply, type Resource, recordType, responseCode } from './message.js';
import { clusterDomain, type Zone, type ZoneEntry } from './zone.js';

/**
 * What to do about a question: answer it, ask others (a name outside of the cluster), or answer with another name and
 * ask others where that one is.
 */
export type Answer =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'forward' }
  | { readonly kind: 'follow'; readonly aliases: readonly Resource[]; readonly name: string };

/** Longest chain of other names that is followed. */
const mostAliases = 8;

/**
 * Answers from the zone. A name of the cluster's domain that is not there does not exist, and nobody else is asked.
 * Source: kubernetes/dns, docs/specification.md; RFC 2308 (the authority section of a negative answer).
 */
export function answer(zone: Zone, { name, type }: Question, shuffle: Shuffle): Answer {
  if (name.endsWith('.in-addr.arpa')) return answerReverse(zone, name, type);
  if (!isInside(name)) return { kind: 'forward' };
  const aliases: Resource[] = [];
  let current = name;
  for (let count = 0; count < mostAliases; count += 1) {
    const found = lookUp(zone, current);
    if (found === undefined) return negative(aliases, zone, current);
    if (found.alias === undefined) return positive(aliases, current, found, type, shuffle);
    aliases.push({ type: 'CNAME', name: current, target: found.alias });
    if (type === recordType.CNAME) return reply(responseCode.fine, aliases);
    current = found.alias;
    if (!isInside(current)) return { kind: 'follow', aliases, name: current };
  }
  return { kind: 'reply', reply: { code: responseCode.serverFailure, answers: [], authoritative: true } };
}

/** Puts addresses into a random order, so that clients that take the first spread. */
export type Shuffle = <T>(values: readonly T[]) => readonly T[];

function isInside(name: string): boolean {
  return name === clusterDomain || name.endsWith(`.${clusterDomain}`);
}

/** Pods have names made of their addresses, whether they exist or not. Source: the specification, section 2.1 (and CoreDNS' `pods insecure`). */
function lookUp(zone: Zone, name: string): ZoneEntry | undefined {
  if (Object.hasOwn(zone.names, name)) return zone.names[name];
  const [, dashed] = /^(\d+-\d+-\d+-\d+)\.[^.]+\.pod\.cluster\.local$/.exec(name) ?? [];
  const address = dashed?.replaceAll('-', '.') ?? '';
  return parseAddress(address) === undefined ? undefined : { addresses: [address] };
}

function answerReverse(zone: Zone, name: string, type: number): Answer {
  const target = Object.hasOwn(zone.reverse, name) ? zone.reverse[name] : undefined;
  if (target === undefined) return { kind: 'forward' };
  const isAsked = type === recordType.PTR || type === recordType.ANY;
  return reply(responseCode.fine, isAsked ? [{ type: 'PTR', name, target }] : []);
}

function positive(
  aliases: readonly Resource[],
  name: string,
  { addresses = [], services = [] }: ZoneEntry,
  type: number,
  shuffle: Shuffle,
): Answer {
  const any = type === recordType.ANY;
  const found: readonly Resource[] = [
    ...(any || type === recordType.A
      ? shuffle(addresses).map((address): Resource => ({ type: 'A', name, address }))
      : []),
    ...(any || type === recordType.SRV
      ? services.map(({ port, target }): Resource => ({ type: 'SRV', name, port, target }))
      : []),
  ];
  return reply(responseCode.fine, [...aliases, ...found], found.length === 0);
}

/** A name above others exists, though nothing is known under it. */
function negative(aliases: readonly Resource[], zone: Zone, name: string): Answer {
  const isAbove =
    name === clusterDomain ||
    name === `svc.${clusterDomain}` ||
    Object.keys(zone.names).some((other) => other.endsWith(`.${name}`));
  return reply(isAbove ? responseCode.fine : responseCode.noSuchName, aliases, true);
}

function reply(code: number, answers: readonly Resource[], empty = answers.length === 0): Answer {
  const authority: readonly Resource[] = empty ? [{ type: 'SOA', name: clusterDomain }] : [];
  return { kind: 'reply', reply: { code, answers, authority, authoritative: true } };
}
