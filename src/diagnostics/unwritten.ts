import { type FieldPath, rootPath } from './field-path.js';

/** A place for what no manifest asks for: a command line, the supervisor. `words` stand where a file's name does. */
export function unwritten(words: string): FieldPath {
  return rootPath({
    file: words,
    documentIndex: 0,
    locate: () => ({ line: 1, column: 1, endLine: 1, endColumn: 1 }),
  });
}
