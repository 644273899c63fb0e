import { type Case, describeVerdicts, withSpec } from './judge.js';

const template = 'template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: i}]}}';
const selector = 'selector: {matchLabels: {a: b}}';
const whole = `${selector}, ${template}`;

const selecting: readonly Case[] = [
  [whole],
  [template, 'selector'],
  [selector, 'template.metadata.labels', 'template.spec.containers'],
  [`selector: {}, ${template}`, 'selector'],
  [`selector: {matchLabels: {a: c}}, ${template}`, 'template.metadata.labels'],
  [`selector: {matchLabels: {a: b, c: d}}, ${template}`, 'template.metadata.labels'],
  [`selector: {matchExpressions: [{key: a, operator: In, values: [b]}]}, ${template}`],
  [`selector: {matchExpressions: [{key: a, operator: Exists}]}, ${template}`],
  [
    `selector: {matchExpressions: [{key: a, operator: DoesNotExist}]}, ${template}`,
    'template.metadata.labels',
  ],
  [
    `selector: {matchExpressions: [{key: a, operator: In}]}, ${template}`,
    'selector.matchExpressions[0].values',
  ],
  [
    `selector: {matchExpressions: [{key: a, operator: Is}]}, ${template}`,
    'selector.matchExpressions[0].operator',
  ],
  [`selector: {matchLabels: {a: b c}}, ${template}`, 'selector.matchLabels'],
  [`selector: {a: b}, ${template}`, 'selector.a'],
  [`${selector}, template: {metadata: {labels: {a: b}}, spec: {containers: []}}`, 'template.spec.containers'],
  [
    `${selector}, template: {metadata: {labels: {a: b, c: d e}}, spec: {containers: [{name: a, image: i}]}}`,
    'template.labels',
  ],
  [
    `${selector}, template: {metadata: {labels: {a: b}}, spec: {restartPolicy: Never, containers: [{name: a, image: i}]}}`,
    'template.spec.restartPolicy',
  ],
  [
    `${selector}, template: {metadata: {labels: {a: b}}, spec: {restartPolicy: Always, containers: [{name: a, image: i}]}}`,
  ],
  [
    `${selector}, template: {metadata: {labels: {a: b}}, spec: {activeDeadlineSeconds: 5, containers: [{name: a, image: i}]}}`,
    'template.spec.activeDeadlineSeconds',
  ],
  [
    `${selector}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: i, env: [{name: "="}]}]}}`,
    'template.spec.containers[0].env[0].name',
  ],
];

