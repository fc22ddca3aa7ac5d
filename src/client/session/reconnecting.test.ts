import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServerClock } from './clock.ts';
import { Instruments } from './instruments/instruments.ts';

test('the instruments of 12 pages whose server is away for 20 s do not come back in step', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let away = true;
  let now = 0;
  /** When each page has got through, in ms. */
  const back: number[] = [];
  class Away {
    onclose = () => {};
    constructor() {
      if (away) setTimeout(() => this.onclose(), 1);
      else back.push(now);
    }
    close() {}
  }
  for (const [name, value] of Object.entries({
    WebSocket: Away,
    location: { href: 'http://localhost/' },
  })) {
    const real = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { configurable: true, value });
    t.after(() => {
      if (real) Object.defineProperty(globalThis, name, real);
      else Reflect.deleteProperty(globalThis, name);
    });
  }

  for (let page = 0; page < 12; page++) new Instruments(new ServerClock()).connect(() => 'tab');
  for (; back.length < 12; now += 10) {
    away = now < 20_000;
    t.mock.timers.tick(10);
  }
  const spread = (back.at(-1) as number) - (back[0] as number);
  assert.ok(spread > 500, `all within ${spread} ms`);
  assert.ok((back.at(-1) as number) < 25_100, 'none waits for more than 5 s');
});
