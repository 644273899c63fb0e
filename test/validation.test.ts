import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { createCollector } from '../src/diagnostics/collect.js';
import type { Diagnostic } from '../src/diagnostics/diagnostic.js';
import { parse } from '../src/phases/1-parse.js';
import { validate } from '../src/phases/2-validate.js';
import { situation } from './phases/situation.js';

/**
 * Compares our verdict with the API server's on every manifest of fixtures/validation (its README says how). The ids on
 * which we do not agree yet stand in validation-pending.json, exactly: one that agrees must leave the list.
 * `UPDATE_PENDING=1` writes the list anew.
 */
interface Verdict {
  readonly file: string;
  readonly accepted: boolean | null;
  readonly stage?: string;
  /** Where it warns of an object that it accepts. */
  readonly warningFields?: readonly string[];
  readonly errors: readonly { readonly field: string; readonly type: string }[];
}

const folder = 'fixtures/validation';
const pendingFile = 'test/validation-pending.json';
const verdicts = JSON.parse(readFileSync(`${folder}/verdicts.json`, 'utf8')) as Record<string, Verdict>;

/** Which id each line of a file belongs to: documents are parted by `---` lines and named by their `# id:` comment. */
function idsByLine(file: string, text: string): readonly string[] {
  const regions: { readonly lines: number; readonly id: string }[] = [];
  for (const [index, region] of text.split(/^---[^\S\n]*(?:#.*)?\r?\n/m).entries()) {
    const named = /^# id: (\S+)/m.exec(region)?.[1];
    const id = named !== undefined && named in verdicts ? named : `${file}#${index}`;
    regions.push({ lines: region.split('\n').length, id });
  }
  return regions.flatMap(({ lines, id }) => Array.from({ length: lines }, () => id));
}

function findingsById(file: string): ReadonlyMap<string, readonly Diagnostic[]> {
  const text = readFileSync(`${folder}/${file}`, 'utf8');
  const collector = createCollector();
  validate(parse([{ name: file, text }], collector.report), { situation }, collector.report);
  const ids = idsByLine(file, text);
  const found = new Map<string, Diagnostic[]>();
  for (const finding of collector.findings()) {
    if (finding.group !== 'kubernetes' || finding.severity === 'note') continue;
    const id = ids[finding.at.range().line - 1] ?? '';
    found.set(id, [...(found.get(id) ?? []), finding]);
  }
  return found;
}

/** Decode errors carry no index or key, and name embedded structs; the other stages print full paths. */
function comparable(path: string, stage: string | undefined): string {
  if (stage !== 'decode') return path;
  return path.replaceAll(/\[[^\]]*\]/g, '').replaceAll(/\b(?:ProbeHandler|VolumeSource|items)\.(?=\w)/g, '');
}

/** The server's warning of a pair that is no TLS pair is "tls: failed to find ...", which names no field. */
const warningPaths = (paths: readonly string[]): readonly string[] =>
  paths.map((path) => (/^data\[tls\./.test(path) ? 'tls' : path));

function agrees(verdict: Verdict, all: readonly Diagnostic[]): boolean {
  const findings = all.filter(({ severity }) => severity === 'error');
  const warnings = all.filter(({ severity }) => severity === 'warning').map(({ at }) => at.toString());
  const expectedWarnings = [...(verdict.warningFields ?? [])].sort();
  if (
    verdict.accepted === true &&
    String([...new Set(warningPaths(warnings))].sort()) !== String(expectedWarnings)
  )
    return false;
  if (verdict.accepted !== (findings.length === 0)) return false;
  const paths = findings.map(({ at }) => comparable(at.toString(), verdict.stage));
  const hasVolumeError = verdict.errors.some(({ field }) => field.startsWith('spec.volumes['));
  return verdict.errors.every(({ field, type }) => {
    if (field === '') return true;
    if (type === 'FieldValueNotFound' && hasVolumeError && /\.volumeMounts\[/.test(field)) return true;
    const expected = comparable(field, verdict.stage);
    return paths.some(
      (path) => path === expected || (type === 'DuplicateField' && path.endsWith(`.${expected}`)),
    );
  });
}

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.yaml'),
);
const disagreeing: string[] = [];
const areas: string[] = [];
for (const file of files.sort()) {
  const found = findingsById(file);
  const judged = Object.entries(verdicts).filter(([, one]) => one.file === file && one.accepted !== null);
  const bad = judged.filter(([id, one]) => !agrees(one, found.get(id) ?? [])).map(([id]) => id);
  disagreeing.push(...bad);
  areas.push(`${file.padEnd(40)} ${judged.length - bad.length} of ${judged.length}`);
}
disagreeing.sort();
if (process.env.UPDATE_PENDING !== undefined) {
  writeFileSync(pendingFile, `${JSON.stringify(disagreeing, null, 2)}\n`);
}
const pending = JSON.parse(readFileSync(pendingFile, 'utf8')) as readonly string[];

describe('the API server and we agree', () => {
  test('on every manifest that is not listed as pending', () => {
    process.stdout.write(`${areas.join('\n')}\n`);
    expect(disagreeing).toEqual(pending);
  });
});
