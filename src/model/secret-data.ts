import type { Secret } from 'kubernetes-types/core/v1.js';

/**
 * The bytes of a Secret by key, because data is base64 and stringData is text that wins over it. The result
 * holds secret values: wrap them (`secretPart`) before they go anywhere.
 * Source: kubernetes pkg/apis/core/v1/conversion.go, Convert_v1_Secret_To_core_Secret; encoding/json of Go decodes
 * []byte with padded standard base64 in which line breaks are skipped.
 */
export function secretData(secret: Secret): ReadonlyMap<string, Uint8Array> {
  const { data = {}, stringData = {} } = secret;
  return new Map([
    ...Object.entries(data).map(([key, text]): [string, Uint8Array] => [key, Buffer.from(text, 'base64')]),
    ...Object.entries(stringData).map(([key, text]): [string, Uint8Array] => [
      key,
      Buffer.from(text, 'utf8'),
    ]),
  ]);
}
