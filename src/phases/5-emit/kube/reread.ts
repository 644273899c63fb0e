/** Where a text stands in a document: below a list (everything of a container does), or in mappings only. */
export type Place = 'list' | 'mapping';

/** What makes yaml.v3 write a text in double quotes, which is read back as it was. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const quoted = / (\n|$)|[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]|[\u{10000}-\u{10ffff}]/u;
const beginning = { list: /^[ \t\n\u2028\u2029]/, mapping: /^[\t\n\u2028\u2029]/ } as const;

/** Why something is left out. */
export const spoiledText = 'Podman spoils a text of several lines that begins with a blank or an empty line';

/**
 * Whether `podman kube play` takes a text as it is written. It splits the file by reading each document and writing it
 * anew with yaml.v3, which writes texts of several lines as literal blocks, with a wrong indentation (or none) where
 * such a text begins with a blank or a line break: another reader then fails, or loses the first line without a word.
 * Sources: containers/podman pkg/domain/infra/abi/play.go, splitMultiDocYAML; go-yaml/yaml v3 encode.go, stringv, and
 * emitterc.go, yaml_emitter_analyze_scalar and yaml_emitter_write_block_scalar_hints. Tried with random texts on 4.3.1,
 * 5.4.2 and 5.8.6.
 */
export function isReadBack(text: string, place: Place): boolean {
  return !text.includes('\n') || !beginning[place].test(text) || quoted.test(text);
}
