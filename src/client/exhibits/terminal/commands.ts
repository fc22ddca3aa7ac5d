import { PATH } from '../../../protocol/limits.ts';

/** Something to type in a terminal. */
export interface Command {
  what: string;
  text: string;
}

/** Commands that get a price over a tab's line. @param origin of the page, as `https://host:3000` */
export function commandsOf(origin: string, tab: string, symbol: string): Command[] {
  const query = `symbol=${symbol}&tab=${tab}&from=terminal`;
  const stream = `${origin.replace('http', 'ws')}${PATH.stream}?${query}`;
  return [
    { what: 'Ask once', text: `curl "${origin}${PATH.price}?${query}"` },
    { what: 'Server-Sent Events', text: `curl -N "${origin}${PATH.events}?${query}"` },
    { what: 'WebSocket, with npx', text: `npx wscat -c "${stream}"` },
    { what: 'WebSocket, with websocat', text: `websocat "${stream}"` },
  ];
}
