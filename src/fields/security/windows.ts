import type { PodSpec, WindowsSecurityContextOptions } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkName, invalid, type Scope } from '../check.js';
import { byteLength, dnsSubdomain } from '../names.js';

const longestCredentials = 64 * 1024;
const longestDomain = 255;
const longestUser = 104;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u001f\u007f]/;
const netBiosName = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const dnsName =
  /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

/** Source: pkg/apis/core/validation/validation.go, validateWindowsSecurityContextOptions. */
export function validateWindowsOptions(
  options: WindowsSecurityContextOptions | undefined,
  at: FieldPath,
  scope: Scope,
): void {
  if (options === undefined) return;
  const { gmsaCredentialSpecName, gmsaCredentialSpec, runAsUserName } = options;
  checkName(gmsaCredentialSpecName, dnsSubdomain, at.child('gmsaCredentialSpecName'), scope);
  const size = byteLength(gmsaCredentialSpec ?? ' ');
  if (size === 0 || size > longestCredentials)
    invalid('', at.child('gmsaCredentialSpec'), 'must have between 1 and 65536 bytes', scope);
  const problem = runAsUserName === undefined ? undefined : userProblem(runAsUserName);
  if (problem !== undefined) invalid(runAsUserName, at.child('runAsUserName'), problem, scope);
}

function userProblem(name: string): string | undefined {
  if (name === '') return 'must not be empty';
  if (controls.test(name)) return 'must not have control characters';
  const parts = name.split('\\');
  if (parts.length > 2) return 'must not have more than one backslash';
  const [user = '', domain] = parts.toReversed();
  if (domain !== undefined && (domain.length > longestDomain || !isDomain(domain)))
    return 'must have a domain of NetBIOS or DNS before the backslash';
  if (user === '' || user.length > longestUser) return `must have a user of 1 to ${longestUser} characters`;
  if (/^[. ]+$/.test(user)) return 'must not have only dots and blanks as its user';
  return /["/\\:;|=,+*?<>@[\]]/.test(user) ? 'must not have any of "/\\:;|=,+*?<>@[] in its user' : undefined;
}

function isDomain(text: string): boolean {
  return netBiosName.test(text) || dnsName.test(text);
}

/** Source: pkg/apis/core/validation/validation.go, validateWindowsHostProcessPod. */
export function validateHostProcess(podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  const ofPod = podSpec.securityContext?.windowsOptions?.hostProcess;
  const all = (['containers', 'initContainers', 'ephemeralContainers'] as const).flatMap((list) =>
    (podSpec[list] ?? []).map(({ securityContext }, index) => ({
      own: securityContext?.windowsOptions?.hostProcess,
      place: at.child(list).index(index).child('securityContext', 'windowsOptions', 'hostProcess'),
    })),
  );
  for (const { own, place } of all) {
    if (ofPod !== undefined && own !== undefined && own !== ofPod)
      invalid(own, place, 'must be what the pod says', scope);
  }
  const count = all.filter(({ own }) => own ?? ofPod).length;
  if (count === 0) return;
  if (count < all.length) invalid('', at, 'all containers must be HostProcess containers, or none', scope);
  if (podSpec.hostNetwork !== true)
    invalid(false, at.child('hostNetwork'), 'must be true for HostProcess containers', scope);
}
