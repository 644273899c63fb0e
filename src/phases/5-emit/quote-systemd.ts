/**
 * Quoting for unit files. A Quadlet value is read twice: by Quadlet, which splits and unescapes it and writes the words
 * into `ExecStart=` with quotes of its own, and by systemd, which unescapes them again, expands `%` and, when the
 * service starts, `$`. Quadlet leaves `%` and `$` alone, so both are doubled here.
 * Sources: containers/podman pkg/systemd/parser split.go (extractFirstWord, escapeWords) and unitfile.go;
 * systemd.syntax(7), systemd.unit(5) "Specifiers", systemd.service(5) "Command lines".
 */

/**
 * A variable that is always empty. Quadlet ends a list of words at the first empty one, and systemd takes a lone `;`
 * for the end of a command; a word that systemd makes of this variable is neither. A unit whose text holds it must
 * set it: `Environment=KUBE2POD_EMPTY=` in its section `[Service]`.
 */
export const emptyVariable = 'KUBE2POD_EMPTY';

/** Characters that no unit can hold: NUL, and U+0080, which Quadlet writes as a byte that is no character. */
const impossible = /[\0\u0080]/;
const bareWord = /^[A-Za-z0-9%+,\-./:=@_$]+$/;

const letters: { readonly [character: string]: string } = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};

function quoted(text: string): string {
  if (bareWord.test(text)) return text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped
  const escaped = text.replaceAll(/[\x01-\x1f"\\\x7f]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(2, '0');
    return letters[character] ?? `\\x${code}`;
  });
  return `"${escaped}"`;
}

function literal(text: string): string {
  return text.replaceAll('%', '%%').replaceAll('$', '$$$$');
}

/** A piece of text, or a variable of the service that systemd puts in its place. */
export type UnitPiece = string | { readonly variable: string };

function literalPieces(pieces: readonly UnitPiece[]): string {
  return pieces
    .map((piece) => (typeof piece === 'string' ? literal(piece) : `\${${piece.variable}}`))
    .join('');
}

const hasImpossible = (pieces: readonly UnitPiece[]): boolean =>
  pieces.some((piece) => typeof piece === 'string' && impossible.test(piece));

/** As `quoteExecWords`, for words some pieces of which only the running service knows. */
export function quoteExecPieces(words: readonly (readonly UnitPiece[])[]): string | undefined {
  if (words.some(hasImpossible)) return undefined;
  return words
    .map((pieces) => {
      const only = pieces.length === 0 ? '' : pieces.length === 1 ? pieces[0] : undefined;
      return typeof only === 'string' ? execWord(only) : quoted(literalPieces(pieces));
    })
    .join(' ');
}

/** As `quoteAssignment`, for a value some pieces of which only the running service knows. */
export function quoteAssignmentPieces(name: string, pieces: readonly UnitPiece[]): string | undefined {
  return hasImpossible([name, ...pieces]) ? undefined : quoted(literalPieces([`${name}=`, ...pieces]));
}

/** As `plainValue`, for a value some pieces of which only the running service knows. */
export function plainPieces(pieces: readonly UnitPiece[]): string | undefined {
  // A variable is no blank and no quote: a letter stands for it where the borders of the text are looked at.
  const shape = pieces.map((piece) => (typeof piece === 'string' ? piece : 'v')).join('');
  return plainValue(shape) === undefined ? undefined : literalPieces(pieces);
}

function execWord(word: string): string {
  const isAlone = word === '' || word === ';';
  return quoted(isAlone ? `\${${emptyVariable}}${word}` : literal(word));
}

/**
 * Words for `Exec=`, `PodmanArgs=` and other keys of Quadlet that hold words of a command line.
 * Undefined when a word cannot be said in a unit.
 */
export function quoteExecWords(words: readonly string[]): string | undefined {
  return words.some((word) => impossible.test(word)) ? undefined : words.map(execWord).join(' ');
}

/** One assignment for Quadlet's `Environment=`, `Label=` and `Annotation=`. Undefined when it cannot be said. */
export function quoteAssignment(name: string, value: string): string | undefined {
  const assignment = `${name}=${value}`;
  return impossible.test(assignment) ? undefined : quoted(literal(assignment));
}

/**
 * One assignment for `Environment=` of the section `[Service]`, which systemd alone reads: `$` is itself there.
 * Undefined when it cannot be said. Source: systemd.exec(5), Environment=.
 */
export function quoteServiceAssignment(name: string, value: string): string | undefined {
  const assignment = `${name}=${value}`;
  return assignment.includes('\0') ? undefined : quoted(assignment.replaceAll('%', '%%'));
}

/**
 * A value that Quadlet takes as it stands and hands to Podman as one word (`HealthCmd=`, `Volume=`, `Image=`, ...).
 * There are no quotes in it, so a text with line breaks, blanks at its ends, a backslash at its end or a double quote
 * at one of its ends cannot be said: undefined; `PodmanArgs=` can say it.
 */
export function plainValue(text: string): string | undefined {
  const isTrimmed = text.trim() === text && text !== '' && text !== ';';
  const isSayable = isTrimmed && !/[\n\r]|^"|["\\]$/.test(text) && !impossible.test(text);
  return isSayable ? literal(text) : undefined;
}
