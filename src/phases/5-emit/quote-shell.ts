/**
 * One word for a POSIX shell. Letters, digits and `%+,-./:=@_` need no quotes; everything else stands in single
 * quotes, in which only the single quote itself is special. NUL cannot be in any word.
 * Source: POSIX.1-2017, Shell Command Language, 2.2 Quoting.
 */
export function quoteShell(text: string): string {
  if (/^[A-Za-z0-9%+,\-./:=@_]+$/.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}
