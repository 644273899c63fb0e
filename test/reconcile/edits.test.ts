import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/phases/documents.js';
import { restarted, withHistory } from '../../src/reconcile/edits.js';

const template = (image: string) => ({ spec: { containers: [{ name: 'c', image }] } });
// Only what an edit looks at.
const object = (spec: object, kind = 'Deployment'): KubeObject =>
  ({ kind, namespace: 'default', name: 'web', manifest: { spec } }) as unknown as KubeObject;
const manifestText = ([one]: readonly KubeObject[]): string => JSON.stringify(one?.manifest);

/** Sources: kubernetes pkg/controller/deployment/sync.go, sync; kubectl pkg/cmd/apply/patcher.go. */
describe('objects in the light of an earlier apply', () => {
  const before = [object({ replicas: 1, template: template('old') })];
  test.each([
    ['a paused Deployment keeps its template', { paused: true, replicas: 3 }, before, 'old'],
    ['one that is not paused takes the new one', { replicas: 3 }, before, 'new'],
    ['one that is new has nothing to keep', { paused: true, replicas: 3 }, [], 'new'],
  ])('%s', (_what, spec, recorded, image) => {
    const edited = withHistory([object({ ...spec, template: template('new') })], recorded);
    expect(manifestText(edited)).toContain(`"image":"${image}"`);
    expect(edited[0]?.manifest).toMatchObject({ spec });
  });

  test('the time of a restart stays, and a paused Deployment keeps it with its template', () => {
    const [running] = before;
    const again = running && restarted(running, '2026-01-01T00:00:00Z');
    for (const paused of [false, true]) {
      const [edited] = withHistory([object({ paused, template: template('new') })], again ? [again] : []);
      expect(JSON.stringify(edited?.manifest)).toContain('"2026-01-01T00:00:00Z"');
    }
  });
});
