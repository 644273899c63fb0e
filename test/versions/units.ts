import { chmodSync } from 'node:fs';
import { readFixtures } from '../support/fixture.js';
import { readCases, writeCases } from './cases.js';
import { convert } from './forms.js';
import { commandLine, type Machine, withFolder } from './machines.js';

/** Golden cases that no test starts, and whose units are looked at all the same. */
const further = ['convert/cron-job', 'image/short-name', 'resources/not-enforced', 'restart/deadline'];

/** What Podman's generator and systemd say against the units of all cases: nothing. */
export async function unitProblems(machine: Machine): Promise<string> {
  return withFolder(async (folder) => {
    const more = readFixtures().filter(({ name }) => further.includes(name));
    // One pod is called `web` in several of them.
    const named = more.map(({ name, text }) => ({
      name,
      text: text.replaceAll('name: web', `name: ${name.replace('/', '-')}`),
      pods: [],
    }));
    const starts = readCases(machine).filter(({ since }) => (since?.quadlet ?? 0) < Number.POSITIVE_INFINITY);
    const manifests = writeCases([...starts, ...named], folder);
    const units = `${folder}/units`;
    await machine.run('mkdir', units);
    chmodSync(folder, 0o777);
    await convert('quadlet', { machine, cli: commandLine(), manifests, folder: units });
    return machine.run('sh', '-ec', program, 'sh', folder, machine.rootless ? '--user' : '--system');
  });
}

const program = `
  generator=$(ls /usr/libexec/podman/quadlet /usr/lib/podman/quadlet 2>/dev/null | head -n 1)
  user=; [ "$2" = --system ] || user=-user
  export QUADLET_UNIT_DIRS=$1/units
  "$generator" $user -dryrun 2>&1 >/dev/null | grep -v '^quadlet-generator.*: Loading source' || true
  mkdir -p "$1/made"
  "$generator" $user "$1/made" 2>&1 || true
  cp "$1"/units/systemd/* "$1/made/"
  systemd-analyze $2 verify --man=no "$1"/made/*.service "$1"/made/*.timer 2>&1 || true`;
