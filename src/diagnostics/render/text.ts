import type { Diagnostic, Severity } from '../diagnostic.js';

/** Colours a piece of text; the identity when standard output is no terminal. */
export interface Palette {
  readonly severity: (severity: Severity, text: string) => string;
  readonly dim: (text: string) => string;
}

/** No colour at all. */
export const plainPalette: Palette = {
  severity: (_severity, text) => text,
  dim: (text) => text,
};

const colour = (code: number, text: string): string => `\u001b[${code}m${text}\u001b[0m`;
const severityColour = { error: 31, warning: 33, note: 36 } as const;

/** Colour for terminals. */
export const ansiPalette: Palette = {
  severity: (severity, text) => colour(severityColour[severity], text),
  dim: (text) => colour(2, text),
};

/**
 * One finding for people: `file:line:column severity code message`, the source line with a caret below it, and
 * what to write instead. `sourceLine` gives a line of a file by its 1-based number.
 */
export function renderText(
  diagnostic: Diagnostic,
  sourceLine: (file: string, line: number) => string | undefined,
  palette: Palette = plainPalette,
): string {
  const { at, severity, code, message, hint, related } = diagnostic;
  const { line, column, endLine, endColumn } = at.range();
  const head = `${at.document.file}:${line}:${column} ${palette.severity(severity, severity)} ${code} ${message}`;
  const text = sourceLine(at.document.file, line);
  const width = endLine === line ? Math.max(1, endColumn - column) : 1;
  const frame = text === undefined || text.trim() === '' ? [] : codeFrame(text, column, width, palette);
  const notes = (related ?? []).map((other) => {
    const place = other.at.range();
    return `    ${other.at.document.file}:${place.line}:${place.column} ${other.message}`;
  });
  return [head, ...frame, ...notes, ...(hint === undefined ? [] : [`    help: ${hint}`])].join('\n');
}

const longestLine = 160;

/** The source line, cut around the place when it is very long, and a caret under the first character. */
function codeFrame(text: string, column: number, width: number, palette: Palette): readonly string[] {
  const start = column > longestLine - 20 ? column - 60 : 0;
  const shown = text.slice(start, start + longestLine).replaceAll('\t', ' ');
  const carets = '^'.repeat(Math.min(width, Math.max(1, shown.length - (column - 1 - start))));
  const pad = ' '.repeat(Math.max(0, column - 1 - start));
  return [palette.dim(`    | ${shown}`), palette.dim(`    | ${pad}${carets}`)];
}
