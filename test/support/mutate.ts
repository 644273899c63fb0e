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

type Tree = null | boolean | number | string | Tree[] | { [key: string]: Tree };

/** Values that fields rarely have, of every type. */
const values: readonly Tree[] = [
  ...[null, true, false, 0, -1, 1.5, 65536, 2 ** 31, 1e300],
  ...[
    '',
    ' ',
    'a',
    'A_b',
    '-a',
    '$(A)',
    '../x',
    '/',
    '0',
    '1Gi',
    '-1m',
    '1e3',
    '100%',
    'ä',
    '::1',
    '10.0.0.1',
  ],
  ...['x'.repeat(64), 'x'.repeat(254), '\u0000', '2024-01-01T00:00:00Z', '* * * * *'],
  ...[[], {}, [null], [''], [{}], { a: 'b' }, { name: 'a' }, { '': '' }, { 'a/b/c': 'd' }],
];

interface Slot {
  readonly read: () => Tree;
  readonly write: (value: Tree) => void;
  readonly remove: () => void;
}

/** Every place in a tree that can be changed. */
function slots(tree: Tree): readonly Slot[] {
  if (typeof tree !== 'object' || tree === null) return [];
  const own: readonly Slot[] = Array.isArray(tree)
    ? tree.map((value, index) => ({
        read: () => value,
        write: (fresh) => tree.splice(index, 1, fresh),
        remove: () => tree.splice(index, 1),
      }))
    : Object.entries(tree).map(([key, value]) => ({
        read: () => value,
        write: (fresh) => {
          tree[key] = fresh;
        },
        remove: () => Reflect.deleteProperty(tree, key),
      }));
  return own.flatMap((slot) => [slot, ...slots(slot.read())]);
}

/**
 * A manifest, as JSON, of which one to three values are gone, of another kind, or those of another place: readable, so that
 * what comes after reading is reached.
 */
export function mutateTree(text: string, random: Random): string {
  const tree = JSON.parse(text) as Tree;
  for (let count = 1 + upTo(3, random); count > 0; count -= 1) {
    const all = slots(tree);
    const slot = oneOf(all, random);
    const kind = upTo(4, random);
    if (kind === 0) slot?.remove();
    else if (kind === 1) slot?.write(structuredClone(oneOf(all, random)?.read() ?? null));
    else slot?.write(structuredClone(oneOf(values, random) ?? null));
  }
  return JSON.stringify(tree);
}
