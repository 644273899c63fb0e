/** Messages of the area `advice`. */
export const advice = {} as const;
