/** What a YAML text is written from. */
export type YamlValue =
  | string
  | number
  | boolean
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue | undefined };

/** Words that YAML 1.1, which Podman reads, takes for something else than text. */
const otherThanText = /^(y|n|yes|no|on|off|true|false|null|nan|inf)$/i;
const bare = /^[A-Za-z_/][A-Za-z0-9._/@+-]*(:[A-Za-z0-9._/@+-]+)*$/;

/** Writes a document for readers of YAML 1.1 and 1.2 alike. Fields that are undefined are left out. */
export function yamlText(value: YamlValue): string {
  return `${lines(value, '').join('\n')}\n`;
}

function lines(value: YamlValue, indent: string): readonly string[] {
  if (Array.isArray(value)) return (value as readonly YamlValue[]).flatMap((item) => itemLines(item, indent));
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([key, child]) =>
      child === undefined ? [] : entryLines(scalar(key), child, indent),
    );
  }
  return [`${indent}${scalar(value as string | number | boolean)}`];
}

function entryLines(key: string, value: YamlValue, indent: string): readonly string[] {
  const block = typeof value === 'string' ? blockText(value, `${indent}  `) : undefined;
  if (block !== undefined) return [`${indent}${key}: |`, ...block];
  if (typeof value !== 'object') return [`${indent}${key}: ${scalar(value)}`];
  const inside = lines(value, Array.isArray(value) ? indent : `${indent}  `);
  return inside.length === 0
    ? [`${indent}${key}: ${Array.isArray(value) ? '[]' : '{}'}`]
    : [`${indent}${key}:`, ...inside];
}

function itemLines(item: YamlValue, indent: string): readonly string[] {
  const [first = '', ...rest] = lines(item, `${indent}  `);
  return [`${indent}- ${first.trimStart() === '' ? '{}' : first.slice(indent.length + 2)}`, ...rest];
}

function scalar(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  if (bare.test(value) && !otherThanText.test(value)) return value;
  return JSON.stringify(value).replaceAll(/[\x7f-\x9f\u2028\u2029\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Text of several lines as a literal block, where that gives it back unchanged. */
function blockText(text: string, indent: string): readonly string[] | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they cannot stand in a block
  const isPlain = !/[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]/.test(text);
  const rows = text.slice(0, -1).split('\n');
  if (!isPlain || !text.endsWith('\n') || /^[\s]|\n$/.test(text.slice(0, -1)) || rows.length < 2)
    return undefined;
  return rows.map((row) => (row === '' ? '' : `${indent}${row}`));
}
