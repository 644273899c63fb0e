import { entry } from './entry.js';

/** Messages about `.kube2pod.yaml`. */
export const settings = {
  'settings/invalid': entry<{ readonly why: string }>({
    severity: 'error',
    group: 'advice',
    message: ({ why }) => `the setting ${why}`,
    explain:
      'The file .kube2pod.yaml, in the current folder or above it, has the settings targets, rootless, strict, schemas, exclude, severity and ignore. What cannot be understood is not guessed at.',
    bad: 'severity: {podman: quiet}',
    good: 'severity: {podman: note}',
  }),
} as const;
