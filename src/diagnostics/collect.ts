import { type CatalogCode, type CatalogParams, catalogEntry } from './catalog.js';
import type { Diagnostic, Related, Report, Severity } from './diagnostic.js';
import type { FieldPath, TextRange } from './field-path.js';

/** Gathers the findings of one run; passed in by the caller, there is no module-level list. */
export interface Collector {
  readonly report: Report;
  /** All findings so far, sorted by file, line, column and code; equal ones once. */
  readonly findings: () => readonly Diagnostic[];
  /** Whether an error was reported for this very object (by its root path's document). */
  readonly refused: (at: FieldPath) => boolean;
}

/** Makes an empty collector. Severities follow the catalogue; silencing and `--strict` come later. */
export function createCollector(): Collector {
  const found: Diagnostic[] = [];
  const refusedDocuments = new Set<unknown>();
  const report = <C extends CatalogCode>(
    code: C,
    at: FieldPath,
    params: CatalogParams<C>,
    related?: readonly Related[],
  ): void => {
    const diagnostic = makeDiagnostic(code, at, params, related);
    // Found now, while the tree of the document is at hand.
    at.range();
    if (diagnostic.severity === 'error') refusedDocuments.add(at.document);
    found.push(diagnostic);
  };
  return {
    report,
    findings: () => sortFindings(found),
    refused: (at) => refusedDocuments.has(at.document),
  };
}

function makeDiagnostic<C extends CatalogCode>(
  code: C,
  at: FieldPath,
  params: CatalogParams<C>,
  related: readonly Related[] | undefined,
): Diagnostic {
  const entry = catalogEntry(code);
  const severity: Severity = typeof entry.severity === 'function' ? entry.severity(params) : entry.severity;
  const hint = typeof entry.hint === 'function' ? entry.hint(params) : entry.hint;
  const fix = entry.fix?.(params);
  return {
    code,
    severity,
    group: entry.group,
    message: entry.message(params),
    at,
    ...(hint === undefined ? {} : { hint }),
    ...(fix === undefined ? {} : { fix }),
    ...(related === undefined ? {} : { related }),
  };
}

/** Sorts by file, line, column, code and message and drops exact repeats, so that output is deterministic. */
export function sortFindings(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyed: Keyed[] = found.map((diagnostic) => ({
    diagnostic,
    range: diagnostic.at.range(),
  }));
  keyed.sort(
    (a, b) =>
      compareText(a.diagnostic.at.document.file, b.diagnostic.at.document.file) ||
      a.range.line - b.range.line ||
      a.range.column - b.range.column ||
      compareText(a.diagnostic.code, b.diagnostic.code) ||
      compareText(a.diagnostic.message, b.diagnostic.message),
  );
  return keyed.filter((one, index) => !isSame(one, keyed[index - 1])).map(({ diagnostic }) => diagnostic);
}

interface Keyed {
  readonly diagnostic: Diagnostic;
  readonly range: TextRange;
}

function isSame(one: Keyed, other: Keyed | undefined): boolean {
  return (
    other !== undefined &&
    one.diagnostic.message === other.diagnostic.message &&
    one.diagnostic.code === other.diagnostic.code &&
    one.range.line === other.range.line &&
    one.range.column === other.range.column &&
    one.diagnostic.at.document.file === other.diagnostic.at.document.file
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
