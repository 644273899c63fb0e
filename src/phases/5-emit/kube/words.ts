import type { FieldPath } from '../../../diagnostics/field-path.js';
import { lateValues, plainText, type Text } from '../../../model/text.js';
import { supports } from '../../../podman/versions.js';
import { emptyVariable } from '../quote-systemd.js';
import type { KubeContext } from './context.js';
import { isReadBack } from './reread.js';

/** The words of a command, and whether they need the variable that is always empty. */
export interface KubeWords {
  readonly words?: readonly string[];
  readonly usesEmpty: boolean;
}

/**
 * Words with nothing left to expand. From 4.7 on kube play expands `$(VAR)` here and takes `$$` for `$`; then a
 * reference to an empty variable can stand before a text that Podman would not read back.
 * Reports: podman/kube-play, podman/kube-text. Source: Podman 4.7 release notes; reread.ts.
 */
export function kubeWords(
  words: readonly Text[] | undefined,
  at: FieldPath,
  { target, report, differs }: KubeContext,
): KubeWords {
  if (words === undefined) return { usesEmpty: false };
  const expands = supports(target.version, 'kubeExpansion');
  const texts = words.map((word) => {
    if (lateValues(word).length > 0)
      differs(at, 'a word holds a value known on the machine only: it is missing');
    const text = plainText(word) ?? word.map((part) => (typeof part === 'string' ? part : '')).join('');
    return { text: expands ? text.replaceAll('$', '$$$$') : text, isSpoiled: !isReadBack(text, 'list') };
  });
  const usesEmpty = texts.some(({ isSpoiled }) => isSpoiled);
  if (usesEmpty && !expands) report('podman/kube-text', at, { path: at.toString(), since: '4.7' });
  return {
    usesEmpty,
    words: texts.map(({ text, isSpoiled }) => (isSpoiled ? `$(${emptyVariable})${text}` : text)),
  };
}
