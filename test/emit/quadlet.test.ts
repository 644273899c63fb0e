import { describe, expect, it } from '@jest/globals';
import { compile } from '../../src/compile.js';
import { createCollector } from '../../src/diagnostics/collect.js';
import { emitQuadlet } from '../../src/phases/5-emit/quadlet.js';
import { assumedFor } from '../../src/phases/assumed.js';
import type { Situation } from '../../src/podman/target.js';

/** The units of a manifest for one release, and the codes of what was reported on the way. */
function units(text: string, minor = 8, rootless = false) {
  const [major, point] = minor < 0 ? [4, 9] : [5, minor];
  const situation: Situation = {
    output: 'quadlet',
    supervised: false,
    target: { version: { major, minor: point, patch: 0 }, rootless, remote: false, cgroups: 'v2' },
  };
  const collector = createCollector();
  const { planned, application } = compile(
    [{ name: 'a.yaml', text }],
    { situation, observed: assumedFor(situation.target), baseDirectory: '/' },
    collector,
  );
  const options = { situation, generator: 'a test', report: collector.report };
  const files = emitQuadlet(planned.plan, application, options);
  const linesOf = (name: string): readonly string[] => String(files.get(name)?.text).split('\n');
  return { files, linesOf, codes: collector.findings().map(({ code }) => code) };
}

const pod = (spec: string, more = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: ${spec}\n${more}`;

describe('order', () => {
  const { linesOf } = units(
    pod(
      '{initContainers: [{name: i, image: localhost/x}, {name: s, image: localhost/x, restartPolicy: Always}], containers: [{name: a, image: localhost/x}, {name: b, image: localhost/x}]}',
    ),
  );

  it('init containers are one-shot services that are tried again', () => {
    expect(linesOf('p-i.container')).toEqual(
      expect.arrayContaining([
        'Type=oneshot',
        'RemainAfterExit=yes',
        'Restart=on-failure',
        'RestartMode=direct',
      ]),
    );
  });

  it('each container waits for the one before, and needs the init containers', () => {
    expect(linesOf('p-s.container')).toEqual(
      expect.arrayContaining(['Requires=p-i.service', 'After=p-i.service', 'Restart=always']),
    );
    expect(linesOf('p-a.container')).toEqual(
      expect.arrayContaining(['Requires=p-i.service', 'After=p-i.service p-s.service']),
    );
    expect(linesOf('p-b.container')).toEqual(expect.arrayContaining(['After=p-i.service p-a.service']));
  });

  it('the pod outlives the end of its init containers', () => {
    expect(linesOf('p.pod')).toContain('ExitPolicy=continue');
  });
});

it.each([
  ['Always', ['Restart=always', 'RestartSec=10', 'RestartSteps=5', 'RestartMaxDelaySec=300']],
  ['OnFailure', ['Restart=on-failure', 'RestartMaxDelaySec=300']],
  ['Never', []],
])('restartPolicy %s', (policy, expected) => {
  const lines = units(pod(`{restartPolicy: ${policy}, containers: [{name: a, image: localhost/x}]}`)).linesOf(
    'p-a.container',
  );
  expect(lines.filter((line) => line.startsWith('Restart='))).toHaveLength(expected.length === 0 ? 0 : 1);
  expect(lines).toEqual(expect.arrayContaining(expected));
});

it.each([
  [3, 'PodmanArgs=--cgroups=no-conmon'],
  [4, 'CgroupsMode=no-conmon'],
])('on Podman 5.%i a container stays in the control group of its pod', (minor, line) => {
  const { linesOf } = units(pod('{containers: [{name: a, image: localhost/x}]}'), minor);
  expect(linesOf('p-a.container').filter((one) => /cgroups/i.test(one))).toEqual([line]);
});

describe('a Service', () => {
  const text = (more: string, port: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {app: db}}\nspec: {containers: [{name: a, image: localhost/x}]}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: sql}\nspec: {${more}, ports: [{${port}}]}\n`;

  it.each([
    ['with an address', 'selector: {app: db}', ['sql', 'sql.default', 'sql.default.svc']],
    ['without one', 'selector: {app: db}, clusterIP: None', ['sql', 'sql.default', 'sql.default.svc']],
    ['of other pods', 'selector: {app: web}', []],
    ['of something outside', 'type: ExternalName, externalName: db.example.com', []],
  ])('%s is a name of the pods that it selects', (_, spec, names) => {
    const aliases = units(text(spec, 'port: 5432'))
      .linesOf('p.pod')
      .filter((line) => line.startsWith('NetworkAlias='));
    expect(aliases.slice(0, 3)).toEqual(names.map((name) => `NetworkAlias=${name}`));
  });

  it('that would forward to another port is reported: clients need that one', () => {
    const ports = (port: string): readonly string[] =>
      units(text('selector: {app: db}', port)).codes.filter((code) => code.startsWith('field/'));
    expect(ports('port: 5432')).toEqual(['field/approximate']);
    expect(ports('port: 5432, targetPort: 5432')).toEqual(['field/approximate']);
    expect(ports('port: 80, targetPort: 8080')).toHaveLength(3);
  });
});

