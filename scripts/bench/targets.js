// @ts-check

/**
 * What a number was meant to be, and whether it is, as a line of a list.
 * @param {string} name
 * @param {number} value
 * @param {'at most' | 'at least'} bound
 * @param {number} limit
 * @param {'×' | ' kB'} unit
 */
export function target(name, value, bound, limit, unit) {
  const met = bound === 'at most' ? value <= limit : value >= limit;
  // One digit more than in the tables, so that a narrow miss does not read as met.
  const digits = unit === '×' ? 3 : 2;
  const [is, wanted] = [value, limit].map((number) => number.toFixed(digits) + unit);
  return `- ${met ? '✓ met' : '✗ missed'}: ${name} ${is}, ${bound} ${wanted}`;
}
