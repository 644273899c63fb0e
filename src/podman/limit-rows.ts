import { type BodyPart, flag, type SpecRow } from './spec-row.js';

/** Limits that containers and pods have alike: their places in a body. */
export const cpu = (part: BodyPart): BodyPart => ({ resource_limits: { cpu: part } });
export const memory = (part: BodyPart): BodyPart => ({ resource_limits: { memory: part } });

type Quota = { readonly period: number; readonly quota: number };
export const quotaBody = ({ period, quota }: Quota): BodyPart => cpu({ period, quota });

export const cpuShares: SpecRow<number> = {
  argv: (value) => flag('--cpu-shares', String(value)),
  body: (value) => cpu({ shares: value }),
};
