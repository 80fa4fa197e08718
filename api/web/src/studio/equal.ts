/** Whether two values say the same as JSON does; keys in the same order, as all our plans have them. */
export function equal(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
