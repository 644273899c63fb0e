import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { comparable } from './allowed.js';
import { type FormName, formOf, withFolder } from './forms.js';
import { writeHostileText } from './hostile-text.js';
import { clean, type Machine, machineAt, places } from './machines.js';
import { type NormalContainer, normalForms } from './normal-form.js';

/** Runnable cases, all started at once: their pods in Podman's words, and how many containers of each go on running. */
const manifests = ['init-sidecar-and-files', 'hostile-text', 'limits-names-and-ports'].map(
  (name) => `fixtures/convert/${name}/input.yaml`,
);
const running: { readonly [pod: string]: number } = {
  'ver-app': 3,
  'ver-text': 1,
  'ver-limits': 2,
  'ver-fuzz': 1,
};
const pods = Object.keys(running);

async function runningPods(machine: Machine): Promise<readonly string[]> {
  const out = await machine.run('podman', 'pod', 'ps', '--format', '{{.Name}}');
  return out.split('\n').filter((name) => name.startsWith('ver-'));
}

async function untilRunning(machine: Machine): Promise<void> {
  const until = Date.now() + 120_000;
  for (;;) {
    const out = await machine.run('podman', 'ps', '--format', '{{.PodName}} {{.Names}}');
    const up = out.split('\n').filter((line) => !line.endsWith('-infra'));
    const count = (pod: string): number => up.filter((line) => line.startsWith(`${pod} `)).length;
    if (pods.every((pod) => count(pod) === running[pod])) return;
    if (Date.now() > until) throw new Error(`not running after two minutes: ${out}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

type Made = { readonly [pod: string]: readonly NormalContainer[] };

/** What one form makes of the cases. It leaves nothing behind that runs. */
async function made(machine: Machine, form: FormName): Promise<Made> {
  return withFolder(async (folder) => {
    const all = [...manifests, writeHostileText()];
    const { up, down } = formOf(form, machine, { manifests: all, folder, pods });
    try {
      await up();
      await untilRunning(machine);
      const forms: [string, readonly NormalContainer[]][] = [];
      for (const pod of pods) forms.push([pod, await normalForms(machine, pod)]);
      await down();
      expect(await runningPods(machine)).toEqual([]);
      return Object.fromEntries(forms);
    } finally {
      await clean(machine);
    }
  });
}

describe.each(places)('Podman of %s', (place) => {
  let machine: Machine;
  let reference: Made = {};
  beforeAll(async () => {
    machine = await machineAt(place);
    await clean(machine);
    reference = await made(machine, 'apply');
  }, 900_000);
  afterAll(() => clean(machine), 120_000);

  it.each(['script', 'kube', 'quadlet'] as const)(
    '%s makes the same containers as apply',
    async (form) => {
      // Podman 4.3 knows no units, and where no systemd runs nobody can start them.
      if (form === 'quadlet' && !machine.systemd) return;
      const { podman } = machine;
      const seen = (all: Made) => [
        podman,
        ...Object.values(all).flatMap((containers) =>
          containers.map((container) => comparable(container, form, podman)),
        ),
      ];
      expect(seen(await made(machine, form))).toEqual(seen(reference));
    },
    400_000,
  );
});
