import { describe, expect, test } from '@jest/globals';
import { judgedBy, readSettings } from '../../src/check/settings.js';
import { silencer } from '../../src/check/silence.js';
import { createCollector } from '../../src/diagnostics/collect.js';
import { parse } from '../../src/phases/1-parse.js';
import { checkTexts } from './check-texts.js';

function heard(text: string): readonly string[] {
  const { documents, collector } = checkTexts({ p: text });
  const isSilenced = silencer(documents, collector.report);
  return collector
    .findings()
    .filter((finding) => !isSilenced(finding))
    .map(({ at, code }) => `${at.range().line} ${code}`);
}

const pod = (head: string, images: string, annotations = '{}'): string =>
  `${head}apiVersion: v1\nkind: Pod\nmetadata: {name: p, annotations: ${annotations}}\nspec:\n  containers:\n${images}`;
const two = '  - {name: a, image: nginx}\n  - {name: b, image: redis}\n';

describe('comments and the annotation', () => {
  test.each<[string, string, readonly string[]]>([
    ['nothing silenced', pod('', two), ['6 advice/unpinned-image', '7 advice/unpinned-image']],
    ['a comment of its own silences the object', pod('# kube2pod: ignore advice/unpinned-image\n', two), []],
    [
      'behind a value, its line',
      pod('', two.replace('nginx}', 'nginx} # kube2pod: ignore advice/unpinned-image')),
      ['7 advice/unpinned-image'],
    ],
    ['the annotation', pod('', two, '{kube2pod.io/ignore: "advice/unpinned-image, advice/privileged"}'), []],
    [
      'another object is heard',
      `${pod('# kube2pod: ignore advice/unpinned-image\n', two)}---\n${pod('', two).replace('name: p', 'name: q')}`,
      ['15 advice/unpinned-image', '16 advice/unpinned-image'],
    ],
    [
      'a code that does not exist is reported',
      pod('# kube2pod: ignore advice/unpined-image\n', '  - {name: a, image: "i:1"}\n'),
      ['2 advice/unknown-code'],
    ],
  ])('%s', (_title, text, expected) => {
    expect(heard(text)).toEqual(expected);
  });
});

describe('.kube2pod.yaml', () => {
  const read = (text: string) => {
    const collector = createCollector();
    const [document] = parse([{ name: '.kube2pod.yaml', text }], collector.report);
    if (document === undefined) throw new Error('the settings cannot be parsed');
    const settings = readSettings(document, collector.report);
    return {
      settings,
      found: collector.findings().map(({ at, code }) => `${at.range().line} ${code} ${at.toString()}`),
    };
  };

  test('is read, and what is wrong with it is reported at its place', () => {
    const { settings, found } = read(
      'targets: [podman@4.3, 5]\nrotless: true\nstrict: 1\nseverity: {podman: note, advice/host-path: off, reference/unused: loud}\nignore:\n- {code: advice/privilegd, kind: [Pod]}\n- {files: [a]}\n',
    );
    expect(settings).toMatchObject({ targets: ['podman@4.3'], schemas: [], exclude: [] });
    expect([...settings.severity]).toEqual([
      ['podman', 'note'],
      ['advice/host-path', 'off'],
    ]);
    expect(found).toEqual([
      '1 settings/invalid targets',
      '2 settings/invalid rotless',
      '3 settings/invalid strict',
      '4 settings/invalid severity.reference/unused',
      '6 advice/unknown-code ignore[0].code',
      '6 settings/invalid ignore[0].kind',
      '7 settings/invalid ignore[1]',
    ]);
  });

  test('gives findings another severity, or silences them for files, kinds and names', () => {
    const { settings } = read(
      'severity: {advice: off, advice/privileged: error}\nignore: [{code: podman/sctp-rootless, files: ["old/*"], kinds: [Pod], names: [p]}]\n',
    );
    const { collector } = checkTexts({
      p: pod('', '  - {name: a, image: nginx, securityContext: {privileged: true}}\n'),
    });
    const object = { kind: 'Pod', name: 'p' };
    const seen = collector
      .findings()
      .flatMap((finding) => judgedBy(settings, finding, object, () => false) ?? []);
    expect(seen.map(({ code, severity }) => [code, severity])).toEqual([['advice/privileged', 'error']]);
    const [one] = collector.findings();
    if (one === undefined) throw new Error('no finding');
    const sctp = { ...one, code: 'podman/sctp-rootless' as const };
    const fits = (file: string, globs: readonly string[]): boolean => file === 'p' && globs.includes('old/*');
    expect(judgedBy(settings, sctp, object, fits)).toBeUndefined();
    expect(judgedBy(settings, sctp, { kind: 'Pod', name: 'q' }, fits)).toBe(sctp);
    expect(judgedBy(settings, sctp, object, () => false)).toBe(sctp);
  });
});
