import { parseQuantity, scaleQuantity } from './quantity.js';

/** A quantity times 10 to the power of `digits`, rounded up; undefined when it is none, or negative. */
export function scaledQuantity(text: string, digits: number): bigint | undefined {
  const quantity = parseQuantity(text);
  return quantity === undefined || quantity.numerator < 0n ? undefined : scaleQuantity(quantity, digits);
}
