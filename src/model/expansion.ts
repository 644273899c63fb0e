/**
 * Expands `$(NAME)` as Kubernetes does in variables, command, args and subPathExpr: `$$` is `$` and never begins a
 * reference, a name that `lookup` does not know stays as written, a `$(` without its end stays too. Pieces of the
 * values found (secret or late ones) are kept as pieces; what stands between them is text.
 * Source: kubernetes third_party/forked/golang/expansion/expand.go, Expand and MappingFuncFor.
 */
export function expand<T>(
  input: string,
  lookup: (name: string) => readonly (string | T)[] | undefined,
): (string | T)[] {
  const parts: (string | T)[] = [];
  let text = '';
  let position = 0;
  while (position < input.length) {
    const { literal, name, length } = readToken(input, position);
    const value = name === undefined ? undefined : lookup(name);
    if (value === undefined) text += literal;
    else {
      if (text !== '') parts.push(text);
      parts.push(...value);
      text = '';
    }
    position += length;
  }
  return text === '' ? parts : [...parts, text];
}

interface Token {
  /** What is written when there is no value. */
  readonly literal: string;
  readonly name?: string;
  /** UTF-16 units of the input that are read. */
  readonly length: number;
}

function readToken(input: string, position: number): Token {
  const next = input.indexOf('$', position);
  if (next !== position) {
    const literal = input.slice(position, next < 0 ? undefined : next);
    return { literal, length: literal.length };
  }
  const after = input[position + 1];
  if (after === '$') return { literal: '$', length: 2 };
  const end = after === '(' ? input.indexOf(')', position + 2) : -1;
  if (end < 0) return { literal: '$', length: 1 };
  const literal = input.slice(position, end + 1);
  return { literal, name: literal.slice(2, -1), length: literal.length };
}
