// startup.mjs [RUNS]: CPU time of `kube2pod check` on one file beside `node -e 0`, medians of interleaved runs. The build
// in dist/ is measured. Ends with 1 when checking costs more than twice as much as starting Node.
import { spawnSync } from 'node:child_process';

const limit = 2;
const runs = Number(process.argv[2] ?? 21);
const commands = {
  'node -e 0': ['-e', '0'],
  'kube2pod check': ['dist/kube2pod.js', 'check', '--quiet', 'fixtures/demo/web.yaml'],
};

/** Milliseconds of user and system time of one child, from what all children together have used so far. */
function cpuMs(words) {
  const script = 'import os,sys,resource;a=resource.getrusage(resource.RUSAGE_CHILDREN)';
  const program = `${script};os.spawnvp(os.P_WAIT,sys.argv[1],sys.argv[1:]);b=resource.getrusage(resource.RUSAGE_CHILDREN);print((b.ru_utime-a.ru_utime+b.ru_stime-a.ru_stime)*1000,file=sys.stderr)`;
  const { stderr } = spawnSync('python3', ['-c', program, process.execPath, ...words], { encoding: 'utf8' });
  return Number(stderr.trim().split('\n').at(-1));
}

const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
for (let run = 0; run < runs; run += 1) {
  for (const [name, words] of Object.entries(commands)) times[name].push(cpuMs(words));
}
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const [base, check] = Object.keys(commands).map((name) => median(times[name]));
for (const name of Object.keys(commands)) console.log(`${name}: ${median(times[name]).toFixed(1)} ms`);
console.log(`${(check / base).toFixed(2)} times as much as starting Node (limit ${limit})`);
process.exit(check <= limit * base ? 0 : 1);
