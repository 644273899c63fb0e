import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { judge } from './judge.js';

const folder = 'test/validate/accepted';

/** Manifests as charts and operators have them, each field in use somewhere: a server takes them all. */
test.each(readdirSync(folder))('%s is accepted as a whole', (name) => {
  expect(judge(readFileSync(`${folder}/${name}`, 'utf8'))).toEqual([]);
});
