// How long whole commands take, beside podman kube play, on the same images, one after the other in turn:
//   node test/bench/apply.mjs [rounds] [rootful|rootless ...]
// Prints the medians and their ratios: the first apply of pods of 1, 3 and 10 containers, and an unchanged second apply
// beside kube play --replace of the same file. Needs test/tools/setup-podman.sh, and dist/ built.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [rounds = '5', ...named] = process.argv.slice(2);
const modes = named.length > 0 ? named : ['rootful', 'rootless'];
const sh = (script) => execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trim();
const state = sh('. test/tools/state.sh && printf %s "$state"');
const cli = sh('sh test/tools/copy-cli.sh');
const folder = mkdtempSync('/tmp/kube2pod-bench-');
sh(`chmod 755 ${folder}`);

// An application that ends when it is asked to, so that kube play --replace does not wait for its grace period.
const command = `[/bin/sh, -c, 'trap "exit 0" TERM; /bin/sleep 1000 & wait']`;

function manifest(count) {
  const containers = Array.from(
    { length: count },
    (_, index) => `  - {name: c${index}, image: 'localhost/busybox:test', command: ${command}}`,
  );
  const path = join(folder, `bench-${count}.yaml`);
  const head = ['apiVersion: v1', 'kind: Pod', `metadata: {name: bench-${count}}`, 'spec:', '  containers:'];
  writeFileSync(path, `${[...head, ...containers].join('\n')}\n`, { mode: 0o644 });
  return path;
}

/** Milliseconds of a whole command, which must succeed. */
function time(mode, words) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(join(state, mode), words, { encoding: 'utf8' });
  const took = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${words.join(' ')}: ${stderr}`);
  return took;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const kube2pod = (mode, ...words) => time(mode, ['node', cli, ...words]);
const podman = (mode, ...words) => time(mode, ['podman', ...words]);

function print(mode, what, own, other) {
  const [mine, its] = [median(own), median(other)];
  const ratio = mine < its ? `${(its / mine).toFixed(1)} times faster` : `${(mine / its).toFixed(2)} of it`;
  console.log(
    `${mode.padEnd(8)}  ${what.padEnd(24)} ${mine.toFixed(0).padStart(6)} ms  kube play ${its.toFixed(0).padStart(6)} ms  ratio ${(mine / its).toFixed(2)} (${ratio})`,
  );
}

function first(mode, count) {
  const path = manifest(count);
  const times = { own: [], other: [] };
  for (let round = 0; round < Number(rounds); round += 1) {
    times.own.push(kube2pod(mode, 'apply', '--quiet', path));
    kube2pod(mode, 'delete', '--quiet', '--grace-period', '0', path);
    times.other.push(podman(mode, 'kube', 'play', path));
    podman(mode, 'pod', 'rm', '--force', '--time', '0', `bench-${count}`);
  }
  print(mode, `first apply, ${count} container${count === 1 ? '' : 's'}`, times.own, times.other);
}

function second(mode, count) {
  const path = manifest(count);
  const ids = () =>
    sh(`${join(state, mode)} podman ps --quiet --no-trunc --filter pod=bench-${count} | sort`);
  const times = { own: [], other: [] };
  kube2pod(mode, 'apply', '--quiet', path);
  const before = ids();
  for (let round = 0; round < Number(rounds); round += 1)
    times.own.push(kube2pod(mode, 'apply', '--quiet', path));
  if (ids() !== before) throw new Error('an unchanged apply made something anew');
  kube2pod(mode, 'delete', '--quiet', '--grace-period', '0', path);
  podman(mode, 'kube', 'play', path);
  for (let round = 0; round < Number(rounds); round += 1)
    times.other.push(podman(mode, 'kube', 'play', '--replace', path));
  podman(mode, 'pod', 'rm', '--force', '--time', '0', `bench-${count}`);
  print(mode, `unchanged apply, ${count}`, times.own, times.other);
}

for (const mode of modes) {
  for (const count of [1, 3, 10]) first(mode, count);
  for (const count of [3]) second(mode, count);
}
rmSync(folder, { recursive: true });
