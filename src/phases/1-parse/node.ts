/** A document as it was written, before anything is resolved. Offsets are UTF-16 units into the source's text. */
export type YamlNode = ScalarNode | ListNode | MapNode | AliasNode;

interface NodeBase {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly anchor: string | undefined;
  /** The whole tag (`tag:yaml.org,2002:str`, `!mine`); undefined when none is written. */
  readonly tag: string | undefined;
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly text: string;
  /** Unquoted and without a tag: its text decides its type. */
  readonly plain: boolean;
}

export interface ListNode extends NodeBase {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  /** Written in brackets. */
  readonly flow: boolean;
}

export interface MapNode extends NodeBase {
  readonly kind: 'map';
  /** Keys and values in turn, in the order of the text. */
  readonly items: readonly YamlNode[];
  readonly flow: boolean;
}

export interface AliasNode extends NodeBase {
  readonly kind: 'alias';
  readonly name: string;
}
