/** The same numbers from 0 to 1 for the same seed (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What YAML has that manifests rarely have, and values of every kind. */
const pieces = [
  ...['null', '~', '""', '{}', '[]', '[[]]', '{a: {}}', '-1', '0', '1.5', '1e400', '9223372036854775808'],
  ...['true', 'yes', 'NaN', '.inf', '0x1F', '0777', '2024-01-01', '"\\u0000"', '"\\ud800"', 'ä', '\u2028'],
  ...['&a ', '*a', '&a [*a]', '<<: *a', '!!str ', '!!binary ', '!custom ', '|', '>-', '- ', '? ', ': ', '# '],
  ...['\n---\n', '\n...\n', '%YAML 1.2\n', '\t', '\r\n', '\ufeff', '"', "'", '{', '}', '[', ']', ','],
  ...['name: a', 'spec:', 'metadata: {name: a}', 'constructor: 1', '__proto__: {a: 1}', 'toString: {}'],
] as const;

type Random = () => number;
type Mutation = (text: string, random: Random) => string;

const upTo = (limit: number, random: Random): number => Math.floor(random() * limit);
const oneOf = <T>(list: readonly T[], random: Random): T | undefined => list[upTo(list.length, random)];
const cut = (text: string, from: number, to: number, between: string): string =>
  `${text.slice(0, from)}${between}${text.slice(to)}`;

/** Puts a piece at a place where something ends. */
const insert: Mutation = (text, random) => {
  const at = upTo(text.length + 1, random);
  return cut(text, at, at, oneOf(pieces, random) ?? '');
};
const remove: Mutation = (text, random) => {
  const at = upTo(text.length, random);
  return cut(text, at, at + 1 + upTo(20, random), '');
};
const changeByte: Mutation = (text, random) => {
  const at = upTo(text.length, random);
  return cut(text, at, at + 1, String.fromCharCode(upTo(256, random)));
};

/** Changes one of the lines: what lines are is how manifests are built. */
function onLines(change: (lines: string[], at: number, random: Random) => void): Mutation {
  return (text, random) => {
    const lines = text.split('\n');
    change(lines, upTo(lines.length, random), random);
    return lines.join('\n');
  };
}

const mutations: readonly Mutation[] = [
  insert,
  remove,
  changeByte,
  onLines((lines, at) => lines.splice(at, 1)),
  onLines((lines, at) => lines.splice(at, 0, lines[at] ?? '')),
  onLines((lines, at, random) => lines.splice(at, 1, lines[upTo(lines.length, random)] ?? '')),
  onLines((lines, at, random) => {
    lines[at] = `${' '.repeat(upTo(5, random))}${lines[at]?.trimStart()}`;
  }),
  onLines((lines, at, random) => {
    lines[at] = lines[at]?.replace(/:.*$/, `: ${oneOf(pieces, random)}`) ?? '';
  }),
  onLines((lines, at, random) => {
    lines[at] = lines[at]?.replace(/[\w-]+:/, `${oneOf(pieces, random)}:`) ?? '';
  }),
];

/** A manifest with one to five accidents. */
export function mutate(text: string, random: Random): string {
  let changed = text;
  for (let count = 1 + upTo(5, random); count > 0; count -= 1)
    changed = oneOf(mutations, random)?.(changed, random) ?? changed;
  return changed;
}
