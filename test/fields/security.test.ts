import { describe, expect, it, test } from '@jest/globals';
import type { Container, PodSpec, SecurityContext } from 'kubernetes-types/core/v1.js';
import { memberships, needsImageAccounts, primaryGroup } from '../../src/fields/security/accounts.js';
import {
  capabilityFlags,
  nodeExtras,
  podmanDefaults,
  resolveCapabilities,
} from '../../src/fields/security/capabilities.js';
import { containerRows, podSpecRows } from '../../src/fields/security/ledger.js';
import { planContainerSecurity, planPodSecurity } from '../../src/fields/security/podman.js';
import { resolveContainerSecurity, resolvePodSecurity } from '../../src/fields/security/resolve.js';
import { dottedName, isForbiddenSysctl, sysctlNamespace } from '../../src/fields/security/sysctls.js';
import type { ImageFacts } from '../../src/phases/observed.js';
import { containerAt, image, type Machine, planning, resolving, specAt } from './resolve-context.js';

const passwd = 'root:x:0:0:root:/root:/bin/sh\nbad line\napp:x:1000:2000::/home/app:/bin/sh\nx:y:z:1\n';
const group = 'root:x:0:\napp:x:1000:app\nwheel:x:10:root,app\nvideo:x:44:app\nweb:x:2000:\n';
const known = image({ passwd, group });

interface Case extends Machine {
  readonly container?: SecurityContext;
  readonly pod?: PodSpec['securityContext'];
  readonly image?: ImageFacts | undefined;
}

function container(security: SecurityContext | undefined): Container {
  return { name: 'c', image: 'app:1', ...(security === undefined ? {} : { securityContext: security }) };
}

/** The model part, its flags and the findings of one container. */
function secure(given: Case) {
  const { context, found, messages } = resolving(given);
  const facts = 'image' in given ? given.image : known;
  const input = {
    container: container(given.container),
    pod: given.pod,
    podAt: specAt.child('securityContext'),
    image: facts,
  };
  const model = resolveContainerSecurity(input, containerAt, context);
  const { spec } = planContainerSecurity(model, planning(given));
  return { model, spec, found: found(), messages: messages() };
}

