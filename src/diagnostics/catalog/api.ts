/** Messages of the area `api`. */
export const api = {} as const;