for (const kind of ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'])
  describeVerdicts(`what a ${kind} selects`, withSpec('apps/v1', kind), selecting, 'spec.');

const counts = (field: string): readonly Case[] => [
  [`${field}: 0, ${whole}`],
  [`${field}: 5, ${whole}`],
  [`${field}: -1, ${whole}`, field],
  [`${field}: "1", ${whole}`, field],
  [`${field}: 2147483648, ${whole}`, field],
];

const rolling = (text: string): string => `strategy: {rollingUpdate: {${text}}}, ${whole}`;
const surge = 'strategy.rollingUpdate.maxSurge';
const unavailable = 'strategy.rollingUpdate.maxUnavailable';

describeVerdicts(
  'Deployment',
  withSpec('apps/v1', 'Deployment'),
  [
    ...['replicas', 'minReadySeconds', 'revisionHistoryLimit'].flatMap(counts),
    [`progressDeadlineSeconds: 0, ${whole}`, 'progressDeadlineSeconds'],
    [`progressDeadlineSeconds: 5, minReadySeconds: 5, ${whole}`, 'progressDeadlineSeconds'],
    [`progressDeadlineSeconds: 6, minReadySeconds: 5, ${whole}`],
    [`minReadySeconds: 600, ${whole}`, 'progressDeadlineSeconds'],
    [`paused: true, ${whole}`],
    [`strategy: {type: Recreate}, ${whole}`],
    [`strategy: {type: RollingUpdate}, ${whole}`],
    [`strategy: {type: ""}, ${whole}`],
    [`strategy: {type: Rolling}, ${whole}`, 'strategy'],
    [`strategy: {type: Recreate, rollingUpdate: {}}, ${whole}`, 'strategy.rollingUpdate'],
    [rolling('maxSurge: 1')],
    [rolling('maxSurge: 200%')],
    [rolling('maxSurge: 25%, maxUnavailable: 25%')],
    [rolling('maxUnavailable: 100%')],
    [rolling('maxUnavailable: 101%'), unavailable],
    [rolling('maxUnavailable: -1'), unavailable],
    [rolling('maxUnavailable: "1"'), unavailable],
    [rolling('maxUnavailable: half'), unavailable],
    [rolling('maxSurge: -1'), surge],
    [rolling('maxSurge: 1.5%'), surge],
    [rolling('maxSurge: 0, maxUnavailable: 0'), unavailable],
    [rolling('maxSurge: 0%, maxUnavailable: 0%'), unavailable],
    [rolling('maxSurge: 0')],
    [rolling('maxUnavailable: 0')],
    [rolling('maxSurge: 1.5'), surge],
  ],
  'spec.',
);

describeVerdicts(
  'ReplicaSet',
  withSpec('apps/v1', 'ReplicaSet'),
  ['replicas', 'minReadySeconds'].flatMap(counts),
  'spec.',
);

const ds = (text: string): string => `updateStrategy: {rollingUpdate: {${text}}}, ${whole}`;
describeVerdicts(
  'DaemonSet',
  withSpec('apps/v1', 'DaemonSet'),
  [
    ...['minReadySeconds', 'revisionHistoryLimit'].flatMap(counts),
    [`replicas: 1, ${whole}`, 'replicas'],
    [`updateStrategy: {type: OnDelete}, ${whole}`],
    [`updateStrategy: {type: Recreate}, ${whole}`, 'updateStrategy'],
    [ds('maxUnavailable: 1')],
    [ds('maxUnavailable: 0'), 'updateStrategy.rollingUpdate.maxUnavailable'],
    [ds('maxUnavailable: 101%'), 'updateStrategy.rollingUpdate.maxUnavailable'],
    [ds('maxSurge: 1, maxUnavailable: 0')],
    [ds('maxSurge: 1'), 'updateStrategy.rollingUpdate.maxSurge'],
    [ds('maxSurge: 101%, maxUnavailable: 0'), 'updateStrategy.rollingUpdate.maxSurge'],
  ],
  'spec.',
);

const claim = (text: string): string =>
  `volumeClaimTemplates: [{metadata: {name: c}, spec: {${text}}}], ${whole}`;
const mounting =
  'template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: i, volumeMounts: [{name: c, mountPath: /a}]}]}}';
describeVerdicts(
  'StatefulSet',
  withSpec('apps/v1', 'StatefulSet'),
  [
    ...['replicas', 'minReadySeconds'].flatMap(counts),
    [`revisionHistoryLimit: 0, ${whole}`],
    [`revisionHistoryLimit: -1, ${whole}`],
    [`revisionHistoryLimit: 1.5, ${whole}`, 'revisionHistoryLimit'],
    [`serviceName: a, ${whole}`],
    [`serviceName: A, ${whole}`, 'serviceName'],
    [`serviceName: a.b, ${whole}`, 'serviceName'],
    [`podManagementPolicy: Parallel, ${whole}`],
    [`podManagementPolicy: parallel, ${whole}`, 'podManagementPolicy'],
    [`updateStrategy: {type: OnDelete}, ${whole}`],
    [`updateStrategy: {type: Recreate}, ${whole}`, 'updateStrategy'],
    [`updateStrategy: {type: OnDelete, rollingUpdate: {}}, ${whole}`, 'updateStrategy.rollingUpdate'],
    [`updateStrategy: {rollingUpdate: {partition: 1}}, ${whole}`],
    [`updateStrategy: {rollingUpdate: {partition: -1}}, ${whole}`, 'updateStrategy.rollingUpdate.partition'],
    [
      `${selector}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: i}], volumes: [{name: v, image: {}}]}}`,
    ],
    [`ordinals: {start: 1}, ${whole}`],
    [`ordinals: {start: -1}, ${whole}`, 'ordinals.start'],
    [`persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete, whenScaled: Retain}, ${whole}`],
    [
      `persistentVolumeClaimRetentionPolicy: {whenDeleted: Keep}, ${whole}`,
      'persistentVolumeClaimRetentionPolicy.whenDeleted',
    ],
    [`strategy: {}, ${whole}`, 'strategy'],
    [claim('accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}')],
    [claim('resources: {requests: {storage: 1Gi}}'), 'volumeClaimTemplates[0].spec.accessModes'],
    [claim('accessModes: [ReadWriteOnce]'), 'volumeClaimTemplates[0].spec.resources[storage]'],
    [`${selector}, ${mounting}`, 'template.spec.containers[0].volumeMounts[0].name'],
    [
      `volumeClaimTemplates: [{metadata: {name: c}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1}}}}], ${selector}, ${mounting}`,
    ],
  ],
  'spec.',
);

describeVerdicts(
  'ReplicationController',
  withSpec('v1', 'ReplicationController'),
  [
    [template],
    [`selector: {a: b}, ${template}`],
    [`selector: {}, ${template}`],
    [`selector: {a: c}, ${template}`, 'template.metadata.labels'],
    ['selector: {a: b}', 'template'],
    [`replicas: -1, ${template}`, 'replicas'],
    ['template: {spec: {containers: [{name: a, image: i}]}}', 'selector'],
  ],
  'spec.',
);

const job = 'template: {spec: {restartPolicy: Never, containers: [{name: a, image: i}]}}';
const labelled = (labels: string): string =>
  `template: {metadata: {labels: {${labels}}}, spec: {restartPolicy: Never, containers: [{name: a, image: i}]}}`;
const indexed = `completionMode: Indexed, completions: 5, ${job}`;
const failure = (rule: string): string => `podFailurePolicy: {rules: [{${rule}}]}, ${job}`;
const success = (rule: string): string => `successPolicy: {rules: [{${rule}}]}, ${indexed}`;
const rule = 'podFailurePolicy.rules[0]';

const jobs: readonly Case[] = [
  [job],
  ['', 'template.spec.containers', 'template.spec.restartPolicy'],
  ['template: {spec: {containers: [{name: a, image: i}]}}', 'template.spec.restartPolicy'],
  [
    'template: {spec: {restartPolicy: Always, containers: [{name: a, image: i}]}}',
    'template.spec.restartPolicy',
  ],
  ['template: {spec: {restartPolicy: OnFailure, containers: [{name: a, image: i}]}}'],
  ...[
    'parallelism',
    'completions',
    'activeDeadlineSeconds',
    'backoffLimit',
    'ttlSecondsAfterFinished',
  ].flatMap((field): Case[] => [
    [`${field}: 0, ${job}`],
    [`${field}: 1, ${job}`],
    [`${field}: -1, ${job}`, field],
    [`${field}: "1", ${job}`, field],
  ]),
  [indexed],
  [`completionMode: Indexed, parallelism: 1, ${job}`, 'completions'],
  [`completionMode: indexed, ${job}`, 'completionMode'],
  [`completionMode: "", ${job}`, 'completionMode'],
  [`completionMode: Indexed, completions: 5, parallelism: 100001, ${job}`, 'parallelism'],
  [`backoffLimitPerIndex: 1, ${indexed}`],
  [`backoffLimitPerIndex: 1, ${job}`, 'backoffLimitPerIndex'],
  [`backoffLimitPerIndex: -1, ${indexed}`, 'backoffLimitPerIndex'],
  [`backoffLimitPerIndex: 1, maxFailedIndexes: 5, ${indexed}`],
  [`backoffLimitPerIndex: 1, maxFailedIndexes: 6, ${indexed}`, 'maxFailedIndexes'],
  [`maxFailedIndexes: 1, ${indexed}`, 'backoffLimitPerIndex'],
  [`maxFailedIndexes: 1, ${job}`, 'maxFailedIndexes'],
  [`completionMode: Indexed, completions: 100001, backoffLimitPerIndex: 1, ${job}`, 'maxFailedIndexes'],
  [`completionMode: Indexed, completions: 100001, backoffLimitPerIndex: 1, maxFailedIndexes: 10, ${job}`],
  [
    `completionMode: Indexed, completions: 100001, parallelism: 10001, backoffLimitPerIndex: 1, maxFailedIndexes: 10, ${job}`,
    'parallelism',
  ],
  [`podReplacementPolicy: Failed, ${job}`],
  [`podReplacementPolicy: TerminatingOrFailed, ${job}`],
  [`podReplacementPolicy: Never, ${job}`, 'podReplacementPolicy'],
  [`managedBy: a.com/b, ${job}`],
  [`managedBy: a, ${job}`, 'managedBy'],
  [`managedBy: a.com/${'b'.repeat(60)}, ${job}`, 'managedBy'],
  [failure('action: FailJob, onExitCodes: {operator: In, values: [1, 2]}')],
  [failure('action: Ignore, onPodConditions: [{type: DisruptionTarget}]')],
  [
    failure('action: Ignore, onPodConditions: [{type: DisruptionTarget, status: Maybe}]'),
    `${rule}.onPodConditions[0].status`,
  ],
  [failure('action: Ignore, onPodConditions: [{type: a b}]'), `${rule}.onPodConditions[0].type`],
  [failure('onExitCodes: {operator: In, values: [1]}'), `${rule}.action`],
  [failure('action: Stop, onExitCodes: {operator: In, values: [1]}'), `${rule}.action`],
  [failure('action: FailIndex, onExitCodes: {operator: In, values: [1]}'), `${rule}.action`],
  [failure('action: Count'), rule],
  [failure('action: Count, onExitCodes: {operator: In, values: [1]}, onPodConditions: [{type: A}]'), rule],
  [failure('action: Count, onExitCodes: {operator: Is, values: [1]}'), `${rule}.onExitCodes.operator`],
  [failure('action: Count, onExitCodes: {values: [1]}'), `${rule}.onExitCodes.operator`],
  [failure('action: Count, onExitCodes: {operator: In, values: []}'), `${rule}.onExitCodes.values`],
  [failure('action: Count, onExitCodes: {operator: In, values: [0]}'), `${rule}.onExitCodes.values[0]`],
  [failure('action: Count, onExitCodes: {operator: NotIn, values: [0]}')],
  [failure('action: Count, onExitCodes: {operator: In, values: [2, 1]}'), `${rule}.onExitCodes.values`],
  [failure('action: Count, onExitCodes: {operator: In, values: [1, 1]}'), `${rule}.onExitCodes.values[1]`],
  [failure('action: Count, onExitCodes: {operator: In, values: [1], containerName: a}')],
  [
    failure('action: Count, onExitCodes: {operator: In, values: [1], containerName: z}'),
    `${rule}.onExitCodes.containerName`,
  ],
  [
    'podFailurePolicy: {rules: []}, template: {spec: {restartPolicy: OnFailure, containers: [{name: a, image: i}]}}',
    'template.spec.restartPolicy',
  ],
  [
    `podReplacementPolicy: TerminatingOrFailed, podFailurePolicy: {rules: []}, ${job}`,
    'podReplacementPolicy',
  ],
  [success('succeededCount: 1')],
  [success('succeededCount: 6'), 'successPolicy.rules[0].succeededCount'],
  [success('succeededCount: -1'), 'successPolicy.rules[0].succeededCount'],
  [success('succeededIndexes: "0,2-4"')],
  [success('succeededIndexes: "0,2-4", succeededCount: 4')],
  [success('succeededIndexes: "0,2-4", succeededCount: 5'), 'successPolicy.rules[0].succeededCount'],
  [success('succeededIndexes: "5"'), 'successPolicy.rules[0].succeededIndexes'],
  [success('succeededIndexes: "2,1"'), 'successPolicy.rules[0].succeededIndexes'],
  [success('succeededIndexes: "1-1"'), 'successPolicy.rules[0].succeededIndexes'],
  [success('succeededIndexes: "a"'), 'successPolicy.rules[0].succeededIndexes'],
  [success(''), 'successPolicy.rules[0]'],
  [`successPolicy: {rules: []}, ${indexed}`, 'successPolicy.rules'],
  [`successPolicy: {rules: [{succeededCount: 1}]}, ${job}`, 'successPolicy'],
];

describeVerdicts('Job', withSpec('batch/v1', 'Job'), jobs, 'spec.');
describeVerdicts('defaults of a Job', withSpec('batch/v1', 'Job'), [
  [`completionMode: Indexed, ${job}`],
  [`completionMode: Indexed, parallelism: 2, ${job}`, 'spec.completions'],
]);
describeVerdicts(
  'selectors of Jobs',
  withSpec('batch/v1', 'Job'),
  [
    [`selector: {}, ${job}`],
    [`selector: {matchLabels: {job-name: x}}, ${job}`],
    [`selector: {matchLabels: {a: b}}, ${job}`, 'selector'],
    [`selector: {matchLabels: {a: b}}, ${labelled('a: b')}`, 'selector'],
    [`manualSelector: true, selector: {matchLabels: {a: b}}, ${labelled('a: b')}`],
    [
      `manualSelector: true, selector: {matchLabels: {a: b}}, ${labelled('a: c')}`,
      'template.metadata.labels',
    ],
    [`manualSelector: true, ${job}`, 'selector'],
    [`manualSelector: false, ${job}`],
    [labelled('a: b')],
    [labelled('job-name: x')],
    [labelled('job-name: y'), 'template.metadata.labels[job-name]'],
    [labelled('batch.kubernetes.io/job-name: y'), 'template.metadata.labels[batch.kubernetes.io/job-name]'],
    [labelled('controller-uid: y'), 'template.metadata.labels[controller-uid]'],
  ],
  'spec.',
);

const longJob = (count: number, more = ''): string =>
  `{apiVersion: batch/v1, kind: Job, metadata: {name: ${'a'.repeat(count)}}, spec: {${more}${job}}}`;
describeVerdicts('names of Jobs', (text) => text, [
  [longJob(63)],
  [longJob(64), 'spec.template.labels'],
  [longJob(64, 'manualSelector: true, '), 'spec.selector'],
]);

const nested = jobs
  .filter(([snippet]) => !snippet.includes('manualSelector'))
  .map(
    ([snippet, ...paths]): Case => [
      `schedule: "* * * * *", jobTemplate: {spec: {${snippet}}}`,
      ...paths.map((path) => `jobTemplate.spec.${path}`),
    ],
  );
describeVerdicts('jobs of a CronJob', withSpec('batch/v1', 'CronJob'), nested, 'spec.');
const indexing: readonly Case[] = [
  ['completionMode: Indexed', 'completions'],
  ['completionMode: Indexed, completions: 1'],
];
describeVerdicts(
  'jobs of a CronJob have no defaults',
  (text) => withSpec('batch/v1', 'CronJob')(`schedule: "* * * * *", jobTemplate: {spec: {${job}, ${text}}}`),
  indexing,
  'spec.jobTemplate.spec.',
);

const cron = (text: string): string => `${text}, jobTemplate: {spec: {${job}}}`;
const scheduled = (text: string): string => cron(`schedule: "* * * * *", ${text}`);
describeVerdicts(
  'CronJob',
  withSpec('batch/v1', 'CronJob'),
  [
    [`jobTemplate: {spec: {${job}}}`, 'schedule'],
    ...[
      '"* * * * *"',
      '"*/5 0-6 1,15 * mon-fri"',
      '"@hourly"',
      '"@every 5m"',
      '"0 0 * jan sun"',
      '"0 0 ? * ?"',
    ].map((schedule): Case => [cron(`schedule: ${schedule}`)]),
    ...[
      '""',
      '"* * * *"',
      '"* * * * * *"',
      '"60 * * * *"',
      '"* 24 * * *"',
      '"* * 0 * *"',
      '"* * 32 * *"',
      '"* * * 13 *"',
      '"* * * * 7"',
      '"5-1 * * * *"',
      '"*/0 * * * *"',
      '"a * * * *"',
      '"@never"',
      '"TZ=UTC * * * * *"',
      '"CRON_TZ=UTC * * * * *"',
    ].map((schedule): Case => [cron(`schedule: ${schedule}`), 'schedule']),
    [scheduled('timeZone: Europe/Berlin')],
    [scheduled('timeZone: UTC')],
    [scheduled('timeZone: Etc/UTC')],
    [scheduled('timeZone: ""'), 'timeZone'],
    [scheduled('timeZone: Local'), 'timeZone'],
    [scheduled('timeZone: local'), 'timeZone'],
    [scheduled('timeZone: Europe/Atlantis'), 'timeZone'],
    [scheduled('timeZone: europe/berlin'), 'timeZone'],
    [scheduled('timeZone: " UTC"'), 'timeZone'],
    [scheduled('timeZone: ../UTC'), 'timeZone'],
    [scheduled('timeZone: "+01:00"'), 'timeZone'],
    ...['Allow', 'Forbid', 'Replace', '""'].map((word): Case => [scheduled(`concurrencyPolicy: ${word}`)]),
    [scheduled('concurrencyPolicy: allow'), 'concurrencyPolicy'],
    ...['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'].flatMap(
      (field): Case[] => [[scheduled(`${field}: 0`)], [scheduled(`${field}: -1`), field]],
    ),
    [scheduled('suspend: true')],
    [scheduled('suspend: "true"'), 'suspend'],
    [`schedule: "* * * * *", jobTemplate: {spec: {selector: {}, ${job}}}`, 'jobTemplate.spec.selector'],
    [
      `schedule: "* * * * *", jobTemplate: {spec: {manualSelector: true, ${job}}}`,
      'jobTemplate.spec.manualSelector',
    ],
    [`schedule: "* * * * *", jobTemplate: {spec: {manualSelector: false, ${job}}}`],
    ['schedule: "* * * * *"', 'jobTemplate.spec.template.spec.containers'],
  ],
  'spec.',
);
const named = (name: string): string =>
  `{apiVersion: batch/v1, kind: CronJob, metadata: {name: ${name}}, spec: {${cron('schedule: "* * * * *"')}}}`;
describeVerdicts(
  'generated names of CronJobs',
  (prefix) => named('""').replace('{name: ""}', `{generateName: ${prefix}}`),
  [[`${'a'.repeat(46)}-`], [`${'a'.repeat(47)}-`, 'metadata.name']],
);
describeVerdicts('names of CronJobs', named, [['a'.repeat(52)], ['a'.repeat(53), 'metadata.name']]);
