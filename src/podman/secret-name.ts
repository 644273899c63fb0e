import { crypto } from '../model/crypto.js';

/** Longest name of a secret that Podman 4.3.1 takes ("only 64 [a-zA-Z0-9-_.] characters allowed"). */
const longestSecretName = 64;
const digestLength = 12;

/**
 * Keeps a secret's name within what Podman takes, because names of pods, containers and variables together easily
 * grow beyond it. A name that is too long ends in a digest of the whole, so that two of them stay different.
 * Source: containers/common pkg/secrets/secrets.go, secretNameRegexp (seen on 4.3.1).
 */
export function secretName(name: string): string {
  if (name.length <= longestSecretName) return name;
  const digest = crypto().createHash('sha256').update(name).digest('hex').slice(0, digestLength);
  return `${name.slice(0, longestSecretName - digestLength - 1)}.${digest}`;
}
