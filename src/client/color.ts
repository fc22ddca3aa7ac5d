/** What another look of the page comes with: theirs are the changes that a canvas must be told of. */
export const looks = ['(prefers-color-scheme: dark)', '(forced-colors: active)', 'print'].map(
  (look) => matchMedia(look),
);

/**
 * A colour token as a canvas takes it: the value that `light-dark()` gives now, at this place.
 * @param at an element whose own colour does not matter
 */
export function color(at: HTMLElement, token: string): string {
  at.style.color = `var(${token})`;
  return getComputedStyle(at).color;
}
