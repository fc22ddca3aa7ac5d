import type { MemberLine, OpenLine } from '../class/phones/lines.ts';
import type { LineRegistry } from './registry.ts';

/**
 * The lines of a class's phones: each belongs to its class, so that nobody else can set it.
 * @param rtt added round trip, in ms
 */
export function classLines(lines: LineRegistry, rtt: number): OpenLine {
  return (tab): MemberLine => {
    const owner = {};
    const line = lines.claim(tab, owner);
    if (!line) throw new Error(`The line of tab ${tab} belongs to others`);
    line.rtt = rtt;
    // The first run that is named takes what has been counted so far for its own.
    line.beginRun(0, false);
    return {
      beginRun: (run) => line.beginRun(run, false),
      get moved() {
        const [http, ws] = [line.meter('http'), line.meter('ws')];
        return {
          read: http.read + ws.read,
          written: http.written + ws.written,
          connections: http.connections + ws.connections,
        };
      },
      setCut(cut) {
        line.damage = cut ? 'cut' : 'none';
      },
      close: () => lines.release(tab, owner, true),
    };
  };
}
