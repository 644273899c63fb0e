import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { renderGithub } from '../../src/diagnostics/render/github.js';
import { renderJunit } from '../../src/diagnostics/render/junit.js';
import { renderSarif } from '../../src/diagnostics/render/sarif.js';
import { checkTexts } from './check-texts.js';

const { documents, collector } = checkTexts({
  'a b/p.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: p, name: q}\nspec:\n  containers:\n  - {name: c, image: "<i>:1", tty: "no\\u0001%"}\n',
  'q.yaml': 'a: [\n',
});
const findings = collector.findings();

describe('SARIF', () => {
  const log = JSON.parse(renderSarif(findings, '1.2.3')) as {
    runs: {
      results: { ruleId: string; ruleIndex: number; locations: unknown[] }[];
      tool: { driver: { rules: { id: string }[] } };
    }[];
  };
  const [run] = log.runs;

  test('fits the schema of SARIF 2.1.0', () => {
    const path = createRequire(import.meta.url).resolve('@microsoft/jest-sarif');
    const schema = JSON.parse(
      readFileSync(path.replace(/index\.js$/, 'schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
    ) as object;
    const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
    const { id: _id, ...draft } = schema as { readonly id?: string };
    const validate = ajv.compile({ ...draft, $schema: 'http://json-schema.org/draft-07/schema#' } as object);
    expect({ fits: validate(log), errors: validate.errors }).toEqual({ fits: true, errors: null });
  });

  test('has the region of each finding and the rule that it names', () => {
    expect(run?.results).toHaveLength(findings.length);
    for (const [index, { at, code }] of findings.entries()) {
      const { line, column, endLine, endColumn } = at.range();
      const result = run?.results[index];
      expect(result?.ruleId).toBe(code);
      expect(run?.tool.driver.rules[result?.ruleIndex ?? -1]?.id).toBe(code);
      expect(result?.locations).toMatchObject([
        {
          physicalLocation: {
            artifactLocation: { uri: at.document.file === 'q.yaml' ? 'q.yaml' : 'a%20b/p.yaml' },
            region: { startLine: line, startColumn: column, endLine, endColumn },
          },
        },
      ]);
    }
  });
});

test('GitHub’s commands escape what would end them', () => {
  const lines = findings.map(renderGithub);
  expect(lines.every((line) => /^::(?:error|warning|notice) file=[^,]+,line=\d+,/.test(line))).toBe(true);
  expect(lines.join('\n').split('\n')).toHaveLength(findings.length);
  expect(lines.some((line) => line.includes('%25'))).toBe(true);
});

test('JUnit counts documents and shows errors, in well-formed XML', () => {
  const text = renderJunit(
    documents.map((document) => ({
      file: document.source.name,
      title: 'Pod "q" <1>',
      findings: findings.filter(({ at }) => at.document === document.at.document),
    })),
  );
  expect(text).toContain('<testsuites name="kube2pod check" tests="1" failures="1">');
  expect(text).toContain('name="Pod &quot;q&quot; &lt;1&gt;"');
  expect(text).not.toContain('\u0001');
  // Every tag that is opened is closed.
  const open: string[] = [];
  for (const [, slash, name, rest] of text.matchAll(/<(\/?)(\w+)([^>]*)>/g)) {
    if (slash === '/') expect(open.pop()).toBe(name);
    else if (rest?.endsWith('/') !== true) open.push(name ?? '');
  }
  expect(open).toEqual([]);
});
