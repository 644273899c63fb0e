import type { Compiled } from '../../src/compile.js';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js';
import { nginxText } from '../../src/ingress/nginx.js';
import { emitKube } from '../../src/phases/5-emit/kube.js';
import { printable } from '../../src/phases/5-emit/model-json.js';
import { emitQuadlet } from '../../src/phases/5-emit/quadlet.js';
import { emitScript } from '../../src/phases/5-emit/script.js';
import type { OutputForm } from '../../src/podman/target.js';
import { compileFixture, type Fixture } from './fixture.js';

/** Text by path below the case's folder. */
export type Files = Readonly<Record<string, string>>;

interface Output {
  readonly form: OutputForm;
  readonly supervised: boolean;
  readonly files: (compiled: Compiled) => Files;
}

/** What is kept of each case besides its findings. A new output is one more row. */
const outputs: Readonly<Record<string, Output>> = {
  run: {
    form: 'run',
    supervised: true,
    files: ({ application: { objects: _objects, ...models } }) => ({
      'model.json': modelJson(models),
      ...(models.ingress === undefined || models.proxy === undefined
        ? {}
        : { 'nginx.conf': nginxText(models.ingress, models.proxy) }),
    }),
  },
  script: {
    form: 'script',
    supervised: false,
    files: ({ planned }) => ({
      'commands.sh': emitScript(planned.plan, {
        situation: planned.situation,
        generator: 'kube2pod',
        files: ['input.yaml'],
      }),
    }),
  },
  kube: {
    form: 'kube',
    supervised: false,
    files: ({ planned, application, collector }) => {
      const { target } = planned.situation;
      const options = { target, generator: 'kube2pod', report: collector.report };
      return { 'kube.yaml': emitKube(application, planned.plan, options).text };
    },
  },
  quadlet: {
    form: 'quadlet',
    supervised: false,
    files: ({ planned, application, collector }) => {
      const { situation, plan } = planned;
      const units = emitQuadlet(plan, application, {
        situation,
        generator: 'kube2pod',
        report: collector.report,
      });
      return Object.fromEntries(
        [...units].map(([name, { text }]) => [
          `quadlet/${name}`,
          typeof text === 'string' ? text : Buffer.from(text).toString('utf8'),
        ]),
      );
    },
  },
};

/**
 * Every expected file of a case. `diagnostics.txt` holds what `check` says, and behind the name of an output what it
 * says beyond that. A case with errors in an output has no files of that output.
 */
export function expectedFiles(fixture: Fixture): Files {
  const files: Record<string, string> = {};
  const lines: string[] = [];
  for (const [name, { form, supervised, files: filesOf }] of Object.entries(outputs)) {
    const compiled = compileFixture(fixture, { output: form, supervised });
    const isSound = !compiled.collector.findings().some(({ severity }) => severity === 'error');
    const made = isSound ? filesOf(compiled) : {};
    // Some are made by writing.
    const findings = compiled.collector.findings();
    const own = findings.map(findingLine).filter((line) => !lines.includes(line));
    lines.push(...own.map((line) => (form === 'run' ? line : `${name}: ${line}`)));
    if (!findings.some(({ severity }) => severity === 'error')) Object.assign(files, made);
  }
  return { ...files, 'diagnostics.txt': lines.map((line) => `${line}\n`).join('') };
}

/** No wording: it may change freely. */
function findingLine({ at, severity, code }: Diagnostic): string {
  const { line, column } = at.range();
  return `${line}:${column} ${severity} ${code}`;
}

function modelJson(models: object): string {
  const withoutOrigins = (key: string, value: unknown): unknown =>
    key === 'origin' ? undefined : printable(key, value);
  return `${JSON.stringify(models, withoutOrigins, 2)}\n`;
}
