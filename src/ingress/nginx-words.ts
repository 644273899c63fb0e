/** A word of nginx's language, whatever is in it. Source: nginx src/core/ngx_conf_file.c, ngx_conf_read_token. */
export function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** A text as a regular expression that fits nothing else. Source: man pcre2pattern(3). */
export function escaped(text: string): string {
  return text.replaceAll(/[.*+?^$(){}|[\]\\]/g, '\\$&');
}
