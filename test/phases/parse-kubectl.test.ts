import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { createCollector } from '../../src/diagnostics/collect.js';
import { parse } from '../../src/phases/1-parse.js';

interface Answer {
  readonly text: string;
  readonly read?: readonly unknown[];
  readonly refused?: string;
}

/** What JSON prints: large integers rounded, no negative zero. */
function asJson(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? Number(one) : one)),
  );
}

/** kubectl takes the last of two equal keys without a word; everything else that it refuses must be an error. */
function read(text: string): unknown {
  const collector = createCollector();
  const documents = parse([{ name: 'f.yaml', text }], collector.report);
  const isRefused = collector.findings().some(({ code }) => code !== 'parse/duplicate-key');
  return isRefused ? 'refused' : documents.map(({ value }) => asJson(value));
}

const answers = ['kubectl', 'fuzz'].flatMap(
  (name) => JSON.parse(readFileSync(`fixtures/yaml/${name}.json`, 'utf8')) as readonly Answer[],
);

test('every text is read, or refused, as kubectl does', () => {
  expect(answers.length).toBeGreaterThan(800);
  const differing = answers.filter((answer) => {
    const expected = answer.refused === undefined ? asJson(answer.read) : 'refused';
    try {
      expect(read(answer.text)).toEqual(expected);
      return false;
    } catch {
      return true;
    }
  });
  expect(differing.map(({ text }) => text)).toEqual([]);
});
