// How long `check` takes for many files, beside the yaml library and ajv alone: node test/bench/many.mjs [FILES ...]
// (default: 5000 50000). The build in dist/ is measured; each figure is of one run in a process of its own. Ends with 1
// when 5,000 files take more than 300 MB, or when the time grows faster than the number of files.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [5000, 50_000];
const documents = readFileSync('test/bench/manifests.yaml', 'utf8').split(/^---\n/m);
const memoryLimit = 300e6;
/** Room for what a busy machine adds to the CPU time. */
const growthLimit = 1.5;

/** One document in each file, a thousand files in each folder. */
function writeFiles(folder, count) {
  for (let index = 0; index < count; index += 1) {
    const parent = join(folder, `part-${Math.floor(index / 1000)}`);
    if (index % 1000 === 0) mkdirSync(parent, { recursive: true });
    const text = documents[index % documents.length].replaceAll('NAME', `app-${index}`);
    writeFileSync(join(parent, `${String(index).padStart(6, '0')}.yaml`), text);
  }
}

/** CPU and wall seconds and the peak of memory of one child; Python knows them of it alone. */
function measured(words) {
  const program = `
import resource, subprocess, sys, time
start = time.time()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, time.time() - start, used.ru_maxrss * 1024, code)`;
  const { stdout } = spawnSync('python3', ['-c', program, process.execPath, ...words], { encoding: 'utf8' });
  const [cpu, wall, memory, code] = stdout.trim().split(' ').map(Number);
  if (code > 1) throw new Error(`node ${words.join(' ')} ended with ${code}`);
  return { cpu, wall, memory };
}

const work = mkdtempSync(join(tmpdir(), 'kube2pod-bench-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
const baseline = join(work, 'baseline.cjs');
await build({
  entryPoints: ['test/bench/yaml-and-ajv.mjs'],
  bundle: true,
  platform: 'node',
  outfile: baseline,
  logLevel: 'error',
});

function show(name, count, { cpu, wall, memory }) {
  const rate = Math.round(count / cpu).toLocaleString('en');
  const figures = `${cpu.toFixed(2)} CPU s  ${wall.toFixed(2)} s  ${rate} documents per CPU s  ${(memory / 1e6).toFixed(0)} MB`;
  console.log(`${String(count).padStart(6)} files  ${name.padEnd(20)} ${figures}`);
}

const checks = counts.map((count) => {
  const folder = join(work, String(count));
  writeFiles(folder, count);
  const check = measured(['dist/kube2pod.js', 'check', '--recursive', folder]);
  show('kube2pod check', count, check);
  show('yaml and ajv alone', count, measured([baseline, folder]));
  rmSync(folder, { recursive: true });
  return { count, ...check };
});
const [first] = checks;
for (const { count, cpu, memory } of checks) {
  if (count <= 5000 && memory > memoryLimit) {
    console.log(`${count} files took more than 300 MB`);
    process.exitCode = 1;
  }
  const growth = cpu / first.cpu / (count / first.count);
  if (growth > growthLimit) {
    console.log(`from ${first.count} to ${count} files the time of each grew ${growth.toFixed(1)} times`);
    process.exitCode = 1;
  }
}
