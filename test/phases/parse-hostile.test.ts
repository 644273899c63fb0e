import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSync } from 'esbuild';

/**
 * Input made to exhaust the reader, each in a process of its own: what is said of it, in which time, and in how much
 * memory. A limit is reached within a second (of computing: the machine may be busy) and 200 MB; what is below every
 * limit is read.
 */
const folder = mkdtempSync(join(tmpdir(), 'kube2pod-hostile-'));
const runner = `
import { readFileSync } from 'node:fs';
import { parse } from './parse.mjs';
const text = readFileSync(process.argv[2], 'utf8');
const codes = new Map();
const start = process.cpuUsage();
const documents = parse([{ name: 'f', text }], (code, at) => codes.set(code, at.range().line));
const { user, system } = process.cpuUsage(start);
const ms = (user + system) / 1000;
console.log(JSON.stringify({ ms, megabytes: process.resourceUsage().maxRSS / 1024, codes: [...codes.keys()], documents: documents.length }));
`;

beforeAll(() => {
  buildSync({
    entryPoints: ['src/phases/1-parse.ts'],
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile: join(folder, 'parse.mjs'),
    logLevel: 'error',
  });
  writeFileSync(join(folder, 'run.mjs'), runner);
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Outcome {
  readonly ms: number;
  readonly megabytes: number;
  readonly codes: readonly string[];
  readonly documents: number;
}

function run(text: string): Outcome {
  writeFileSync(join(folder, 'input'), text);
  const printed = execFileSync('node', ['run.mjs', 'input'], { cwd: folder, encoding: 'utf8' });
  return JSON.parse(printed) as Outcome;
}

const list = (length: number, item: (index: number) => string): string =>
  Array.from({ length }, (_, index) => item(index)).join('\n');
const laughs = (next: (name: string) => string): string =>
  `a0: &a0 [x]\n${list(40, (index) => `a${index + 1}: &a${index + 1} ${next(`*a${index}`)}`)}\n`;

describe('is refused at once', () => {
  test.each([
    ['aliases of aliases', laughs((name) => `[${`${name},`.repeat(9)}]`), 'parse/too-deep'],
    ['aliases of aliases in maps', laughs((name) => `{x: ${name}, y: ${name}}`), 'parse/too-deep'],
    ['a value inside itself', 'a: &a [*a]\n', 'parse/recursive-alias'],
    ['open brackets', `a: ${'['.repeat(1_000_000)}`, 'parse/too-deep'],
    ['brackets', `a: ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`, 'parse/too-deep'],
    ['braces', `${'{a: '.repeat(100_000)}${'}'.repeat(100_000)}\n`, 'parse/too-deep'],
    ['lists in lists', `a:\n${'- '.repeat(100_000)}b\n`, 'parse/too-deep'],
    ['written keys', `${'? '.repeat(100_000)}b\n`, 'parse/too-deep'],
    ['a staircase', list(1500, (index) => `${' '.repeat(index)}a:`), 'parse/too-deep'],
    ['a large document', `a: ${'x'.repeat(4 * 1024 * 1024)}\n`, 'parse/too-large'],
    ['many documents', '---\n'.repeat(4_000_000), 'parse/too-large'],
    ['a quote that is never closed', `a: "${'x\n'.repeat(1_000_000)}`, 'parse/yaml'],
    ['keys that are no keys', `x: 1\n${'a\n'.repeat(1_000_000)}`, 'parse/yaml'],
    ['equal keys', `a: {${'b: 1, '.repeat(300_000)}}\n`, 'parse/duplicate-key'],
    ['null keys', `${'? \n'.repeat(300_000)}`, 'parse/null-key'],
    ['wrong brackets', `${'{"a": "'.repeat(300_000)}`, 'parse/yaml'],
    ['braces of no JSON', `{${'{"}"'.repeat(300_000)}`, 'parse/yaml'],
  ])('%s', (_name, text, code) => {
    const { ms, megabytes, codes } = run(text);
    expect(codes).toContain(code);
    expect(ms).toBeLessThan(1000);
    expect(megabytes).toBeLessThan(200);
  });
});

describe('is read', () => {
  test.each([
    ['a text of many lines', `a: |\n${'  x y z\n'.repeat(300_000)}`],
    ['an unquoted text of many lines', `a:\n${'  x y z\n'.repeat(300_000)}`],
    ['a quoted text of many lines', `a: "\n${'  x\\n y z\n'.repeat(200_000)}"\n`],
    ['many comments', `${'# x\n'.repeat(700_000)}a: 1\n`],
    ['many blank lines', `a:\n${'\n'.repeat(2_900_000)}  b\n`],
    ['a long list', `a:\n${'- b\n'.repeat(300_000)}`],
    ['many keys', `a:\n${list(100_000, (index) => `  k${index}: v`)}\n`],
    ['many aliases of a word', `a: &a x\nb: [${'*a, '.repeat(60_000)}]\n`],
  ])('%s', (_name, text) => {
    const { ms, codes, documents } = run(text);
    expect([codes, documents]).toEqual([[], 1]);
    expect(ms).toBeLessThan(2000);
  });
});
