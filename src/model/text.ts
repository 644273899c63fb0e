/**
 * A value that only a running machine knows. `apply` knows nearly all of them before planning; `check` and
 * `convert` do not, and print them as a shell expression, a systemd specifier or a stated assumption.
 */
export type LateValue =
  | { readonly name: 'podIP'; readonly pod: string }
  | { readonly name: 'hostIP' }
  | { readonly name: 'nodeName' }
  | { readonly name: 'allocatable'; readonly resource: 'cpu' | 'memory'; readonly divisor: bigint }
  /** Where Podman keeps a volume's files: `podman volume inspect --format {{.Mountpoint}} VOLUME`. */
  | { readonly name: 'mountpoint'; readonly volume: string }
  /** Where an image's files can be seen: `podman image mount IMAGE`, rootless within `podman unshare`. */
  | { readonly name: 'imageRoot'; readonly image: string }
  /** One variable of an env file that an init container writes into a volume (`fileKeyRef`). */
  | {
      readonly name: 'fileKey';
      readonly volume: string;
      readonly path: string;
      readonly key: string;
      /** A key (not a file) that is missing gives empty text. */
      readonly optional?: boolean;
    };

/** A piece of text from a Secret: prints as `***` everywhere but where `revealText` is called on purpose. */
export interface SecretPart {
  readonly kind: 'secret';
  /** A function, so that printing or serialising the part cannot show the value. */
  readonly reveal: () => string;
  /** The exact bytes, for a file whose content may be no text. */
  readonly bytes?: () => Uint8Array;
  readonly toJSON: () => string;
}

export interface LatePart {
  readonly kind: 'late';
  readonly late: LateValue;
}

export type TextPart = string | SecretPart | LatePart;

/** Text whose pieces may be secret or not known yet; the mark survives expansion and composition. */
export type Text = readonly TextPart[];

/** Wraps a value from a Secret. */
export function secretPart(value: string): SecretPart {
  return { kind: 'secret', reveal: () => value, toJSON: () => '***' };
}

/** Wraps bytes from a Secret: a whole file. */
export function secretBytes(value: Uint8Array): SecretPart {
  const reveal = (): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(value);
  return { kind: 'secret', reveal, bytes: () => value, toJSON: () => '***' };
}

/** Wraps a value that is decided at run time. */
export function latePart(late: LateValue): LatePart {
  return { kind: 'late', late };
}

export function isSecretText(text: Text): boolean {
  return text.some((part) => typeof part !== 'string' && part.kind === 'secret');
}

/** The values in a text that are decided at run time, in order. */
export function lateValues(text: Text): readonly LateValue[] {
  return text.flatMap((part) => (typeof part !== 'string' && part.kind === 'late' ? [part.late] : []));
}

/** The text when it is plain (nothing secret, nothing late); otherwise undefined. */
export function plainText(text: Text): string | undefined {
  return text.every((part) => typeof part === 'string') ? text.join('') : undefined;
}

/** For people: secret pieces as `***`, late ones as `<podIP>`. */
export function maskText(text: Text): string {
  return text
    .map((part) => (typeof part === 'string' ? part : part.kind === 'secret' ? '***' : `<${part.late.name}>`))
    .join('');
}

/** The real text, secrets included: only for handing a value to Podman. `late` supplies what is decided at run time. */
export function revealText(text: Text, late: (value: LateValue) => string): string {
  return text
    .map((part) =>
      typeof part === 'string' ? part : part.kind === 'secret' ? part.reveal() : late(part.late),
    )
    .join('');
}

/** Joins neighbouring plain pieces and drops empty ones, so that equal texts look equal. */
export function normalText(text: Text): Text {
  const parts: TextPart[] = [];
  for (const part of text) {
    const last = parts.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  return parts;
}
