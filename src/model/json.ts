/**
 * Reads JSON that a user wrote (inside a Secret or an annotation), where being wrong is not a fault of ours.
 * Undefined when it is no JSON; the parser's own message is dropped, because it quotes the text.
 */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
