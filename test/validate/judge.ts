import { describe, expect, test } from '@jest/globals';
import { createCollector } from '../../src/diagnostics/collect.js';
import { parse } from '../../src/phases/1-parse.js';
import { validate } from '../../src/phases/2-validate.js';
import { situation } from '../phases/situation.js';

/** The paths of what an API server of 1.36 says of a manifest, and how it says it. */
export function judge(text: string, severity: 'error' | 'warning' = 'error'): readonly string[] {
  const collector = createCollector();
  validate(parse([{ name: 'f.yaml', text }], collector.report), { situation }, collector.report);
  return collector
    .findings()
    .filter((finding) => finding.group === 'kubernetes' && finding.severity === severity)
    .map(({ at }) => at.toString());
}

/** A manifest that is accepted (no paths), or refused at each of the paths. */
export type Case = readonly [snippet: string, ...paths: readonly string[]];

const absolute = (path: string, prefix: string): string =>
  path.startsWith('=') ? path.slice(1) : `${prefix}${path}`;

/** One test per case: `wrap` makes a manifest of its snippet, `prefix` stands before its paths, unless they begin with `=`. */
export function describeVerdicts(
  area: string,
  wrap: (snippet: string) => string,
  cases: readonly Case[],
  prefix = '',
): void {
  describe(area, () => {
    test.each(cases.map(([snippet, ...paths]) => [snippet, paths] as const))('%s %j', (snippet, paths) => {
      const found = judge(wrap(snippet));
      if (paths.length === 0) expect(found).toEqual([]);
      else expect(found).toEqual(expect.arrayContaining(paths.map((path) => absolute(path, prefix))));
    });
  });
}

/** The same of warnings: exactly these, of an object that is accepted. */
export function describeWarnings(
  area: string,
  wrap: (snippet: string) => string,
  cases: readonly Case[],
  prefix = '',
): void {
  describe(area, () => {
    test.each(cases.map(([snippet, ...paths]) => [snippet, paths] as const))('%s %j', (snippet, paths) => {
      expect(judge(wrap(snippet))).toEqual([]);
      const found = judge(wrap(snippet), 'warning');
      expect([...found].sort()).toEqual(paths.map((path) => absolute(path, prefix)).sort());
    });
  });
}

export function object(apiVersion: string, kind: string): (snippet: string) => string {
  return (snippet) => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x}\n${snippet}\n`;
}

export function withSpec(apiVersion: string, kind: string): (snippet: string) => string {
  return (snippet) => object(apiVersion, kind)(`spec: {${snippet}}`);
}

const pod = withSpec('v1', 'Pod');
/** A pod with one container, and what is added to its spec. */
export const podWith = (more: string): string => pod(`containers: [{name: a, image: i}], ${more}`);
/** A pod whose only container has more than a name and an image. */
export const containerWith = (more: string): string => pod(`containers: [{name: a, image: i, ${more}}]`);
