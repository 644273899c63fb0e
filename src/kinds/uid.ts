import { crypto } from '../model/crypto.js';

/** A digest of plain data, in hexadecimal. */
export function hashOf(value: unknown): string {
  const text = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? String(item) : item,
  );
  return crypto()
    .createHash('sha256')
    .update(text ?? '')
    .digest('hex');
}

/** A UUID (version 5 layout) that is the same at every apply. The API server's are random. */
export function stableUid(namespace: string, kind: string, name: string): string {
  const hex = hashOf(['kube2pod', namespace, kind, name]);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
