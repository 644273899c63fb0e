import fc from 'fast-check';
import { isReadBack } from '../../src/phases/5-emit/kube/reread.js';

/** Pieces that mean something to a shell, to systemd, to Quadlet or to YAML. */
const pieces = [
  ...[
    '%',
    '%%',
    '%n',
    '%h',
    '$',
    '$$',
    '$(B)',
    '$A',
    '`id`',
    '\\',
    '\\n',
    '\\x41',
    '"',
    "'",
    '\n',
    '\t',
    ' ',
    '  ',
  ],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own
  '${A}',
  ...[';', '#', '&', '|', '*', '~', '!', '{{.X}}', '=', ':', '- ', '@', '-x', ',', 'ü', '漢', '\u{1f600}'],
  ...['\u0001', '\u007f', '\u2028', '\ufeff', '\r', 'a', '0', 'no', '>', '[', '}', '---', '\nEOF\n'],
] as const;

const text = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(''));
/** Always the same ones, so that a failure can be looked at again. */
const sample = (count: number): readonly string[] => fc.sample(text, { seed: 20_240_601, numRuns: count });

/** A pod whose words, variables, annotations and files are these texts. */
function manifestOf(name: string, texts: readonly string[]): string {
  const data = Object.fromEntries(texts.map((value, index) => [`file.${index}`, value]));
  const annotations = Object.fromEntries(texts.map((value, index) => [`example.com/note-${index}`, value]));
  const container = {
    name: 'app',
    image: 'localhost/busybox:test',
    command: ['/bin/sh', '-c', 'sleep 1000; :', ...texts],
    env: texts.map((value, index) => ({ name: `VALUE_${index}`, value })),
    volumeMounts: [{ name: 'files', mountPath: '/files' }],
  };
  const documents = [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `${name}-files` }, data },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, annotations },
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [container],
        volumes: [{ name: 'files', configMap: { name: `${name}-files` } }],
      },
    },
  ];
  // JSON is YAML, but for characters that YAML wants escaped or takes for line breaks.
  return documents
    .map((document) =>
      JSON.stringify(document).replaceAll(
        /[\u007f-\u009f\u2028\u2029\ufeff]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
    )
    .join('\n---\n');
}

/** Line ends CR LF become LF in variables on a command line: podman/env-line-end. */
const isCommon = (value: string): boolean =>
  !value.includes('\r\n') && isReadBack(value, 'list') && isReadBack(value, 'mapping');

/** Texts that every form can say. */
export function hostileManifest(): string {
  return manifestOf('ver-fuzz', sample(150).filter(isCommon));
}

/** Texts that Podman's reader of YAML would spoil if they stood in kube.yaml as they are. */
export function spoiledManifest(): string {
  return manifestOf(
    'ver-spoiled',
    sample(1500).filter((value) => !isReadBack(value, 'list') && !value.includes('\r\n')),
  );
}
