import { type Concern, concerns, type MigrationPlan, type ObjectMigration } from './plan.js';

const forms = {
  run: 'the plan of kube2pod apply',
  script: 'a shell script',
  quadlet: 'units for systemd (Quadlet)',
  kube: 'YAML for podman kube play',
} as const satisfies { readonly [form in MigrationPlan['to']]: string };

const titles: { readonly [concern in Concern]: string } = {
  refused: 'Refused: nothing is made until this is changed',
  lost: 'Lost: to do by hand, or to do without',
  approximate: 'Approximate: to know',
};

const countOf = (count: number, what: string): string => `${count} ${what}`;

function summary({ objects }: MigrationPlan): string {
  const total = (of: (object: ObjectMigration) => readonly unknown[]): number =>
    objects.reduce((sum, object) => sum + of(object).length, 0);
  return [
    countOf(objects.length, objects.length === 1 ? 'object' : 'objects'),
    ...concerns.map((concern) =>
      countOf(
        total((object) => object[concern]),
        concern,
      ),
    ),
    countOf(
      total(({ exact }) => exact),
      'exact',
    ),
  ].join(', ');
}

function heading({ to, podman, rootless }: MigrationPlan): string {
  return `Migration to ${forms[to]}, Podman ${podman}, ${rootless ? 'rootless' : 'rootful'}`;
}

function text(plan: MigrationPlan): string {
  const blocks = plan.objects.map((object) => {
    const { title, file, line, exact } = object;
    const lists = concerns.flatMap((concern) =>
      object[concern].length === 0
        ? []
        : [
            `  ${titles[concern]}`,
            ...object[concern].flatMap((item) => [
              `    ${file}:${item.line}  ${item.message}`,
              ...(item.todo === undefined ? [] : [`      to do: ${item.todo}`]),
            ]),
          ],
    );
    const kept =
      exact.length === 0 ? [] : [`  Exact: ${exact.length} ${exact.length === 1 ? 'field' : 'fields'}`];
    return [`${title} (${file}:${line})`, ...lists, ...kept].join('\n');
  });
  return [heading(plan), summary(plan), ...blocks.map((block) => `\n${block}`)].join('\n');
}

/** Characters that mean something to Markdown or to a table's cell. */
function cell(words: string): string {
  return words.replaceAll(/[\n\r]+/g, ' ').replaceAll(/[\\`*_<>|[\]]/g, '\\$&');
}

function markdown(plan: MigrationPlan): string {
  const blocks = plan.objects.flatMap((object) => {
    const { title, file, line, exact } = object;
    const rows = concerns.flatMap((concern) =>
      object[concern].map(
        (item) =>
          `| ${concern} | ${cell(`${file}:${item.line}`)} | ${cell(item.message)} | ${cell(item.todo ?? '')} |`,
      ),
    );
    return [
      '',
      `## ${cell(title)} (${cell(`${file}:${line}`)})`,
      '',
      ...(rows.length === 0 ? [] : ['| | Line | What | To do |', '| --- | --- | --- | --- |', ...rows, '']),
      `Exact: ${exact.length === 0 ? 'nothing' : exact.map(({ path, line: at }) => `${cell(path)} (${at})`).join(', ')}`,
    ];
  });
  return [`# ${heading(plan)}`, '', `${summary(plan)}.`, ...blocks].join('\n');
}

/** The forms of a migration plan. */
export const migrationRenderers = {
  text,
  markdown,
  json: (plan: MigrationPlan): string => JSON.stringify(plan, undefined, 2),
} satisfies { readonly [form: string]: (plan: MigrationPlan) => string };

export type MigrationForm = keyof typeof migrationRenderers;
