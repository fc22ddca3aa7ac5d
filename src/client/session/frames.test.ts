import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Frames } from './frames.ts';

/** A screen that shows a frame when the test says so, on a clock that the test moves. */
function screen(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let now = 1_000;
  let frame: (() => void) | undefined;
  t.mock.method(performance, 'now', () => now);
  const pass = (ms: number) => {
    now += ms;
    t.mock.timers.tick(ms);
  };
  Object.assign(globalThis, {
    requestAnimationFrame: (callback: () => void) => {
      assert.equal(frame, undefined);
      frame = callback;
    },
  });
  t.after(() => Reflect.deleteProperty(globalThis, 'requestAnimationFrame'));
  return {
    pass,
    /** @returns whether there was anything to paint */
    show(tookMs = 0): boolean {
      const paint = frame;
      frame = undefined;
      paint?.();
      pass(tookMs);
      return paint !== undefined;
    },
  };
}

test('however often it is asked for, something is painted once a frame', (t) => {
  const { show, pass } = screen(t);
  const frames = new Frames();
  let painted = 0;
  const paint = () => {
    painted += 1;
  };
  for (let i = 0; i < 50; i++) frames.request(paint);
  assert.equal(painted, 0);
  show();
  assert.equal(painted, 1);
  pass(1);
  assert.equal(show(), false);
  frames.request(paint);
  frames.cancel(paint);
  assert.ok(show());
  assert.equal(painted, 1);
});

test('after a frame the page rests for as long as that took, but not for long', (t) => {
  const { show, pass } = screen(t);
  const frames = new Frames();
  let painted = 0;
  const paint = () => {
    painted += 1;
    frames.request(paint);
  };
  frames.request(paint);
  for (const { took, rest } of [
    { took: 80, rest: 80 },
    { took: 5_000, rest: 200 },
  ]) {
    const before = painted;
    assert.ok(show(took));
    pass(rest - 1);
    assert.equal(show(), false);
    assert.equal(painted, before + 1);
    pass(1);
  }
});
