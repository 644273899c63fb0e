import type { Report } from '../diagnostics/diagnostic.js';
import type { ApplicationModel } from '../model/application.js';
import type { Plan } from '../podman/operations.js';
import type { Planned } from './4-plan.js';
import { kubeUnit } from './5-emit/kube/kube-unit.js';
import { kubeSecretScript } from './5-emit/kube/secret-script.js';
import { emitKube } from './5-emit/kube.js';
import { modelJson } from './5-emit/model-json.js';
import { emitQuadlet } from './5-emit/quadlet.js';
import { emitScript } from './5-emit/script.js';
import { emitSecretScript } from './5-emit/secret-script.js';

/** What printing needs: the models and the plan made from them. */
export interface EmitInput {
  readonly application: ApplicationModel;
  readonly planned: Planned;
}

/** What the files say of where they come from. */
export interface EmitOptions {
  /** Some things turn out to be unsayable only when they are written. */
  readonly report: Report;
  readonly generator: string;
  /** Names of the manifests. */
  readonly sources: readonly string[];
  /** Also the file with secret values, which the others never hold. */
  readonly withSecrets?: boolean;
  /** Also a .kube unit beside YAML for kube play. */
  readonly withUnit?: boolean;
}

export interface EmittedFile {
  readonly text: string | Uint8Array;
  readonly mode: number;
}

/** Files by name. */
export type Emitted = ReadonlyMap<string, EmittedFile>;

type Emitter = (input: EmitInput, options: EmitOptions) => Emitted;

/** Every form that manifests can be printed in; each decides layout and quoting only. */
const emitters = {
  script: ({ planned: { plan, situation } }, { generator, sources, withSecrets }) => {
    const text = emitScript(plan, { situation, generator, files: sources });
    return new Map([['run.sh', { text, mode: 0o755 }], ...secretFiles(plan, withSecrets)]);
  },
  quadlet: ({ application, planned: { plan, situation } }, { generator, report, withSecrets }) =>
    new Map([
      ...emitQuadlet(plan, application, { situation, generator, report }),
      ...secretFiles(plan, withSecrets),
    ]),
  kube: ({ application, planned: { plan, situation } }, { generator, report, withSecrets, withUnit }) => {
    const { target } = situation;
    const { text, secrets } = emitKube(application, plan, { target, generator, report });
    const script: EmittedFile = { text: kubeSecretScript(secrets, target), mode: 0o600 };
    return new Map<string, EmittedFile>([
      ['kube.yaml', { text, mode: 0o644 }],
      ...(withUnit === true ? [kubeUnit(application, { generator, target, report })] : []),
      ...(withSecrets === true ? ([['secrets.sh', script]] as const) : []),
    ]);
  },
  model: ({ application, planned: { plan } }) =>
    new Map([['model.json', { text: `${modelJson(application, plan)}\n`, mode: 0o644 }]]),
} satisfies { readonly [form: string]: Emitter };

function secretFiles(plan: Plan, wanted = false): readonly (readonly [string, EmittedFile])[] {
  return wanted ? [['secrets.sh', { text: emitSecretScript(plan), mode: 0o600 }]] : [];
}

/** What `emit` can make. */
export type EmitForm = keyof typeof emitters;

/** Prints what was compiled in one form. Pure: the same input gives the same bytes. */
export function emitFiles(form: EmitForm, input: EmitInput, options: EmitOptions): Emitted {
  return emitters[form](input, options);
}
