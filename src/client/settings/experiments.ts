/** A ready setting that makes one point, as a link has it. */
export interface Experiment {
  name: string;
  query: string;
  /** What to do and what to watch. */
  watch: string;
}

export const experiments: Experiment[] = [
  {
    name: 'Ask by hand',
    query: 'left=press&rtt=200&rate=2',
    watch: 'Press Get price, then wait. The Ask side is right only at the moment you ask.',
  },
  {
    name: 'Poll every second',
    query: 'left=timer&poll=1&rtt=200&rate=2',
    watch: 'At two changes a second, asking once a second misses every other price.',
  },
  {
    name: 'Poll faster than the price changes',
    query: 'left=timer&poll=0.5&rtt=60&rate=0.2',
    watch: 'Nothing is missed, but most answers bring nothing new: watch the bytes per price.',
  },
  {
    name: 'Far away',
    query: 'left=timer&poll=1&rtt=600&rate=2',
    watch: 'Each request pays for a round trip. Being told pays for one way only.',
  },
  {
    name: 'Long polling almost ties',
    query: 'left=long-poll&rtt=60&rate=1',
    watch: 'As fresh as the WebSocket at this pace. Compare the bytes, then raise the delay.',
  },
  {
    name: 'Server-Sent Events tie',
    query: 'left=sse&rtt=200&rate=2',
    watch: 'Just as fresh and about as cheap. It just can’t talk back.',
  },
  {
    name: 'When polling wins',
    query: 'left=timer&poll=60&rtt=200&rate=0.00028',
    watch:
      'One change an hour: asking once a minute is right almost always, while the WebSocket’s heartbeats go on. Give it half a minute, then compare the bytes.',
  },
  {
    name: 'Pull the plug',
    query: 'left=timer&poll=1&rtt=200&rate=2',
    watch:
      'Press X to cut the line, count to ten, then press X again. The WebSocket reconnects and catches up on what it missed; polling does not.',
  },
];

/** What of a link belongs to the place it is shown in and outlives an experiment. */
const KEPT = ['symbol', 'view', 'theme'];

/** The link of an experiment, from the page as it is. */
export function linkTo({ name, query }: Experiment, current: URLSearchParams): string {
  const link = new URLSearchParams(query);
  link.set('try', name);
  for (const kept of KEPT) {
    const value = current.get(kept);
    if (value !== null) link.set(kept, value);
  }
  return `?${link}`;
}
