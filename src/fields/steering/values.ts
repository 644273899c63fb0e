import type { Ulimit } from './model.js';

/** A value that was read, or what is wrong with it, in words that follow "VALUE ". */
export type Value<T> = { readonly value: T } | { readonly problem: string };

/** Source: Go's strconv.ParseBool, by which Podman reads them. */
export function readBoolean(text: string): Value<boolean> {
  if (/^(1|t|T|TRUE|true|True)$/.test(text)) return { value: true };
  return /^(0|f|F|FALSE|false|False)$/.test(text) ? { value: false } : { problem: 'is not true or false' };
}

export function readNumber(text: string): Value<number> {
  return /^-?\d{1,15}$/.test(text) ? { value: Number(text) } : { problem: 'is no whole number' };
}

/** Texts of one form. */
export function readText(form: RegExp, problem: string): (text: string) => Value<string> {
  return (text) => (form.test(text) ? { value: text } : { problem });
}

/** Several labels are written as one `--security-opt` prints them. Source: podman kube.go, ",label=". */
export function readLabels(text: string): Value<readonly string[]> {
  const labels = text.split(',label=');
  const isKnown = (label: string): boolean =>
    /^(disable|nested|filetype:.+|(user|role|type|level):.+)$/.test(label);
  return labels.every(isKnown)
    ? { value: labels }
    : { problem: 'is not disable, nested, or user, role, type, level or filetype with a colon and a value' };
}

/** `source:options;source`. Source: man podman-kube-play(1), io.podman.annotations.volumes-from. */
export function readVolumesFrom(text: string): Value<readonly string[]> {
  const sources = text.split(';');
  return sources.every((source) => /^[A-Za-z0-9][\w.-]*(:[a-zA-Z,]+)?$/.test(source))
    ? { value: sources }
    : { problem: 'is not a container of Podman, with options behind a colon, or several between semicolons' };
}

/** Source: github.com/docker/go-units ulimit.go, ulimitNameMapping. */
const limits =
  'core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack'.split(
    ' ',
  );

/** `nofile=1024:2048,memlock=-1`. Source: docker/go-units ulimit.go, ParseUlimit. */
export function readUlimits(text: string): Value<readonly Ulimit[]> {
  const read: Ulimit[] = [];
  for (const part of text.split(',')) {
    const match = /^([a-z]+)=(-?\d{1,18})(?::(-?\d{1,18}))?$/.exec(part);
    const [, name = '', soft = '', hard = soft] = match ?? [];
    if (!limits.includes(name))
      return { problem: `holds "${part}", which is not LIMIT=SOFT or LIMIT=SOFT:HARD` };
    const ulimit = { name, soft: BigInt(soft), hard: BigInt(hard) };
    // -1 is no limit, the largest number.
    if (ulimit.hard !== -1n && (ulimit.soft === -1n || ulimit.soft > ulimit.hard))
      return { problem: `holds "${part}", whose soft limit is above the hard one` };
    read.push(ulimit);
  }
  return { value: read };
}
