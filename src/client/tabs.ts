/**
 * Counts the tabs of this browser that show this page: they share its six HTTP/1.1 connections to
 * one server, and a held question or an event stream takes one for itself.
 */
export function countTabs(tell: (tabs: number) => void): void {
  const channel = new BroadcastChannel('ask-or-be-told');
  const me = Math.random();
  const others = new Set<number>();
  channel.onmessage = ({ data: { type, tab } }) => {
    if (type === 'bye') others.delete(tab);
    else others.add(tab);
    if (type === 'hello') channel.postMessage({ type: 'here', tab: me });
    tell(others.size + 1);
  };
  channel.postMessage({ type: 'hello', tab: me });
  addEventListener('pagehide', () => channel.postMessage({ type: 'bye', tab: me }));
}
