import { arrangeWords, mountWords, resizeWords } from '../../podman/commands.js';
import type { OperationOf } from '../../podman/operations.js';
import type { Word } from '../../podman/spec-row.js';
import type { Situation } from '../../podman/target.js';
import { shellWord, shellWords } from './shell-words.js';

/** The steps of `files.arrange`, as root of the user namespace. */
export function arrangeLines(
  { root, steps }: OperationOf<'files.arrange'>,
  situation: Situation,
): readonly string[] {
  const as = situation.target.rootless ? 'podman unshare ' : '';
  return steps.flatMap((step) => {
    if (step.step === 'mount') {
      const mount = `${as}podman ${shellWords(mountWords(step.volume).map((word): Word => [word]))} >/dev/null`;
      if (step.sizeBytes === undefined) return [mount];
      const resize = resizeWords(step.path, step.sizeBytes);
      return [
        mount,
        as + shellWords(resize.map((word): Word => (word === step.path ? below(root, word) : [word]))),
      ];
    }
    if (step.step === 'chgrp') {
      const { gid, path, when } = step;
      return `${as}sh -c "$give_to_group" sh ${gid} ${when} ${shellWord(below(root, path))}`;
    }
    if (step.step === 'mkdir') {
      const path = shellWord(below(root, step.path));
      return `${as}test -e ${path} || { ${as}mkdir -p ${path} && ${as}chmod ${step.mode.toString(8)} ${path}; }`;
    }
    // The path is the step's only word that depends on the root: it is always the last one.
    return (
      as +
      shellWords(
        arrangeWords(step).map((word): Word => (word === step.path ? below(root, step.path) : [word])),
      )
    );
  });
}

function below(root: Word, path: string): Word {
  return path === '' || path === '.' ? root : [...root, `/${path}`];
}
