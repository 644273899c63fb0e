import { createHmac } from 'node:crypto';

/**
 * What is compared between two applies: the model without positions, as one canonical text. Secret values take
 * part (a changed password is a change), which is why the digest is keyed. Late values stand for themselves, so an
 * address given out anew is no change.
 */
export function digestOf(model: unknown, key: Uint8Array): string {
  const version = 'v1';
  const hmac = createHmac('sha256', key).update(canonical(model)).digest('hex').slice(0, 32);
  return `${version}-${hmac}`;
}

/** Canonical JSON: keys sorted, origins left out, secret parts revealed, bytes and big integers spelt out. */
function canonical(value: unknown): string {
  if (value === undefined) return 'null';
  if (typeof value === 'bigint') return `${value}n`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof Uint8Array) return `bytes:${Buffer.from(value).toString('base64')}`;
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if ('bytes' in value && typeof value.bytes === 'function') return `secret:${canonical(value.bytes())}`;
  if ('reveal' in value && typeof value.reveal === 'function')
    return `secret:${JSON.stringify(value.reveal())}`;
  const entries = Object.entries(value)
    .filter(([key, item]) => key !== 'origin' && item !== undefined && typeof item !== 'function')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}
