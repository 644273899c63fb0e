import { type Case, describeVerdicts, withSpec } from './judge.js';

const job = 'template: {spec: {restartPolicy: Never, containers: [{name: a, image: i}]}}';
const at = (schedule: string): string => `schedule: "${schedule}", jobTemplate: {spec: {${job}}}`;

// Source: github.com/robfig/cron/v3 parser.go, getField, getRange, mustParseInt, parseDescriptor.
describeVerdicts(
  'schedules',
  withSpec('batch/v1', 'CronJob'),
  [
    ...[
      ...['0 0 31 2 *', '  0   0 * * *  ', '1,,2 * * * *', '1, * * * *', ', * * * *', '+5 * * * *'],
      ...['*-5 * * * *', '?-1-2 * * * *', '5/15 * * * *', '0-30/10 * * * *', '0 0 * JAN Mon-FRI'],
      ...['@every 1h30m', '@every 1.5h', '@every .5h', '@every -5m', '@every 0', '@midnight', '@annually'],
    ].map((schedule): Case => [at(schedule)]),
    ...[
      ...['* * * *', '* * * * * *', '60 * * * *', '* * * * 7', '5-1 * * * *', '1-2-3 * * * *', '1- * * * *'],
      ...['*/0 * * * *', '*/x * * * *', '1/2/3 * * * *', '-1 * * * *', 'mon * * * *', '0 0 L * *'],
      ...['@reboot', '@Daily', ' @daily', '@daily ', '@every', '@every 5', '@every  5m', '@every 1d'],
    ].map((schedule): Case => [at(schedule), 'schedule']),
  ],
  'spec.',
);

const indexed = (more: string): string => `completionMode: Indexed, ${more}, ${job}`;
const ofIndexes = (indexes: string): string =>
  indexed(`completions: 5, successPolicy: {rules: [{succeededIndexes: "${indexes}"}]}`);

// Source: pkg/apis/batch/validation/validation.go, validateSuccessPolicyRule, validateIndexesFormat.
describeVerdicts(
  'when an indexed job has succeeded',
  withSpec('batch/v1', 'Job'),
  [
    [indexed('successPolicy: {rules: [{succeededIndexes: "0"}]}')],
    [indexed('successPolicy: {rules: [{succeededCount: 1}]}')],
    [indexed('successPolicy: {rules: [{succeededIndexes: "1"}]}'), 'successPolicy.rules[0].succeededIndexes'],
    [indexed('successPolicy: {rules: [{succeededCount: 2}]}'), 'successPolicy.rules[0].succeededCount'],
    ...['', '0', '0,2-4', '+1'].map((indexes): Case => [ofIndexes(indexes)]),
    ...['1,1', '2,1', '3-2', '0-5', '5', 'a', '1-', '0,,1'].map(
      (indexes): Case => [ofIndexes(indexes), 'successPolicy.rules[0].succeededIndexes'],
    ),
    [`successPolicy: {rules: [{succeededCount: 1}]}, ${job}`, 'successPolicy'],
    [indexed('successPolicy: {}'), 'successPolicy.rules'],
    [indexed('successPolicy: {rules: [{}]}'), 'successPolicy.rules[0]'],
  ],
  'spec.',
);

const inZone = (zone: string): string => `timeZone: "${zone}", ${at('* * * * *')}`;
// Source: Go's time.LoadLocation, whose names are those of the tz database's files.
describeVerdicts(
  'time zones',
  withSpec('batch/v1', 'CronJob'),
  [
    ...[
      ...[
        'UTC',
        'Etc/UTC',
        'Zulu',
        'GMT0',
        'GMT+0',
        'Etc/GMT-14',
        'EST',
        'PST8PDT',
        'W-SU',
        'GB-Eire',
        'PRC',
      ],
      ...[
        'Europe/Kiev',
        'Europe/Kyiv',
        'Asia/Calcutta',
        'Asia/Kolkata',
        'US/Eastern',
        'America/Indiana/Knox',
      ],
    ].map((zone): Case => [inZone(zone)]),
    ...[
      ...[
        'utc',
        'Local',
        'local',
        'PST',
        'CST',
        'EDT',
        'BST',
        'IST',
        'JST',
        'Prc',
        'GMT+1',
        'UTC+1',
        '+01:00',
      ],
      ...['europe/berlin', 'Europe/berlin', 'US/eastern', 'America/New York', 'Europe', 'Berlin', 'Europe/'],
      ...['Europe/Berlin ', '/Europe/Berlin', 'Europe/../UTC', '../UTC', 'Etc/GMT-15', 'zone.tab', ''],
    ].map((zone): Case => [inZone(zone), 'timeZone']),
  ],
  'spec.',
);
