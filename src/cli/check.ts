import type { CustomSchemas } from '../check/custom-validator.js';
import { fixText } from '../check/fix.js';
import { judgedBy, type Settings, seenPartially } from '../check/settings.js';
import { silencer } from '../check/silence.js';
import { check } from '../compile.js';
import { createCollector, sortFindings } from '../diagnostics/collect.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { replaceFile } from '../io/write-files.js';
import { assumedFor } from '../phases/assumed.js';
import type { ManifestDocument, Source } from '../phases/documents.js';
import type { Situation } from '../podman/target.js';
import { formatVersion } from '../podman/versions.js';
import {
  checkedTexts,
  type FileMatcher,
  fileMatcher,
  loadSchemas,
  loadSettings,
  objectsAround,
} from './check-input.js';
import type { CheckOptions } from './check-options.js';
import { objectName, printFindings } from './check-output.js';
import { type ExitCode, exitCode } from './exit.js';
import { baseDirectory } from './input.js';
import { say } from './output.js';
import { situationOf } from './target-options.js';

/** What a cluster would say of the manifests, and what Podman can make of them. Starts nothing. */
export async function judgeFiles(options: CheckOptions): Promise<ExitCode> {
  const loaded = await loadSettings(options);
  if (loaded === undefined) return exitCode.usage;
  const { settings } = loaded;
  const situations = situationsOf(options, settings);
  const custom = await loadSchemas([...options.schema, ...settings.schemas]);
  if (situations === undefined || custom === undefined) return exitCode.usage;
  const fits = await fileMatcher(settings);
  const sources = await checkedTexts(options, settings, fits);
  if (sources === undefined) return exitCode.usage;
  const context: JudgeContext = { options, settings, situations, custom, fits };
  const judged = options.fix ? await fixAndJudge(sources, context) : await judgeAll(sources, context);
  const all = sortFindings([...judged.findings, ...loaded.findings]);
  const findings = options.quiet ? all.filter(({ severity }) => severity === 'error') : all;
  const texts = loaded.source === undefined ? judged.sources : [...judged.sources, loaded.source];
  await printFindings(options.output, { findings, sources: texts, documents: judged.documents });
  if (judged.documents.length === 0 && all.length === 0)
    say('kube2pod: no Kubernetes object is in what was given');
  const strict = options.strict || settings.strict === true;
  const bad = all.some(({ severity }) => severity === 'error' || (strict && severity === 'warning'));
  return bad ? exitCode.findings : exitCode.fine;
}

interface JudgeContext {
  readonly options: CheckOptions;
  readonly settings: Settings;
  readonly situations: readonly Situation[];
  readonly custom: CustomSchemas;
  readonly fits: FileMatcher;
}

/** What came of all texts, under every target. */
interface JudgedTexts {
  readonly sources: readonly Source[];
  readonly documents: readonly ManifestDocument[];
  readonly findings: readonly Diagnostic[];
}

/** One situation for each target: what `apply` makes of it there, with the supervisor. */
function situationsOf(options: CheckOptions, settings: Settings): readonly Situation[] | undefined {
  const named = options.target?.split(',') ?? settings.targets;
  const targets: readonly (string | undefined)[] = named.length === 0 ? [undefined] : named;
  const rootless = options.rootless || settings.rootless === true;
  const situations = targets.map((target) => situationOf({ target: target?.trim(), rootless }));
  const known = situations.filter((situation) => situation !== undefined);
  return known.length < situations.length
    ? undefined
    : known.map((situation) => ({ ...situation, supervised: true }));
}

async function judgeAll(sources: readonly Source[], context: JudgeContext): Promise<JudgedTexts> {
  const { situations, settings, fits, options } = context;
  const runs = [];
  for (const situation of situations) runs.push(await judgeFor(situation, sources, context));
  const documents = runs[0]?.documents ?? [];
  const names = new Map(documents.map((document) => [document.at.document, objectName(document)]));
  const found = options.partial ? joined(runs).map(seenPartially) : joined(runs);
  const findings = found.flatMap((finding) => {
    const seen = judgedBy(settings, finding, names.get(finding.at.document), fits);
    return seen === undefined ? [] : [seen];
  });
  return { sources, documents, findings };
}

interface Run {
  readonly version: string;
  readonly documents: readonly ManifestDocument[];
  readonly findings: readonly Diagnostic[];
}

async function judgeFor(
  situation: Situation,
  sources: readonly Source[],
  { options, custom }: JudgeContext,
): Promise<Run> {
  const collector = createCollector();
  const { documents } = check(
    sources,
    {
      situation,
      observed: assumedFor(situation.target),
      baseDirectory: baseDirectory(sources),
      around: await objectsAround(options, sources, situation),
      complete: options.root !== undefined,
      custom,
    },
    collector,
  );
  const isSilenced = silencer(documents, collector.report);
  return {
    version: formatVersion(situation.target.version),
    documents,
    findings: collector.findings().filter((finding) => !isSilenced(finding)),
  };
}

/** Findings of several targets as one list: what not all of them say names those that do. */
function joined(runs: readonly Run[]): readonly Diagnostic[] {
  const [first] = runs;
  if (first === undefined || runs.length === 1) return first?.findings ?? [];
  const found = new Map<string, { readonly finding: Diagnostic; readonly versions: string[] }>();
  for (const { version, findings } of runs) {
    for (const finding of findings) {
      const { file, documentIndex } = finding.at.document;
      const key = JSON.stringify([file, documentIndex, finding.at.range(), finding.code, finding.message]);
      const same = found.get(key) ?? { finding, versions: [] };
      same.versions.push(version);
      found.set(key, same);
    }
  }
  // Positions of the first run, to whose documents the object names belong.
  return [...found.values()].map(({ finding, versions }) =>
    versions.length === runs.length
      ? finding
      : { ...finding, message: `${finding.message} (Podman ${versions.join(', ')})` },
  );
}

/** A mended fault may uncover others: an object with wrong types is not validated any further. */
const mostPasses = 5;

/** Mends the files as far as there is one right answer, and judges what is left. */
async function fixAndJudge(sources: readonly Source[], context: JudgeContext): Promise<JudgedTexts> {
  let judged = await judgeAll(sources, context);
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const mended: Source[] = [];
    for (const source of judged.sources) mended.push(await fixSource(source, judged.findings));
    if (mended.every((source, index) => source === judged.sources[index])) break;
    judged = await judgeAll(mended, context);
  }
  return judged;
}

/** Writes the mended text; a file that cannot be written stays as it was, and is judged so. */
async function fixSource(source: Source, findings: readonly Diagnostic[]): Promise<Source> {
  const own = findings.filter(({ at }) => at.document.file === source.name);
  const { text, fixed } = fixText(source.text, own);
  if (fixed.length === 0) return source;
  const problem = await replaceFile(source.name, text);
  if (problem !== undefined) {
    say(`kube2pod: ${source.name}: ${problem}`);
    return source;
  }
  for (const { at, code } of fixed) {
    const { line, column } = at.range();
    say(`fixed ${source.name}:${line}:${column} ${code}`);
  }
  return { ...source, text };
}
