import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { ansiPalette, type Palette, plainPalette, renderText } from '../diagnostics/render/text.js';
import type { Source } from '../phases/documents.js';
import { keepLine, keepMessage } from './json-result.js';

/** Writes results to standard output. */
export function print(text: string): void {
  if (!keepLine(text)) process.stdout.write(`${text}\n`);
}

/** Writes messages for people to standard error. */
export function say(text: string): void {
  keepMessage(text);
  process.stderr.write(`${text}\n`);
}

/** The colours of findings for a stream. */
export function paletteFor(stream: NodeJS.WriteStream): Palette {
  return isColourful(stream) ? ansiPalette : plainPalette;
}

/** Whether colour is wanted: only on a terminal, and never when NO_COLOR is set (no-color.org). */
export function isColourful(stream: NodeJS.WriteStream): boolean {
  const noColour = process.env.NO_COLOR !== undefined && process.env.NO_COLOR !== '';
  return stream.isTTY === true && !noColour;
}

/** Findings as text, with the source lines they point at. */
export function findingsText(
  findings: readonly Diagnostic[],
  sources: readonly Source[],
  palette: Palette,
): string {
  const texts = new Map(sources.map(({ name, text }) => [name, text]));
  // Findings come file by file: only the lines of the last one are kept.
  let last: { readonly file: string; readonly lines: readonly string[] } | undefined;
  const sourceLine = (file: string, line: number): string | undefined => {
    if (last?.file !== file) last = { file, lines: texts.get(file)?.split(/\r\n|\n|\r/) ?? [] };
    return last.lines[line - 1];
  };
  return findings.map((finding) => renderText(finding, sourceLine, palette)).join('\n');
}

/** `2 errors, 1 warning`, or an empty text. */
export function countText(findings: readonly Diagnostic[]): string {
  const parts = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
  });
  return parts.join(', ');
}

/** For yargs: text for people, or JSON for programs. */
export const outputOption = {
  output: {
    alias: 'o',
    choices: ['text', 'json'] as const,
    default: 'text' as const,
    describe: 'Format of the result',
  },
} as const;

/** What became of one object, a line in text. */
export interface ObjectLine {
  readonly name: string;
  readonly namespace: string;
  readonly status: string;
}