describe('user and groups', () => {
  // Expected values: behaviour/cases 146, 148; containerd container_create_linux.go; podman run --user (4.3.1).
  test.each<[string, Case, { user?: string; groupAdd?: readonly string[] }]>([
    ['nothing asked, no user in the image', {}, {}],
    ['an image user is left to Podman', { image: image({ user: '1000' }) }, {}],
    ['the group of the image user is dropped', { image: image({ user: '1000:2000' }) }, { user: '1000' }],
    ['so it is for a name', { image: image({ user: 'app:web' }) }, { user: 'app' }],
    ['an image user of group alone is root', { image: image({ user: ':5' }) }, { user: '0' }],
    ['runAsUser', { container: { runAsUser: 2345 } }, { user: '2345' }],
    ['runAsUser of the pod', { pod: { runAsUser: 1001 } }, { user: '1001' }],
    ['the container wins', { container: { runAsUser: 1002 }, pod: { runAsUser: 1001 } }, { user: '1002' }],
    ['0 is a value', { container: { runAsUser: 0 }, pod: { runAsUser: 1001 } }, { user: '0' }],
    [
      'pod and container merge field by field',
      { container: { runAsUser: 1002 }, pod: { runAsUser: 1001, runAsGroup: 2001 } },
      { user: '1002:2001' },
    ],
    [
      'runAsGroup alone keeps the image user',
      { container: { runAsGroup: 55 }, image: image({ user: '1234' }) },
      { user: '1234:55' },
    ],
    [
      'runAsGroup alone of a root image',
      { container: { runAsGroup: 55 } },
      { user: '0:55', groupAdd: ['10'] },
    ],
    [
      'with a group of its own, memberships are added by us',
      { container: { runAsUser: 1000, runAsGroup: 3 } },
      { user: '1000:3', groupAdd: ['10', '44'] },
    ],
    [
      'memberships of a user named by the image',
      { container: { runAsGroup: 3 }, image: image({ user: 'app', passwd, group }) },
      { user: 'app:3', groupAdd: ['10', '44'] },
    ],
    [
      'Strict takes only the primary group',
      { pod: { runAsUser: 1000, supplementalGroupsPolicy: 'Strict' } },
      { user: '1000:2000' },
    ],
    [
      'Strict, a user the image does not know',
      { pod: { runAsUser: 7, supplementalGroupsPolicy: 'Strict' } },
      { user: '7:0' },
    ],
    [
      'Strict with a group',
      {
        pod: { runAsUser: 1000, runAsGroup: 3, supplementalGroupsPolicy: 'Strict', supplementalGroups: [9] },
      },
      { user: '1000:3', groupAdd: ['9'] },
    ],
    [
      'fsGroup first, each once',
      { pod: { fsGroup: 30, supplementalGroups: [9, 30, 8] } },
      { groupAdd: ['30', '9', '8'] },
    ],
  ])('%s', (_name, given, expected) => {
    const { spec, found } = secure(given);
    expect({ user: spec.user, groupAdd: spec.groupAdd }).toEqual({
      user: undefined,
      groupAdd: undefined,
      ...expected,
    });
    expect(found).toEqual([]);
  });

  it('says what the image alone decides, when nobody looked at it', () => {
    const asked = secure({ container: { runAsGroup: 5 }, image: undefined, output: 'script' });
    expect(asked.spec.user).toBeUndefined();
    expect(asked.found).toEqual(['podman/image-user-unknown spec.containers[0].securityContext.runAsGroup']);
    const strict = secure({ pod: { runAsUser: 5, supplementalGroupsPolicy: 'Strict' }, image: undefined });
    expect(strict.spec.user).toBe('5');
    expect(strict.found).toEqual(['podman/image-user-unknown spec.securityContext.supplementalGroupsPolicy']);
  });

  it('keeps away from the volumes of a read-only container', () => {
    const { context } = resolving();
    const mounting: Container = {
      name: 'c',
      securityContext: { readOnlyRootFilesystem: true },
      volumeMounts: [
        { name: 'v', mountPath: '/tmp' },
        { name: 'w', mountPath: '/run/' },
        { name: 'x', mountPath: '/' },
      ],
    };
    const input = { container: mounting, pod: undefined, podAt: specAt, image: known };
    const model = resolveContainerSecurity(input, containerAt, context);
    expect(model.volumePaths).toEqual(['/tmp', '/run', '/']);
    expect(planContainerSecurity(model, planning()).spec.mounts).toEqual([
      { kind: 'tmpfs', target: '/var/tmp', readOnly: true },
    ]);
  });

  it('needs no image for a user and group that are both written', () => {
    const { spec, found } = secure({ container: { runAsUser: 5, runAsGroup: 6 }, image: undefined });
    expect(spec.user).toBe('5:6');
    expect(found).toEqual([]);
  });

  it('refuses ids that a rootless user does not have', () => {
    const rootless = { rootless: true, subordinateIds: 65_536 };
    expect(secure({ ...rootless, container: { runAsUser: 65_536 } }).found).toEqual([]);
    const high = secure({
      ...rootless,
      container: { runAsUser: 1_000_650_000 },
      pod: { runAsGroup: 65_537 },
    });
    expect(high.found).toEqual([
      'podman/id-unmapped spec.containers[0].securityContext.runAsUser',
      'podman/id-unmapped spec.securityContext.runAsGroup',
    ]);
    expect(secure({ container: { runAsUser: 1_000_650_000 } }).found).toEqual([]);
  });
});

