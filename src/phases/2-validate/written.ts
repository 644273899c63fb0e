import type { FieldPath } from '../../diagnostics/field-path.js';
import type { ManifestDocument } from '../documents.js';

const lengthLimit = 60;

/**
 * Reads what stands in the file at a place: messages quote values as they were written (`NO`), not as they were read
 * (`false`). Undefined for values of a Secret, which no message may show, and for what spans lines.
 */
export function writtenIn(document: ManifestDocument, kind: string): (at: FieldPath) => string | undefined {
  return (at) => {
    const [first] = at.segments();
    if (kind === 'Secret' && (first === 'data' || first === 'stringData')) return undefined;
    const { line, column, endLine, endColumn } = at.range();
    if (line !== endLine) return undefined;
    const text = lineOf(document.source.text, line).slice(column - 1, endColumn - 1);
    return text.length > lengthLimit ? `${text.slice(0, lengthLimit)}...` : text;
  };
}

/** One line of a text, 1-based; lines end as the reader's do (LF, CRLF or CR). */
function lineOf(text: string, line: number): string {
  const ends = /\r\n|\n|\r/g;
  let start = 0;
  for (let count = 1; count < line; count += 1) {
    if (ends.exec(text) === null) return '';
    start = ends.lastIndex;
  }
  const end = ends.exec(text)?.index ?? text.length;
  return text.slice(start, end);
}
