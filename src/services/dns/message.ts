/** A question of a DNS client. */
export interface Question {
  readonly id: number;
  /** In lower case, without the final dot. */
  readonly name: string;
  readonly type: number;
  /** The question as it was written: an answer repeats it (letter case included). */
  readonly raw: Uint8Array;
  readonly recursionDesired: boolean;
  /** Longest answer that the client takes over UDP. */
  readonly size: number;
}

/** One record of an answer. */
export type Resource =
  | { readonly type: 'A'; readonly name: string; readonly address: string }
  | { readonly type: 'CNAME' | 'PTR'; readonly name: string; readonly target: string }
  | { readonly type: 'SRV'; readonly name: string; readonly port: number; readonly target: string }
  | { readonly type: 'SOA'; readonly name: string };

export const recordType = { A: 1, CNAME: 5, SOA: 6, PTR: 12, AAAA: 28, SRV: 33, OPT: 41, ANY: 255 } as const;
export const responseCode = { fine: 0, serverFailure: 2, noSuchName: 3, notImplemented: 4 } as const;

/** Seconds for which an answer may be kept. Source: kubeadm's CoreDNS configuration says 30 for the cluster's zone; pods move faster here. */
const keepSeconds = 5;
const plainSize = 512;
const longestName = 255;

/** Reads a query; undefined when it is none that can be answered. Source: RFC 1035, section 4.1. */
export function decodeQuestion(message: Uint8Array): Question | undefined {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  if (message.length < 17 || (message[2] ?? 0) >= 0x80 || view.getUint16(4) !== 1) return undefined;
  const labels: string[] = [];
  let at = 12;
  for (;;) {
    const length = message[at];
    if (length === undefined || length > 63 || at > 12 + longestName) return undefined;
    at += 1;
    if (length === 0) break;
    labels.push(Buffer.from(message.subarray(at, at + length)).toString('latin1'));
    at += length;
  }
  if (at + 4 > message.length) return undefined;
  return {
    id: view.getUint16(0),
    name: labels.join('.').toLowerCase(),
    type: view.getUint16(at),
    raw: message.slice(12, at + 4),
    recursionDesired: ((message[2] ?? 0) & 1) === 1,
    size: sizeOf(view, at + 4),
  };
}

/** The size that EDNS(0) announces. Source: RFC 6891, section 6.1.2. */
function sizeOf(view: DataView, at: number): number {
  const isOption =
    view.getUint16(10) > 0 &&
    at + 11 <= view.byteLength &&
    view.getUint8(at) === 0 &&
    view.getUint16(at + 1) === recordType.OPT;
  return isOption ? Math.max(plainSize, view.getUint16(at + 3)) : plainSize;
}

/** What is said to a question. */
export interface Reply {
  readonly code: number;
  readonly answers: readonly Resource[];
  readonly authority?: readonly Resource[];
  /** Whether the answer is of a zone of our own. */
  readonly authoritative: boolean;
}

/** Writes an answer; `limit` bytes at most, else it is cut and says so, and the client asks again over TCP. */
export function encodeReply(question: Question, reply: Reply, limit: number): Uint8Array {
  const whole = encode(question, reply, 0);
  return whole.length <= limit ? whole : encode(question, { ...reply, answers: [], authority: [] }, 0x0200);
}

function encode(
  question: Question,
  { code, answers, authority = [], authoritative }: Reply,
  flag: number,
): Uint8Array {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(question.id, 0);
  // A response; recursion is available.
  const flags =
    0x8080 | flag | (authoritative ? 0x0400 : 0) | (question.recursionDesired ? 0x0100 : 0) | code;
  header.writeUInt16BE(flags, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  header.writeUInt16BE(authority.length, 8);
  return Buffer.concat([
    header,
    question.raw,
    ...answers.map(encodeResource),
    ...authority.map(encodeResource),
  ]);
}

function encodeResource(resource: Resource): Buffer {
  const content = contentOf(resource);
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(recordType[resource.type], 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(keepSeconds, 4);
  fixed.writeUInt16BE(content.length, 8);
  return Buffer.concat([encodeName(resource.name), fixed, content]);
}

function contentOf(resource: Resource): Buffer {
  switch (resource.type) {
    case 'A':
      return Buffer.from(resource.address.split('.').map(Number));
    case 'CNAME':
    case 'PTR':
      return encodeName(resource.target);
    case 'SRV': {
      const fixed = Buffer.alloc(6);
      fixed.writeUInt16BE(100, 2);
      fixed.writeUInt16BE(resource.port, 4);
      return Buffer.concat([fixed, encodeName(resource.target)]);
    }
    case 'SOA': {
      const times = Buffer.alloc(20);
      for (const [index, seconds] of [1, 7200, 1800, 86400, keepSeconds].entries())
        times.writeUInt32BE(seconds, index * 4);
      return Buffer.concat([
        encodeName(`ns.dns.${resource.name}`),
        encodeName(`hostmaster.${resource.name}`),
        times,
      ]);
    }
    default:
      return resource satisfies never;
  }
}

function encodeName(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '');
  const parts = labels.flatMap((label) => {
    const bytes = Buffer.from(label, 'latin1').subarray(0, 63);
    return [Buffer.from([bytes.length]), bytes];
  });
  return Buffer.concat([...parts, Buffer.from([0])]);
}

/** The length that stands before a message over TCP. Source: RFC 1035, section 4.2.2. */
export function lengthOf(message: Uint8Array): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return length;
}
