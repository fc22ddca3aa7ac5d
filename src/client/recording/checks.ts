/** What a value out of a file may be, put together from a few small checks. */
export type Check = (value: unknown) => boolean;

/** A number in a range; infinity and NaN are in none. */
export const number =
  (min: number, max: number): Check =>
  (value) =>
    typeof value === 'number' && value >= min && value <= max;

export const whole =
  (min: number, max = Number.MAX_SAFE_INTEGER): Check =>
  (value) =>
    Number.isInteger(value) && number(min, max)(value);

export const text =
  (longest: number): Check =>
  (value) =>
    typeof value === 'string' && value.length <= longest;

export const pattern =
  (expected: RegExp): Check =>
  (value) =>
    typeof value === 'string' && expected.test(value);

export const oneOf =
  (...allowed: readonly unknown[]): Check =>
  (value) =>
    allowed.includes(value);

export const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

export const list =
  (check: Check, most: number): Check =>
  (value) =>
    Array.isArray(value) && value.length <= most && value.every(check);

/** A list of just so many values, each with a check of its own. */
export const tuple =
  (...checks: readonly Check[]): Check =>
  (value) =>
    Array.isArray(value) &&
    value.length === checks.length &&
    checks.every((check, i) => check(value[i]));

/** An object with these properties; whatever else it has nobody reads. */
export const object =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isObject(value) && Object.entries(checks).every(([name, check]) => check(value[name]));

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
