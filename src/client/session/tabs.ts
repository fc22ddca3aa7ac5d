/** How often the others are asked whether they are still there, in ms. */
const ASK_EVERY = 5_000;

/**
 * Counts the tabs of this browser that show this page: they share its six HTTP/1.1 connections to
 * one server, and a held question or an event stream takes one for itself. A tab that crashed says
 * no goodbye, so all are asked again and again, and who does not answer is counted no longer. An
 * answer needs no timer: a hidden tab's timers may fire but once a minute.
 */
export function countTabs(tell: (tabs: number) => void): void {
  let channel: BroadcastChannel;
  try {
    channel = new BroadcastChannel('ask-or-be-told');
  } catch {
    // A browser that keeps its tabs apart leaves nothing to count.
    return;
  }
  const me = Math.random();
  /** Those who answered the last time, and those who have answered this time. */
  let others = new Set<number>();
  let answered = new Set<number>();
  const say = (type: 'hello' | 'here' | 'bye') => channel.postMessage({ type, tab: me });

  channel.onmessage = ({ data: { type, tab } }) => {
    for (const tabs of [others, answered]) {
      if (type === 'bye') tabs.delete(tab);
      else tabs.add(tab);
    }
    if (type === 'hello') say('here');
    tell(others.size + 1);
  };
  setInterval(() => {
    others = answered;
    answered = new Set();
    tell(others.size + 1);
    say('hello');
  }, ASK_EVERY);
  say('hello');
  addEventListener('pagehide', () => say('bye'));
  addEventListener('pageshow', ({ persisted }) => persisted && say('hello'));
}
