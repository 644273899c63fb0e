/** One variable of an env file, or what is wrong with the file. */
export type EnvFileValue = { readonly value: string | undefined } | { readonly problem: string };

/**
 * Looks up a variable in a file of lines `KEY='value'`: a value stands in single quotes, may span lines, and nothing in
 * it is expanded. Blank lines and comments are passed over; what follows the wanted variable is not looked at.
 * Source: kubernetes pkg/kubelet/util/env/env_util.go, ParseEnv, and the cases of its test (1.36).
 */
export function envFileValue(text: string, key: string): EnvFileValue {
  const variable = /[ \t]*([^\n=]*)=(?:'([^']*)'([^\n]*))?/y;
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end === -1 ? text.length : end);
    if (/^[ \t]*(?:#|$)/.test(line)) {
      at += line.length + 1;
      continue;
    }
    variable.lastIndex = at;
    const [whole, name = '', value, rest = ''] = variable.exec(text) ?? [];
    const problem = whole === undefined ? "is no KEY='value'" : faultOf(name, value, rest);
    if (problem !== undefined) return { problem: `line ${text.slice(0, at).split('\n').length} ${problem}` };
    if (name === key) return { value };
    at += (whole ?? '').length + 1;
  }
  return { value: undefined };
}

function faultOf(name: string, value: string | undefined, rest: string): string | undefined {
  if (name === '') return 'has no name before =';
  if (/\s/.test(name)) return 'has a blank before =';
  if (value === undefined) return 'has a value that is not in single quotes';
  return /^[ \t]*(?:#.*)?$/.test(rest) ? undefined : 'goes on after the closing quote';
}
