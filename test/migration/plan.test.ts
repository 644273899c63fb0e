import { describe, expect, test } from '@jest/globals';
import { compile } from '../../src/compile.js';
import { createCollector } from '../../src/diagnostics/collect.js';
import { type MigrationPlan, migrationPlan } from '../../src/migration/plan.js';
import { migrationRenderers } from '../../src/migration/render.js';
import { assumedFor } from '../../src/phases/assumed.js';
import { situation as common } from '../phases/situation.js';

const manifest = `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {a: b}
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  schedulerName: other
  containers:
  - name: a
    image: localhost/a:1
    terminationMessagePath: /x|y
    livenessProbe: {exec: {command: ["true"]}}
---
apiVersion: v1
kind: Pod
metadata: {name: broken}
spec: {containers: [{name: a, image: ""}]}
`;

function planned(): MigrationPlan {
  const collector = createCollector();
  const situation = { ...common, output: 'quadlet', supervised: false } as const;
  const { documents, objects } = compile(
    [{ name: 'all.yaml', text: manifest }],
    { situation, observed: assumedFor(situation.target), baseDirectory: '/' },
    collector,
  );
  return migrationPlan(documents, objects, { findings: collector.findings(), situation });
}

describe('the migration plan', () => {
  test('what needs most work stands first', () => {
    expect(planned().objects.map(({ title }) => title)).toEqual([
      'Pod default/broken',
      'Pod default/web',
      'ConfigMap default/settings',
    ]);
  });

  test('every finding but notes stands in one list, at its line', () => {
    const [broken, web, settings] = planned().objects;
    expect(broken?.refused.map(({ path, line }) => [path, line])).toEqual([['spec.containers[0].image', 20]]);
    const [lost = [], approximate = []] = [web?.lost, web?.approximate];
    expect([...lost, ...approximate].map(({ path }) => path)).toContain(
      'spec.containers[0].terminationMessagePath',
    );
    expect([...lost, ...approximate].every(({ line }) => line > 9)).toBe(true);
    expect(settings).toMatchObject({ refused: [], lost: [], approximate: [] });
  });

  test('a field is exact only where nothing was found', () => {
    const web = planned().objects[1];
    const exact = web?.exact.map(({ path }) => path) ?? [];
    expect(exact).toContain('spec.containers[0].image');
    for (const { path } of [...(web?.lost ?? []), ...(web?.approximate ?? [])])
      expect(exact).not.toContain(path);
  });

  test('Markdown: what means something in a table is escaped', () => {
    const plan = planned();
    const [first] = plan.objects;
    const item = { line: 1, path: 'x', code: 'field/ignored', message: 'a|b\n`c`' };
    const [object] = first === undefined ? [] : [{ ...first, lost: [item] }];
    const text = migrationRenderers.markdown({ ...plan, objects: object === undefined ? [] : [object] });
    expect(text).toContain('| lost | all.yaml:1 | a\\|b \\`c\\` |  |');
  });

  test('text counts, and tells what to do', () => {
    const text = migrationRenderers.text(planned());
    expect(text).toMatch(
      /^Migration to units for systemd \(Quadlet\), Podman \S+, rootful\n3 objects, 1 refused, /,
    );
    expect(text).toMatch(/all\.yaml:20 {2}\S/);
  });

  test('JSON is the plan', () => {
    expect(JSON.parse(migrationRenderers.json(planned()))).toEqual(planned());
  });
});
