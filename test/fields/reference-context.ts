import type { ConfigMap, Secret } from 'kubernetes-types/core/v1.js';
import type { ResolveContext } from '../../src/fields/context.js';
import type { Text } from '../../src/model/text.js';
import type { KubeObject } from '../../src/phases/documents.js';
import type { ImageFacts } from '../../src/phases/observed.js';
import { containerAt, type Machine, resolving } from './resolve-context.js';

/** What a test gives besides the machine. */
export interface Given extends Machine {
  readonly configMaps?: { readonly [name: string]: Omit<ConfigMap, 'metadata'> };
  readonly secrets?: { readonly [name: string]: Omit<Secret, 'metadata'> };
  readonly images?: { readonly [reference: string]: ImageFacts };
  readonly live?: boolean;
  readonly annotations?: { readonly [name: string]: string };
  readonly serviceAccountName?: string;
  readonly facts?: ResolveContext['facts'];
}

/** A resolver's context in which ConfigMaps, Secrets and images can be found. */
export function given(machine: Given = {}): ReturnType<typeof resolving> {
  const { context, found, messages } = resolving(machine);
  const { namespace } = context.identity;
  const object = <T>(kind: string, name: string, manifest: T | undefined): KubeObject<T> | undefined =>
    manifest === undefined
      ? undefined
      : {
          apiVersion: 'v1',
          kind,
          namespace,
          name,
          manifest,
          at: containerAt,
          document: {
            ...containerAt.document,
            source: { name: '', text: '' },
            value: null,
            at: containerAt,
            comments: [],
          },
        };
  return {
    found,
    messages,
    context: {
      ...context,
      identity: {
        ...context.identity,
        annotations: machine.annotations ?? {},
        serviceAccountName: machine.serviceAccountName ?? 'default',
      },
      facts: machine.facts ?? { podIP: ['10.1.2.3'], hostIP: ['192.0.2.1'], nodeName: ['node'] },
      observed: {
        ...context.observed,
        live: machine.live ?? true,
        images: new Map(Object.entries(machine.images ?? {})),
      },
      references: {
        ...context.references,
        configMap: (where, name) =>
          where === namespace ? object('ConfigMap', name, machine.configMaps?.[name]) : undefined,
        secret: (where, name) =>
          where === namespace ? object('Secret', name, machine.secrets?.[name]) : undefined,
      },
    },
  };
}

/** A text with its secret pieces as `<secret:VALUE>` and late ones as `<late:NAME>`, for reading in tests. */
export function shown(text: Text): string {
  return text
    .map((part) =>
      typeof part === 'string'
        ? part
        : part.kind === 'secret'
          ? `<secret:${part.reveal()}>`
          : `<late:${part.late.name}>`,
    )
    .join('');
}

/** Base64 as a Secret's data holds it. */
export function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
