import type { LeftWay } from '../../ways/index.ts';

/** What is known of the visitor when they are invited to do something. */
export interface Visit {
  /** How the left side asks now. */
  left: LeftWay;
  /** Since both sides have a price, in ms; undefined before. */
  watched: number | undefined;
  /** Since the visitor first pressed Get price, in ms; undefined if never. */
  pressed: number | undefined;
  /** The visitor has let the left side ask in another way. */
  triedAnother: boolean;
  compared: boolean;
  tookLesson: boolean;
}

/** What to do next, in a sentence or two, and where a part of it leads. */
export interface Invitation {
  text: string;
  links: readonly ('timer' | 'compare' | 'lesson')[];
  /** The button that it speaks of is to be seen. */
  pulse: boolean;
}

/** How long one has to watch, and how long a press is enough to think about, in ms. */
const WATCH = 5_000;
const THINK = 30_000;

const say = (text: string, links: Invitation['links'] = [], pulse = false): Invitation => ({
  text,
  links,
  pulse,
});

/** What the page invites its visitor to do: one thing at a time, and nothing that is done. */
export function invitation(visit: Visit): Invitation {
  const { left, watched, pressed, triedAnother, compared, tookLesson } = visit;
  if (watched === undefined || (watched < WATCH && pressed === undefined && !triedAnother)) {
    return say('Watch for five seconds.');
  }
  if (left === 'press' && pressed === undefined) {
    return say('On the Ask side, you have to ask. Press Get price.', [], true);
  }
  if (!triedAnother && pressed !== undefined) {
    return pressed < THINK
      ? say('Right for a moment. How often would you have to press?')
      : say('Could a timer do it?', ['timer', ...(tookLesson ? [] : (['lesson'] as const))]);
  }
  if (!compared) return say('Which way is best?', ['compare']);
  return tookLesson ? say('') : say('Want to know why?', ['lesson']);
}