it('keeps secret values out of every file', () => {
  const { files, linesOf } = units(
    pod(
      '{containers: [{name: a, image: localhost/x, env: [{name: T, valueFrom: {secretKeyRef: {name: s, key: k}}}], volumeMounts: [{name: v, mountPath: /v}]}], volumes: [{name: v, secret: {secretName: s}}]}',
      '---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {k: hunter2}\n',
    ),
  );
  expect([...files.values()].map(({ text }) => String(text)).join()).not.toContain('hunter2');
  expect(linesOf('p-a.container')).toEqual(
    expect.arrayContaining([
      'Secret=p-a-env-T,type=env,target=T',
      expect.stringMatching(/^Secret=p-v-k,type=mount,target=\/v\/k,/),
    ]),
  );
});

it('keeps ConfigMap files as files, and writes those that need an owner by a script', () => {
  const map = '---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {run: "echo\\n"}\n';
  const spec = (more: string): string =>
    `{${more}containers: [{name: a, image: localhost/x, volumeMounts: [{name: v, mountPath: /v}, {name: v, mountPath: /r, subPath: run}]}], volumes: [{name: v, configMap: {name: c, defaultMode: 0755}}]}`;
  const plain = units(pod(spec(''), map));
  expect(plain.files.get('p-v/run')).toEqual({ text: expect.anything(), mode: 0o755 });
  expect(plain.linesOf('p-a.container')).toEqual(
    expect.arrayContaining(['Volume=./p-v:/v:ro', 'Volume=./p-v/run:/r:ro']),
  );
  const grouped = units(pod(spec('securityContext: {fsGroup: 7}, '), map));
  expect(grouped.linesOf('p-v.volume')).toContain('ExecStartPost=/bin/sh %E/containers/systemd/p-v.fill.sh');
  expect(grouped.files.get('p-v.fill.sh')?.text).toContain('unstage p-v 0 7');
});

it('finds what only the machine knows right before the start', () => {
  const { linesOf } = units(
    pod(
      '{containers: [{name: a, image: localhost/x, args: ["at $(IP)"], env: [{name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]}]}',
    ),
  );
  const lines = linesOf('p-a.container');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: systemd's own
  expect(lines).toEqual(expect.arrayContaining(['Environment="IP=${ip_of_p}"', 'Exec="at ${ip_of_p}"']));
  expect(lines).toContain('EnvironmentFile=-%t/p-a.late');
});

it('runs hooks, and a preStop only while the container runs', () => {
  const { linesOf } = units(
    pod(
      '{containers: [{name: a, image: localhost/x, lifecycle: {postStart: {exec: {command: [touch, "/a b"]}}, preStop: {sleep: {seconds: 3}}}}]}',
    ),
  );
  expect(linesOf('p-a.container')).toEqual(
    expect.arrayContaining([
      'ExecStartPost=/usr/bin/podman exec p-a touch "/a b"',
      expect.stringMatching(/^ExecStop=-\/bin\/sh -c .*MAINPID.* sh \/bin\/sleep 3$/),
    ]),
  );
});

it('says by a flag what an older Quadlet has no key for', () => {
  const manifest = pod('{containers: [{name: a, image: localhost/x}]}');
  expect(units(manifest).linesOf('p.pod')).toContain('HostName=p');
  expect(units(manifest, 4).linesOf('p.pod')).toContainEqual(
    expect.stringMatching(/^PodmanArgs=.*--hostname p /),
  );
});

it('refuses releases without .pod units', () => {
  const { files, codes } = units(pod('{containers: [{name: a, image: localhost/x}]}'), -1);
  expect(files.size).toBe(0);
  expect(codes).toContain('podman/no-quadlet');
});

it('reports a working directory that the image may lack', () => {
  expect(units(pod('{containers: [{name: a, image: localhost/x, workingDir: /w}]}')).codes).toContain(
    'podman/unit-working-directory',
  );
});

describe('a CronJob', () => {
  const cronJob = (schedule: string, more = '') =>
    `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: c}\nspec:\n  schedule: "${schedule}"\n${more}  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: "localhost/a:1"}]}}}}\n`;

  it('is a timer, and a service that starts, awaits and stops the pod', () => {
    const { linesOf } = units(cronJob('0 3 * * *'));
    expect(linesOf('systemd/c-cronjob.timer')).toEqual(
      expect.arrayContaining(['OnCalendar=*-*-* 03:00:00', 'Persistent=true', 'WantedBy=timers.target']),
    );
    const service = linesOf('systemd/c-cronjob.service');
    expect(service).toContain('ExecStart=systemctl start c-pod-pod.service c-pod-a.service');
    expect(service).toContain('ExecStopPost=systemctl stop c-pod-pod.service');
    expect(linesOf('c-pod.pod')).not.toContain('[Install]');
  });

  it('@every counts from the last start, which is reported', () => {
    const { linesOf, codes } = units(cronJob('@every 90s'));
    expect(linesOf('systemd/c-cronjob.timer')).toContain('OnUnitActiveSec=90s');
    expect(codes).toContain('field/approximate');
  });

  it('suspended: nothing', () => {
    expect([...units(cronJob('0 3 * * *', '  suspend: true\n')).files.keys()]).toEqual([]);
  });
});
