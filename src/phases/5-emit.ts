import type { ApplicationModel } from '../model/application.js';
import type { Plan } from '../podman/operations.js';
import type { Planned } from './4-plan.js';
import { modelJson } from './5-emit/model-json.js';
import { emitScript } from './5-emit/script.js';
import { emitSecretScript } from './5-emit/secret-script.js';

/** What printing needs: the models and the plan made from them. */
export interface EmitInput {
  readonly application: ApplicationModel;
  readonly planned: Planned;
}

/** What the files say of where they come from. */
export interface EmitOptions {
  readonly generator: string;
  /** Names of the manifests. */
  readonly sources: readonly string[];
  /** Also the file with secret values, which the others never hold. */
  readonly withSecrets?: boolean;
}

export interface EmittedFile {
  readonly text: string;
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
