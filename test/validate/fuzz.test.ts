import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { mutate, numbersFrom } from '../support/mutate.js';
import { judge } from './judge.js';

const folder = 'fixtures/validation';
const documents = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => readFileSync(`${folder}/${name}`, 'utf8').split(/^---\n/m));

// 100,000 of them: node test/bench/fuzz.mjs
test('2000 manifests with accidents are judged without failing or hanging', () => {
  const random = numbersFrom(36);
  let slowest = 0;
  let refused = 0;
  for (let count = 0; count < 2000; count += 1) {
    const text = mutate(documents[count % documents.length] ?? '', random);
    const before = process.cpuUsage();
    try {
      refused += judge(text).length > 0 ? 1 : 0;
    } catch (error) {
      throw new Error(`manifest ${count}: ${JSON.stringify(text)}`, { cause: error });
    }
    slowest = Math.max(slowest, process.cpuUsage(before).user / 1000);
  }
  expect(slowest).toBeLessThan(2000);
  expect(refused).toBeGreaterThan(500);
});