describe('accounts of an image', () => {
  it('reads passwd and group as the runtimes do', () => {
    expect(primaryGroup('1000', known)).toBe(2000);
    expect(primaryGroup('app', known)).toBe(2000);
    expect(primaryGroup('4242', known)).toBe(0);
    expect(memberships('1000', known)).toEqual([10, 44]);
    expect(memberships('nobody', known)).toEqual([]);
    expect(memberships('1000', image())).toEqual([]);
  });

  test.each<[string, PodSpec, readonly string[]]>([
    ['nothing asked', { containers: [container(undefined)] }, []],
    ['a group of the pod', { containers: [container(undefined)], securityContext: { runAsGroup: 1 } }, ['c']],
    ['a group of a container', { containers: [container({ runAsGroup: 1 })] }, ['c']],
    [
      'Strict without a group',
      { containers: [container(undefined)], securityContext: { supplementalGroupsPolicy: 'Strict' } },
      ['c'],
    ],
    [
      'Strict with a group',
      { containers: [container({ runAsGroup: 1 })], securityContext: { supplementalGroupsPolicy: 'Strict' } },
      [],
    ],
    ['init containers too', { containers: [], initContainers: [container({ runAsGroup: 1 })] }, ['c']],
  ])('are needed for: %s', (_name, podSpec, names) => {
    expect([...needsImageAccounts(podSpec)]).toEqual(names);
  });
});

describe('runAsNonRoot', () => {
  // Cases of pkg/kubelet/kuberuntime/security_context_test.go, TestVerifyRunAsNonRoot.
  test.each<[string, Case, boolean]>([
    ['not asked', { container: { runAsUser: 0 } }, true],
    ['asked not to', { container: { runAsUser: 0, runAsNonRoot: false } }, true],
    ['runAsUser 1', { container: { runAsUser: 1, runAsNonRoot: true } }, true],
    ['runAsUser 0', { container: { runAsUser: 0, runAsNonRoot: true } }, false],
    ['image is root', { container: { runAsNonRoot: true }, image: image() }, false],
    ['image says 0', { container: { runAsNonRoot: true }, image: image({ user: '0:0' }) }, false],
    ['image is a number', { container: { runAsNonRoot: true }, image: image({ user: '123' }) }, true],
    ['image is a name', { container: { runAsNonRoot: true }, image: image({ user: 'test' }) }, false],
    ['of the pod', { pod: { runAsNonRoot: true, runAsUser: 0 } }, false],
    [
      'the container takes it back',
      { container: { runAsNonRoot: false }, pod: { runAsNonRoot: true } },
      true,
    ],
  ])('%s', (_name, given, fine) => {
    const { found } = secure(given);
    expect(found.map((finding) => finding.split(' ')[0])).toEqual(fine ? [] : ['podman/run-as-root']);
  });

  it('names the cause', () => {
    const { messages } = secure({ container: { runAsNonRoot: true }, image: image({ user: 'daemon' }) });
    expect(messages[0]).toMatch(/non-numeric user "daemon".*cannot verify/);
  });

  it('is left open when nobody looked at the image', () => {
    const { found } = secure({ container: { runAsNonRoot: true }, image: undefined });
    expect(found).toEqual(['podman/image-user-unknown spec.containers[0].securityContext.runAsNonRoot']);
  });
});

