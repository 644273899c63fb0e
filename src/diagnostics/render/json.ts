import type { Diagnostic } from '../diagnostic.js';

/** The object that a finding is about, as far as it could be read. */
export interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** One finding in the public, stable JSON format of `check -o json`. Lines and columns are 1-based. */
export interface JsonFinding {
  readonly group: string;
  readonly code: string;
  readonly severity: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** 0-based index of the YAML document in its file. */
  readonly document: number;
  readonly object: ObjectName | null;
  /** The API server's field path. */
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
}

/** Turns a finding into the public JSON shape. */
export function jsonFinding(diagnostic: Diagnostic, object: ObjectName | null): JsonFinding {
  const { group, code, severity, at, message, hint } = diagnostic;
  const { line, column, endLine, endColumn } = at.range();
  return {
    group,
    code,
    severity,
    file: at.document.file,
    line,
    column,
    endLine,
    endColumn,
    document: at.document.documentIndex,
    object,
    path: at.toString(),
    message,
    ...(hint === undefined ? {} : { hint }),
  };
}
