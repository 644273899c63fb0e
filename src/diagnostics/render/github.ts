import type { Diagnostic } from '../diagnostic.js';

const commands = { error: 'error', warning: 'warning', note: 'notice' } as const;

/**
 * One finding as a workflow command, which GitHub Actions shows beside the line.
 * Source: docs.github.com, Workflow commands for GitHub Actions; github.com/actions/toolkit packages/core/src/command.ts
 * for what is escaped.
 */
export function renderGithub({ at, severity, code, message, hint }: Diagnostic): string {
  const { line, column, endLine, endColumn } = at.range();
  const properties = {
    file: at.document.file,
    line,
    endLine,
    // Columns are only taken for a place within one line; the last one is meant inclusive.
    ...(line === endLine ? { col: column, endColumn: Math.max(column, endColumn - 1) } : {}),
    title: code,
  };
  const words = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  const text = hint === undefined ? message : `${message}\n${hint}`;
  return `::${commands[severity]} ${words.join(',')}::${escaped(text)}`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
