import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { judge } from '../src/compile.js';
import { createCollector } from '../src/diagnostics/collect.js';
import { assumedFor } from '../src/phases/assumed.js';
import { situation } from './phases/situation.js';

const manifests = readdirSync('fixtures', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml'))
  .sort();

/** Good and bad manifests alike: whatever is wrong with one is a finding, never a crash, and always the same. */
test.each(manifests)('%s is judged, twice alike', (file) => {
  const text = readFileSync(`fixtures/${file}`, 'utf8');
  const found = (content: string): readonly string[] => {
    const collector = createCollector();
    const options = { situation, observed: assumedFor(situation.target), baseDirectory: '/' };
    judge([{ name: file, text: content }], options, collector);
    return collector
      .findings()
      .map(({ code, at, message }) => `${at.range().line} ${code} ${at.toString()} ${message}`);
  };
  const first = found(text);
  expect(found(text)).toEqual(first);
  expect(found(`\uFEFF${text}`)).toEqual(first);
});
