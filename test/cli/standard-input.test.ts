import { Readable } from 'node:stream';
import { afterEach, expect, jest, test } from '@jest/globals';
import { runCommandLine } from '../../src/cli/command-line.js';

const manifest =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: from-stdin}\nspec: {containers: [{name: a, image: "localhost/a:1", bad: 1}]}\n';
const own = Object.getOwnPropertyDescriptor(process, 'stdin');

afterEach(() => {
  jest.restoreAllMocks();
  if (own !== undefined) Object.defineProperty(process, 'stdin', own);
});

test.each([
  ['an argument', ['check', '-']],
  ['an argument after options', ['check', '-o', 'json', '-']],
  ['the value of -f', ['check', '-f', '-']],
  ['the value of --filename', ['check', '--filename=-']],
])('- as %s is standard input', async (_, words) => {
  Object.defineProperty(process, 'stdin', { configurable: true, value: Readable.from([manifest]) });
  let out = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  expect(await runCommandLine(words)).toBe(1);
  expect(out).toMatch(/-:4|"file": ?"-"/);
  expect(out).toContain('spec.containers[0].bad');
});
