import { expect, test } from '@jest/globals';
import { fixText } from '../../src/check/fix.js';
import { checkTexts } from './check-texts.js';

/** Mends until nothing is left to mend, as `check --fix` does. */
function mended(text: string): string {
  for (let pass = 0, now = text; ; pass += 1) {
    const { text: next, fixed } = fixText(now, checkTexts({ p: now }).collector.findings());
    if (fixed.length === 0 || pass === 5) return now;
    now = next;
  }
}

const pod = (container: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: p} # stays\nspec:\n  containers:\n  - {name: c, image: "i:1", ${container}} # too\n`;

test.each<[string, string, string]>([
  ['a misspelt field', 'imagePullpolicy: Always', 'imagePullPolicy: Always'],
  ['a misspelt field in quotes', '"imagePullpolicy": Always', '"imagePullPolicy": Always'],
  [
    'upper and lower case of a word',
    'ports: [{containerPort: 1, protocol: tcp}]',
    'ports: [{containerPort: 1, protocol: TCP}]',
  ],
  ['a number in quotes', "ports: [{containerPort: '80'}]", 'ports: [{containerPort: 80}]'],
  ['a boolean in quotes', 'tty: "True"', 'tty: true'],
  [
    'a text without quotes',
    'env: [{name: A, value: 1}, {name: B, value: no}]',
    'env: [{name: A, value: "1"}, {name: B, value: "no"}]',
  ],
  ['what a first fix uncovers', 'tty: "true", imagePullPolicy: always', 'tty: true, imagePullPolicy: Always'],
  ['a field that is there already stays', 'tty: true, ttty: true', 'tty: true, ttty: true'],
  [
    'what may mean several things stays',
    'resources: {limits: {memory: 1K}}',
    'resources: {limits: {memory: 1K}}',
  ],
])('%s', (_title, before, after) => {
  expect(mended(pod(before))).toBe(pod(after));
  expect(mended(pod(before).replaceAll('\n', '\r\n'))).toBe(pod(after).replaceAll('\n', '\r\n'));
});

test('a value behind an alias is mended once, where it stands', () => {
  const text =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - &c {name: a, image: "i:1", tty: "true"}\n  - {<<: *c, name: b}\n';
  expect(mended(text)).toBe(text.replace('"true"', 'true'));
});

test('JSON stays JSON', () => {
  const text =
    '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"nmae":"c","image":"i:1","env":[{"name":"A","value":3}]}]}}';
  expect(JSON.parse(mended(text))).toMatchObject({
    spec: { containers: [{ name: 'c', env: [{ name: 'A', value: '3' }] }] },
  });
});
