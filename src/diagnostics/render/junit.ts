import type { Diagnostic } from '../diagnostic.js';

/** A document that was judged, as a test case. */
export interface JudgedDocument {
  readonly file: string;
  /** `Pod web`, or `document 3` where it says no name. */
  readonly title: string;
  readonly findings: readonly Diagnostic[];
}

/**
 * Findings as JUnit XML: a suite for each file, a case for each document, failed by its errors; warnings and notes stand
 * in its output. The form that CI servers read: github.com/testmoapp/junitxml.
 */
export function renderJunit(documents: readonly JudgedDocument[]): string {
  const files = [...new Set(documents.map(({ file }) => file))];
  const isBad = ({ findings }: JudgedDocument): boolean =>
    findings.some(({ severity }) => severity === 'error');
  const suites = files.map((file) => {
    const cases = documents.filter((document) => document.file === file);
    const head = `  <testsuite name=${attribute(file)} tests="${cases.length}" failures="${cases.filter(isBad).length}">`;
    return [head, ...cases.map(testCase), '  </testsuite>'].join('\n');
  });
  const failures = documents.filter(isBad).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="kube2pod check" tests="${documents.length}" failures="${failures}">`,
    ...suites,
    '</testsuites>',
  ].join('\n');
}

function testCase({ file, title, findings }: JudgedDocument): string {
  const head = `    <testcase classname=${attribute(file)} name=${attribute(title)}`;
  if (findings.length === 0) return `${head}/>`;
  const failed = findings.filter(({ severity }) => severity === 'error');
  const others = findings.filter(({ severity }) => severity !== 'error');
  return [
    `${head}>`,
    ...failed.map(
      (one) =>
        `      <failure type=${attribute(one.code)} message=${attribute(one.message)}>${escaped(lineOf(one))}</failure>`,
    ),
    ...(others.length === 0
      ? []
      : [`      <system-out>${escaped(others.map(lineOf).join('\n'))}</system-out>`]),
    '    </testcase>',
  ].join('\n');
}

function lineOf({ at, severity, code, message }: Diagnostic): string {
  const { line, column } = at.range();
  return `${at.document.file}:${line}:${column} ${severity} ${code} ${message}`;
}

const attribute = (text: string): string =>
  `"${escaped(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;')}"`;

/** XML 1.0 has no place at all for most control characters, so they become U+FFFD. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(forbidden, '\uFFFD');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;
