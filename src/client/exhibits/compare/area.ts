import { seconds } from '../../ui/format.ts';
import { type Age, STRETCH } from './comparison.ts';

/** A price older than this fills its band, in ms: otherwise one that is never renewed would flatten all others. */
export const OLDEST = 2_000;

/** A band in units of its drawing. */
export const WIDTH = 600;
export const HEIGHT = 40;

/** What the chart shows. */
export const CAPTION = `How old each price was, over ${seconds(STRETCH)}: the less is filled, the better. A full band is ${seconds(OLDEST)} or more.`;

/** The area under the ages, as an SVG path. Between two looks the age is taken to change in a straight line. */
export function area(ages: readonly Age[]): string {
  const [first, last] = [ages[0], ages.at(-1)];
  if (!first || !last) return '';
  const x = ({ at }: Age) => ((Math.min(at, STRETCH) / STRETCH) * WIDTH).toFixed(1);
  const y = ({ age }: Age) => (HEIGHT * (1 - Math.min(age, OLDEST) / OLDEST)).toFixed(1);
  const top = ages.map((look) => `L${x(look)} ${y(look)}`).join('');
  return `M${x(first)} ${HEIGHT}${top}L${x(last)} ${HEIGHT}Z`;
}

/** As it stands at the beginning of a line. */
export const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
