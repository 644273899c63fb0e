import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formsFor } from './forms.js';
import { type Machine, machines, outputOf } from './machines.js';
import { type NormalContainer, normalForm } from './normal-form.js';

/** Runnable cases: their pods, and their containers that go on running. */
const cases = [
  {
    name: 'init-sidecar-and-files',
    pod: 'ver-app',
    containers: ['ver-app-helper', 'ver-app-app', 'ver-app-second'],
  },
  { name: 'hostile-text', pod: 'ver-text', containers: ['ver-text-app'] },
] as const;

/** Every difference that is allowed, and why. */
const allowed: readonly {
  readonly form: 'script' | 'kube' | 'quadlet';
  readonly podman?: RegExp;
  readonly field: keyof NormalContainer;
  readonly why: string;
}[] = [
  { form: 'kube', podman: /^4\./, field: 'graceSeconds', why: 'ignored before Podman 4.7' },
  { form: 'kube', podman: /^4\./, field: 'files', why: 'defaultMode is ignored before Podman 4.8' },
  {
    form: 'kube',
    field: 'hostname',
    why: 'kube play shows the host name of the pod only from its own hosts file',
  },
];

const found: Machine[] = [];
beforeAll(async () => {
  found.push(...(await machines()));
}, 600_000);

afterAll(async () => {
  for (const machine of found)
    await outputOf(machine.run('sh', '-c', 'podman pod rm -f -t 0 ver-app ver-text 2>/dev/null'));
}, 120_000);

async function waitFor(machine: Machine, names: readonly string[]): Promise<void> {
  const until = Date.now() + 90_000;
  for (;;) {
    const states = await outputOf(
      machine.run('podman', 'inspect', '--format', '{{.State.Status}}', ...names),
    );
    if (
      states
        .trim()
        .split('\n')
        .every((state) => state === 'running')
    )
      return;
    if (Date.now() > until) throw new Error(`not running: ${names.join(' ')}: ${states}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

async function infraOf({ run }: Machine, pod: string): Promise<string> {
  return (await run('podman', 'pod', 'inspect', '--format', '{{.InfraContainerID}}', pod)).trim();
}

describe.each([0, 1, 2])('machine %i', (index) => {
  it.each(cases)(
    '$name: apply, script, kube play and units make the same containers',
    async ({ name, pod, containers }) => {
      const machine = found[index];
      if (machine === undefined) throw new Error('there is no such machine');
      const made = new Map<string, readonly NormalContainer[]>();
      for (const form of formsFor(machine, `fixtures/convert/${name}/input.yaml`, pod)) {
        await form.up();
        await waitFor(machine, containers);
        const infra = await infraOf(machine, pod);
        const forms: NormalContainer[] = [];
        for (const container of containers) forms.push(await normalForm(machine, container, infra));
        made.set(form.name, forms);
        await form.down();
        expect(await outputOf(machine.run('podman', 'pod', 'exists', pod))).not.toBe('');
      }
      const reference = made.get('apply');
      for (const [form, forms] of made) {
        const skip = allowed.filter(
          (row) => row.form === form && (row.podman === undefined || row.podman.test(machine.podman)),
        );
        const seen = (list: readonly NormalContainer[] | undefined) =>
          list?.map((container) =>
            Object.fromEntries(
              Object.entries(container).filter(([field]) => !skip.some((row) => row.field === field)),
            ),
          );
        expect({ form, podman: machine.podman, containers: seen(forms) }).toEqual({
          form,
          podman: machine.podman,
          containers: seen(reference),
        });
      }
      // Both programs exist where units can run.
      expect([...made.keys()]).toContain(machine.systemd ? 'quadlet' : 'kube');
    },
    300_000,
  );
});
