/** Messages of the area `schema`. */
export const schema = {} as const;
