/** A part of a file that holds one document: its text, and where it begins in the file (UTF-16 units). */
export interface Piece {
  readonly text: string;
  readonly offset: number;
}

/**
 * Cuts a file into documents where Kubernetes does: at every line that begins with `---` and holds nothing else but a
 * comment, even inside a block scalar. Source: k8s.io/apimachinery/pkg/util/yaml decoder.go, YAMLReader.Read.
 */
export function splitDocuments(text: string): readonly Piece[] {
  return /^\s*\{/.test(text) ? splitJson(text) : splitYaml(text);
}

function splitYaml(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (let at = nextSeparator(text, 0); at < text.length; ) {
    const end = lineEnd(text, at);
    if (!/^---[^\S\n]*(?:#.*)?\r?\n?$/.test(text.slice(at, end))) {
      at = nextSeparator(text, end);
      continue;
    }
    // A separator at the very beginning of a piece stays in it: nothing stands before it.
    if (at > start) {
      pieces.push({ text: text.slice(start, at), offset: start });
      start = end;
    }
    at = nextSeparator(text, end);
  }
  if (start < text.length) pieces.push({ text: text.slice(start), offset: start });
  return pieces;
}

/** The next line that begins with `---`, at `from` or behind it; the text's length when there is none. */
function nextSeparator(text: string, from: number): number {
  if (text.startsWith('---', from)) return from;
  const found = text.indexOf('\n---', Math.max(0, from - 1));
  return found === -1 ? text.length : found + 1;
}

function lineEnd(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  return found === -1 ? text.length : found + 1;
}

/** Objects of a JSON stream, one after the other; what is no object stays with the one before it. */
function splitJson(text: string): readonly Piece[] {
  const starts: number[] = [];
  let depth = 0;
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/gs)) {
    if (match[0] === '{') {
      if (depth === 0) starts.push(match.index);
      depth += 1;
    } else if (match[0] === '}') depth = Math.max(0, depth - 1);
  }
  if (starts.length <= 1) return splitYaml(text);
  return starts.flatMap((start, index) => {
    const offset = index === 0 ? 0 : start;
    return splitYaml(text.slice(offset, starts[index + 1] ?? text.length)).map((piece) => ({
      text: piece.text,
      offset: piece.offset + offset,
    }));
  });
}
