import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { comparable } from './allowed.js';
import { type FormName, formOf, withFolder } from './forms.js';
import { clean, type Machine, machineAt, places } from './machines.js';
import { type NormalContainer, normalForms } from './normal-form.js';

/** Runnable cases: their manifests, their pods in Podman's words, and how many of their containers go on running. */
const cases = [
  { name: 'init-sidecar-and-files', pods: ['ver-app'], running: 3 },
  { name: 'hostile-text', pods: ['ver-text'], running: 1 },
  { name: 'limits-names-and-ports', pods: ['ver-limits'], running: 2 },
] as const;

type Case = (typeof cases)[number];

const manifestOf = ({ name }: Case): string => `fixtures/convert/${name}/input.yaml`;

async function runningPods(machine: Machine): Promise<readonly string[]> {
  const out = await machine.run('podman', 'pod', 'ps', '--format', '{{.Name}}');
  return out.split('\n').filter((name) => name.startsWith('ver-'));
}

async function untilRunning(machine: Machine, { pods, running }: Case): Promise<void> {
  const until = Date.now() + 90_000;
  for (;;) {
    const out = await machine.run('podman', 'ps', '--format', '{{.PodName}} {{.Names}}');
    const up = out.split('\n').filter((line) => pods.some((pod) => line.startsWith(`${pod} `)));
    if (up.filter((line) => !line.endsWith('-infra')).length === running) return;
    if (Date.now() > until) throw new Error(`not running after 90 s: ${out}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** What one form makes of a case. It leaves nothing behind that runs. */
async function made(machine: Machine, of: Case, form: FormName): Promise<readonly NormalContainer[]> {
  return withFolder(async (folder) => {
    const { up, down } = formOf(form, machine, { manifest: manifestOf(of), folder, pods: of.pods });
    try {
      await up();
      await untilRunning(machine, of);
      const forms: NormalContainer[] = [];
      for (const pod of of.pods) forms.push(...(await normalForms(machine, pod)));
      await down();
      expect(await runningPods(machine)).toEqual([]);
      return forms;
    } finally {
      await clean(machine);
    }
  });
}

describe.each(places)('Podman of %s', (place) => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await machineAt(place);
    await clean(machine);
  }, 600_000);
  afterAll(() => clean(machine), 120_000);

  describe.each(cases)('$name', (of) => {
    let reference: readonly NormalContainer[] = [];
    beforeAll(async () => {
      reference = await made(machine, of, 'apply');
    }, 200_000);

    it.each(['script', 'kube', 'quadlet'] as const)(
      '%s makes the same containers as apply',
      async (form) => {
        // Podman 4.3 knows no units, and where no systemd runs nobody can start them.
        if (form === 'quadlet' && !machine.systemd) return;
        const { podman } = machine;
        const seen = (containers: readonly NormalContainer[]) => ({
          podman,
          containers: containers.map((container) => comparable(container, form, podman)),
        });
        expect(seen(await made(machine, of, form))).toEqual(seen(reference));
      },
      200_000,
    );
  });
});
