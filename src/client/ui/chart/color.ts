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

/** How far apart the lines are of a {@link hatched} area, in CSS pixels. */
const HATCH = 7;

/** Slanting lines of a colour, to fill an area of a canvas with. */
export function hatched(color: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  const side = Math.round(HATCH * devicePixelRatio);
  tile.width = tile.height = side;
  const context = tile.getContext('2d');
  if (!context) return color;
  context.strokeStyle = color;
  context.lineWidth = side / 4;
  // Each line goes on in the tiles beside it.
  for (const shift of [-side, 0, side]) {
    context.moveTo(shift - side, side * 2);
    context.lineTo(shift + side * 2, -side);
  }
  context.stroke();
  return context.createPattern(tile, 'repeat') ?? color;
}