describe('capabilities', () => {
  const node = [...podmanDefaults, ...nodeExtras].sort();

  // Cases of containerd internal/cri/opts/spec_linux_test.go and container_create_linux_test.go, TestContainerCapabilities.
  test.each<[string, SecurityContext['capabilities'], { kind: string; names: readonly string[] }]>([
    ['none', undefined, { kind: 'only', names: node }],
    [
      'add and drop',
      { add: ['SYS_ADMIN'], drop: ['CHOWN'] },
      { kind: 'only', names: [...node.filter((name) => name !== 'CHOWN'), 'SYS_ADMIN'].sort() },
    ],
    ['add all but some', { add: ['ALL'], drop: ['CHOWN'] }, { kind: 'all-but', names: ['CHOWN'] }],
    ['drop all but some', { add: ['SYS_ADMIN'], drop: ['ALL'] }, { kind: 'only', names: ['SYS_ADMIN'] }],
    ['the prefix', { add: ['CAP_SYS_ADMIN'], drop: ['cap_all'] }, { kind: 'only', names: ['SYS_ADMIN'] }],
    ['small letters', { add: ['net_admin'], drop: ['all'] }, { kind: 'only', names: ['NET_ADMIN'] }],
    [
      'a drop wins over an add',
      { add: ['SYS_ADMIN'], drop: ['ALL', 'SYS_ADMIN'] },
      { kind: 'only', names: [] },
    ],
    ['both ALL', { add: ['ALL'], drop: ['ALL'] }, { kind: 'only', names: [] }],
  ])('%s', (_name, capabilities, set) => {
    expect(resolveCapabilities(capabilities).set).toEqual(set);
  });

  test.each<
    [string, SecurityContext['capabilities'], boolean, { add: readonly string[]; drop: readonly string[] }]
  >([
    ["a node's defaults", undefined, false, { add: nodeExtras, drop: [] }],
    ['nothing for who is not root', undefined, true, { add: [], drop: [] }],
    [
      'a drop is said even where Podman may not have it',
      { drop: ['NET_RAW'] },
      true,
      { add: [], drop: ['NET_RAW'] },
    ],
    ['one drop', { drop: ['CHOWN'] }, false, { add: nodeExtras, drop: ['CHOWN'] }],
    ['all dropped', { drop: ['ALL'] }, true, { add: [], drop: ['ALL'] }],
    [
      'one kept as root',
      { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
      false,
      { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
    ],
    [
      'one kept without making it ambient',
      { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
      true,
      { add: [], drop: [...podmanDefaults, ...nodeExtras].filter((name) => name !== 'NET_BIND_SERVICE') },
    ],
    ['one that Podman lacks', { add: ['SYS_TIME'] }, true, { add: ['SYS_TIME'], drop: [] }],
    ['all', { add: ['ALL'], drop: ['SYS_ADMIN'] }, false, { add: ['ALL'], drop: ['SYS_ADMIN'] }],
  ])('flags: %s', (_name, capabilities, nonRoot, flags) => {
    expect(capabilityFlags(resolveCapabilities(capabilities), nonRoot)).toEqual(flags);
  });

  it('are not touched on privileged containers', () => {
    const { spec } = secure({ container: { privileged: true, capabilities: { drop: ['ALL'] } } });
    expect(spec).toEqual({ privileged: true });
  });

  it('warns where Podman gives more than a node', () => {
    const { found } = secure({ container: { runAsUser: 5, capabilities: { add: ['NET_ADMIN'] } } });
    expect(found).toEqual(['podman/ambient-capability spec.containers[0].securityContext.capabilities.add']);
    expect(secure({ container: { runAsUser: 0, capabilities: { add: ['NET_ADMIN'] } } }).found).toEqual([]);
    expect(
      secure({ container: { runAsUser: 5, capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] } } })
        .found,
    ).toEqual([]);
  });
});

describe('confinement', () => {
  const base = { capAdd: nodeExtras };

  test.each<[string, Case, object]>([
    [
      'allowPrivilegeEscalation false',
      { container: { allowPrivilegeEscalation: false } },
      { noNewPrivileges: true },
    ],
    ['allowPrivilegeEscalation true', { container: { allowPrivilegeEscalation: true } }, {}],
    [
      'a root file system that is read only',
      { container: { readOnlyRootFilesystem: true }, version: '4.3.1' },
      { readOnly: true, readOnlyTmpfs: false },
    ],
    [
      'the same where that would close /dev/shm too, beside the volumes of the image',
      { container: { readOnlyRootFilesystem: true }, image: image({ volumes: ['/tmp/'] }) },
      {
        readOnly: true,
        readOnlyTmpfs: true,
        mounts: [
          { kind: 'tmpfs', target: '/run', readOnly: true },
          { kind: 'tmpfs', target: '/var/tmp', readOnly: true },
        ],
      },
    ],
    ['seccomp by the runtime', { container: { seccompProfile: { type: 'RuntimeDefault' } } }, {}],
    ['no seccomp', { container: { seccompProfile: { type: 'Unconfined' } } }, { seccomp: 'unconfined' }],
    [
      "the profile replaces the pod's",
      {
        container: { seccompProfile: { type: 'RuntimeDefault' } },
        pod: { seccompProfile: { type: 'Unconfined' } },
      },
      {},
    ],
    [
      'a profile of the machine',
      { pod: { seccompProfile: { type: 'Localhost', localhostProfile: 'p/audit.json' } } },
      { seccomp: '/var/lib/kubelet/seccomp/p/audit.json' },
    ],
    ['AppArmor off', { container: { appArmorProfile: { type: 'Unconfined' } } }, { apparmor: 'unconfined' }],
    [
      'AppArmor by name',
      { container: { appArmorProfile: { type: 'Localhost', localhostProfile: 'k8s-x' } } },
      { apparmor: 'k8s-x' },
    ],
    [
      "SELinux: the container's label as a whole",
      { container: { seLinuxOptions: { level: 's0:c1,c2' } }, pod: { seLinuxOptions: { type: 'spc_t' } } },
      { selinux: ['level:s0:c1,c2'] },
    ],
    [
      'SELinux: all parts',
      { pod: { seLinuxOptions: { user: 'u', role: 'r', type: 't', level: 's0' } } },
      { selinux: ['user:u', 'role:r', 'type:t', 'level:s0'] },
    ],
    ['procMount', { container: { procMount: 'Unmasked' } }, { unmask: ['ALL'] }],
  ])('%s', (_name, given, expected) => {
    expect(secure(given).spec).toEqual({ ...base, ...expected });
  });
});

describe('the pod', () => {
  function pod(podSpec: Partial<PodSpec>, machine: Machine = {}) {
    const { context, found } = resolving(machine);
    const model = resolvePodSecurity({ containers: [], ...podSpec }, specAt, context);
    return { model, spec: planPodSecurity(model, planning(machine)).spec, found: found() };
  }
  const asked = (...names: string[]) => ({
    securityContext: { sysctls: names.map((name) => ({ name, value: '1' })) },
  });

  it('lets everyone bind low ports and ping, as containerd does', () => {
    expect(pod({}).spec).toEqual({
      sysctls: { 'net.ipv4.ip_unprivileged_port_start': '0', 'net.ipv4.ping_group_range': '0 2147483647' },
    });
    expect(pod({}, { rootless: true, subordinateIds: 65_536 }).spec.sysctls).toEqual({
      'net.ipv4.ip_unprivileged_port_start': '0',
      'net.ipv4.ping_group_range': '0 65536',
    });
    expect(pod({ hostNetwork: true }).spec).toEqual({});
  });

  it('keeps what is asked for, with dots', () => {
    expect(pod(asked('net/ipv4/ip_unprivileged_port_start', 'kernel.shm_rmid_forced')).spec.sysctls).toEqual({
      'net.ipv4.ip_unprivileged_port_start': '1',
      'net.ipv4.ping_group_range': '0 2147483647',
      'kernel.shm_rmid_forced': '1',
    });
  });

  it("refuses to set the machine's own", () => {
    expect(
      pod({ ...asked('kernel.sem', 'net.core.somaxconn'), hostNetwork: true, hostIPC: true }).found,
    ).toEqual([
      'podman/sysctl-host spec.securityContext.sysctls[0].name',
      'podman/sysctl-host spec.securityContext.sysctls[1].name',
    ]);
  });

  // Cases of pkg/kubelet/sysctl/allowlist_test.go, TestAllowlist.
  test.each<[string, readonly string[], boolean]>([
    ['kernel.shm_rmid_forced', [], false],
    ['kernel/shm_rmid_forced', [], false],
    ['kernel.msgmax', [], true],
    ['kernel.msgmax', ['kernel.msgmax'], false],
    ['kernel.msgmax', ['kernel.msg*'], false],
    ['kernel/msgmax', ['kernel/msg*'], false],
    ['kernel.msgmax', ['kernel.sem', 'net.*'], true],
    ['net.core.somaxconn', ['net.core.som'], true],
  ])('%s with %j allowed is forbidden: %s', (name, allowed, forbidden) => {
    expect(isForbiddenSysctl(name, allowed)).toBe(forbidden);
  });

  it('is refused for an unsafe sysctl where somebody judges', () => {
    const given = asked('net.core.somaxconn', 'net.ipv4.tcp_syncookies');
    expect(pod(given).found).toEqual([]);
    const found = 'podman/sysctl-forbidden spec.securityContext.sysctls[0].name';
    expect(pod(given, { allowedSysctls: [] }).found).toEqual([found]);
    expect(pod(given, { allowedSysctls: ['net.core.*'] }).found).toEqual([]);
  });

  it('has a user namespace of its own when root runs it', () => {
    expect(pod({ hostUsers: false }).spec).toEqual({
      idMap: { first: expect.any(Number), size: 65_536 },
      sysctls: { 'net.ipv4.ip_unprivileged_port_start': '0' },
    });
    expect(pod({ hostUsers: false }, { rootless: true }).spec.idMap).toBeUndefined();
  });

  it('takes a range of its own by its name, on a whole number of ranges', () => {
    const one = pod({ hostUsers: false }).spec.idMap;
    expect(pod({ hostUsers: false }).spec.idMap).toEqual(one);
    const other = pod({ hostUsers: false }, { name: 'other' }).spec.idMap;
    expect(other).not.toEqual(one);
    for (const map of [one, other]) {
      expect((map?.first ?? 1) % 65_536).toBe(0);
      expect(map?.first).toBeGreaterThanOrEqual(2 ** 30);
      expect((map?.first ?? 0) + 65_536).toBeLessThanOrEqual(2 ** 31);
    }
  });

  it('refuses groups that a rootless user does not have', () => {
    const { found } = pod(
      { securityContext: { fsGroup: 70_000, supplementalGroups: [5, 80_000] } },
      { rootless: true, subordinateIds: 65_536 },
    );
    expect(found).toEqual([
      'podman/id-unmapped spec.securityContext.fsGroup',
      'podman/id-unmapped spec.securityContext.supplementalGroups[1]',
    ]);
  });

  // Cases of k8s.io/component-helpers/node/util/sysctl, TestConvertSysctlVariableToDotsSeparator.
  test.each([
    ['kernel.shm_rmid_forced', 'kernel.shm_rmid_forced'],
    ['kernel/shm_rmid_forced', 'kernel.shm_rmid_forced'],
    ['net.ipv4.conf.eno2/100.rp_filter', 'net.ipv4.conf.eno2/100.rp_filter'],
    ['net/ipv4/conf/eno2.100/rp_filter', 'net.ipv4.conf.eno2/100.rp_filter'],
    ['net/ipv4/ip_local_port_range', 'net.ipv4.ip_local_port_range'],
  ])('sysctl %s is %s', (name, dotted) => {
    expect(dottedName(name)).toBe(dotted);
  });

  it('knows which sysctls a pod can have', () => {
    expect(
      ['net.core.somaxconn', 'fs.mqueue.msg_max', 'kernel.msgmax', 'vm.swappiness'].map(sysctlNamespace),
    ).toEqual(['net', 'ipc', 'ipc', undefined]);
  });
});

describe('rows', () => {
  const situation = (machine: Machine) => planning(machine).situation;
  const levelOf = (row: { verdict: unknown }, value: unknown, machine: Machine = {}): unknown => {
    const { verdict } = row;
    return typeof verdict === 'function' ? verdict(value, situation(machine)) : verdict;
  };

  it('tell what rootless Podman cannot', () => {
    const { privileged } = containerRows.securityContext.fields ?? {};
    if (privileged === undefined) throw new Error('no row for privileged');
    expect(levelOf(privileged, true)).toMatchObject({ level: 'exact' });
    expect(levelOf(privileged, true, { rootless: true })).toMatchObject({ level: 'approximate' });
    expect(levelOf(privileged, false, { rootless: true })).toMatchObject({ level: 'exact' });
    expect(levelOf(podSpecRows.hostUsers, true)).toMatchObject({ level: 'exact' });
    expect(levelOf(podSpecRows.hostUsers, false)).toMatchObject({ level: 'approximate' });
  });

  it('tell unsafe sysctls from impossible ones', () => {
    const row = podSpecRows.securityContext.fields?.sysctls?.fields?.name;
    if (row === undefined) throw new Error('no row for sysctls');
    expect(levelOf(row, 'net.ipv4.tcp_syncookies')).toMatchObject({ level: 'exact' });
    expect(levelOf(row, 'net.core.somaxconn')).toMatchObject({ level: 'approximate' });
    expect(levelOf(row, 'vm.swappiness')).toMatchObject({ level: 'refused' });
  });
});
