import { catalog, catalogEntry } from '../diagnostics/catalog.js';
import type { Diagnostic, Report, Severity } from '../diagnostics/diagnostic.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import { nearestName } from '../diagnostics/spelling.js';
import type { ManifestDocument, ManifestValue } from '../phases/documents.js';

/** What `.kube2pod.yaml` asks of `check`. */
export interface Settings {
  /** Versions of Podman to judge by, as `--target` takes them. */
  readonly targets: readonly string[];
  readonly rootless?: boolean;
  readonly strict?: boolean;
  /** Files and folders with custom resource definitions or JSON schemas, from the settings' own folder. */
  readonly schemas: readonly string[];
  /** Globs of files that are not checked. */
  readonly exclude: readonly string[];
  /** Another severity for a code or a whole group; `off` silences it. */
  readonly severity: ReadonlyMap<string, Severity | 'off'>;
  readonly ignore: readonly IgnoreRule[];
}

/** Silences codes for some files or objects; what is not named does not matter. */
export interface IgnoreRule {
  readonly codes: readonly string[];
  readonly files?: readonly string[];
  readonly kinds?: readonly string[];
  readonly names?: readonly string[];
}

export const noSettings: Settings = {
  targets: [],
  schemas: [],
  exclude: [],
  severity: new Map(),
  ignore: [],
};

const groups = ['kubernetes', 'podman', 'reference', 'advice'];
const severities = ['error', 'warning', 'note', 'off'];
const fields = ['targets', 'rootless', 'strict', 'schemas', 'exclude', 'severity', 'ignore'];
const ruleFields = ['code', 'files', 'kinds', 'names'];

/** Reads settings; whatever is wrong with them is reported at its place and left out. Reports: settings/invalid. */
export function readSettings(document: ManifestDocument, report: Report): Settings {
  const { value, at } = document;
  if (!isMap(value)) {
    report('settings/invalid', at, { why: 'must be a map' });
    return noSettings;
  }
  const reader = { report };
  reportStrangers(value, fields, at, reader);
  const rootless = booleanIn(value, 'rootless', at, reader);
  const strict = booleanIn(value, 'strict', at, reader);
  return {
    targets: textsIn(value, 'targets', at, reader) ?? [],
    ...(rootless === undefined ? {} : { rootless }),
    ...(strict === undefined ? {} : { strict }),
    schemas: textsIn(value, 'schemas', at, reader) ?? [],
    exclude: textsIn(value, 'exclude', at, reader) ?? [],
    severity: severitiesIn(value.severity, at.child('severity'), reader),
    ignore: rulesIn(value.ignore, at.child('ignore'), reader),
  };
}

interface Reader {
  readonly report: Report;
}

type SettingsMap = { readonly [key: string]: ManifestValue };

function isMap(value: ManifestValue | undefined): value is SettingsMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function reportStrangers(
  value: SettingsMap,
  known: readonly string[],
  at: FieldPath,
  { report }: Reader,
): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const nearest = nearestName(key, known);
    const hint = nearest === undefined ? `the settings are ${known.join(', ')}` : `do you mean ${nearest}?`;
    report('settings/invalid', at.child(key).atKey(), { why: `is no setting: ${hint}` });
  }
}

function booleanIn(value: SettingsMap, name: string, at: FieldPath, { report }: Reader): boolean | undefined {
  const found = value[name];
  if (found === undefined || typeof found === 'boolean') return found;
  report('settings/invalid', at.child(name), { why: 'must be true or false' });
  return undefined;
}

/** A list of texts, or one text alone. */
function textsIn(
  value: SettingsMap,
  name: string,
  at: FieldPath,
  { report }: Reader,
): readonly string[] | undefined {
  const found = value[name];
  if (found === undefined) return undefined;
  const list: readonly ManifestValue[] = Array.isArray(found) ? found : [found as ManifestValue];
  const texts = list.filter((one) => typeof one === 'string');
  if (texts.length < list.length)
    report('settings/invalid', at.child(name), { why: 'must be a list of texts' });
  return texts;
}

function severitiesIn(
  value: ManifestValue | undefined,
  at: FieldPath,
  reader: Reader,
): ReadonlyMap<string, Severity | 'off'> {
  const found = new Map<string, Severity | 'off'>();
  if (value === undefined) return found;
  if (!isMap(value)) {
    reader.report('settings/invalid', at, { why: 'must be a map of codes or groups to severities' });
    return found;
  }
  for (const [code, severity] of Object.entries(value)) {
    if (!groups.includes(code)) checkCode(code, at.child(code).atKey(), reader);
    if (typeof severity === 'string' && severities.includes(severity))
      found.set(code, severity as Severity | 'off');
    else if (severity === false) found.set(code, 'off');
    else
      reader.report('settings/invalid', at.child(code), { why: `must be one of ${severities.join(', ')}` });
  }
  return found;
}

function rulesIn(value: ManifestValue | undefined, at: FieldPath, reader: Reader): readonly IgnoreRule[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    reader.report('settings/invalid', at, { why: 'must be a list' });
    return [];
  }
  return (value as readonly ManifestValue[]).flatMap((rule, index) => {
    const place = at.index(index);
    if (!isMap(rule)) {
      reader.report('settings/invalid', place, { why: 'must be a map with code, files, kinds, names' });
      return [];
    }
    reportStrangers(rule, ruleFields, place, reader);
    const codes = textsIn(rule, 'code', place, reader) ?? [];
    if (codes.length === 0) reader.report('settings/invalid', place, { why: 'names no code' });
    for (const code of codes) checkCode(code, place.child('code'), reader);
    const [files, kinds, names] = (['files', 'kinds', 'names'] as const).map((field) =>
      textsIn(rule, field, place, reader),
    );
    return [{ codes, ...(files && { files }), ...(kinds && { kinds }), ...(names && { names }) }];
  });
}

function checkCode(code: string, at: FieldPath, { report }: Reader): void {
  if (Object.hasOwn(catalog, code)) return;
  const nearest = nearestName(code, Object.keys(catalog));
  report('advice/unknown-code', at, { code, ...(nearest === undefined ? {} : { nearest }) });
}

/** How the settings see one finding: with another severity, or not at all. */
export function judgedBy(
  settings: Settings,
  finding: Diagnostic,
  object: { readonly kind: string; readonly name: string } | undefined,
  fits: (file: string, globs: readonly string[]) => boolean,
): Diagnostic | undefined {
  const { code, at } = finding;
  const isIgnored = settings.ignore.some(
    ({ codes, files, kinds, names }) =>
      codes.includes(code) &&
      (files === undefined || fits(at.document.file, files)) &&
      (kinds === undefined || (object !== undefined && kinds.includes(object.kind))) &&
      (names === undefined || (object !== undefined && names.includes(object.name))),
  );
  const severity = settings.severity.get(code) ?? settings.severity.get(catalogEntry(code).group);
  if (isIgnored || severity === 'off') return undefined;
  return severity === undefined ? finding : { ...finding, severity };
}

/** How a finding is seen when the files are some of many: what it misses may stand in another one. */
export function seenPartially(finding: Diagnostic): Diagnostic {
  return catalogEntry(finding.code).mayBeElsewhere ? { ...finding, severity: 'note' } : finding;
}
