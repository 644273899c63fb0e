import type { Diagnostic, Fix } from '../diagnostics/diagnostic.js';
import type { TextRange } from '../diagnostics/field-path.js';

/** A text with its faults mended, and which ones those were. */
export interface FixedText {
  readonly text: string;
  readonly fixed: readonly Diagnostic[];
}

/**
 * Mends what has one right answer: misspelt fields, `protocol: tcp`, numbers in quotes and texts without. Only the words
 * themselves change; comments, order and layout stay.
 */
export function fixText(text: string, findings: readonly Diagnostic[]): FixedText {
  const starts = lineStarts(text);
  const offset = (line: number, column: number): number => (starts[line - 1] ?? text.length) + column - 1;
  const edits = findings.flatMap((finding) => {
    const { fix, at } = finding;
    if (fix === undefined) return [];
    const range = at.range();
    return range.line === range.endLine ? [{ finding, fix, ...offsetsOf(range, offset) }] : [];
  });
  // From the end, so that earlier offsets stay true; of two at one place (an alias used twice) one is enough.
  edits.sort((a, b) => b.start - a.start);
  let done = text;
  let last = Number.POSITIVE_INFINITY;
  const fixed: Diagnostic[] = [];
  for (const { finding, fix, start, end } of edits) {
    if (end <= last) {
      done = done.slice(0, start) + mended(done.slice(start, end), fix) + done.slice(end);
      last = start;
    }
    fixed.push(finding);
  }
  return { text: done, fixed: fixed.reverse() };
}

function offsetsOf(
  { line, column, endLine, endColumn }: TextRange,
  offset: (line: number, column: number) => number,
): { readonly start: number; readonly end: number } {
  return { start: offset(line, column), end: offset(endLine, endColumn) };
}

function mended(written: string, fix: Fix): string {
  switch (fix.kind) {
    case 'rename': {
      const [quote] = /^["']/.exec(written) ?? [''];
      return `${quote}${fix.to}${quote}`;
    }
    case 'quote':
      return JSON.stringify(written);
    case 'plain':
      return fix.to;
    default:
      return fix satisfies never;
  }
}

/** Offsets at which lines begin; lines end as the reader's do (LF, CRLF or CR). */
function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map(({ index, 0: end }) => index + end.length)];
}
