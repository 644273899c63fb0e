// How many documents are read in a second of CPU, beside the yaml library: node test/bench/parse.mjs [documents] [files...]
// Without files, the manifests of fixtures/validation are taken, again and again.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { parseAllDocuments } from 'yaml';

const [count = '5000', ...named] = process.argv.slice(2);
const folder = 'fixtures/validation';
const files =
  named.length > 0
    ? named
    : readdirSync(folder)
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => join(folder, name));
const documents = files.flatMap((file) => readFileSync(file, 'utf8').split(/^---\n/m));
const text = Array.from({ length: Number(count) }, (_, index) => documents[index % documents.length]).join(
  '---\n',
);

const out = await mkdtemp(join(tmpdir(), 'kube2pod-bench-'));
const outfile = join(out, 'parse.mjs');
await build({
  entryPoints: ['src/phases/1-parse.ts'],
  bundle: true,
  format: 'esm',
  platform: 'node',
  outfile,
  logLevel: 'error',
});
const { parse } = await import(pathToFileURL(outfile));
await rm(out, { recursive: true });

function measure(name, run) {
  const times = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  });
  const [first] = times;
  const median = times.toSorted((a, b) => a - b)[2];
  const rate = (seconds) =>
    Math.round(Number(count) / seconds)
      .toLocaleString('en')
      .padStart(8);
  console.log(`${name.padEnd(22)} first run ${rate(first)} documents/s   median ${rate(median)} documents/s`);
}

console.log(`${count} documents, ${(text.length / Number(count)).toFixed(0)} characters each on average`);
measure('kube2pod parse', () => parse([{ name: 'bench.yaml', text }], () => undefined));
measure('yaml parseAllDocuments', () =>
  parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false }).map(
    (one) => one.errors.length === 0 && one.toJS({ maxAliasCount: -1 }),
  ),
);
