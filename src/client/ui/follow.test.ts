import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { TypedEventTarget } from '../session/typed-event-target.ts';
import { follow } from './follow.ts';

class Target extends TypedEventTarget<{ change: Event; say: CustomEvent<string> }> {}

const listeners = (target: EventTarget) => getEventListeners(target, 'change').length;

/** An element without a page: it is updated when the test says so. */
class Host implements ReactiveControllerHost {
  readonly controllers: ReactiveController[] = [];
  readonly updateComplete = Promise.resolve(true);
  requested = 0;

  addController(controller: ReactiveController): void {
    this.controllers.push(controller);
  }

  removeController(): void {}

  requestUpdate(): void {
    this.requested += 1;
  }

  connect(): void {
    for (const controller of this.controllers) controller.hostConnected?.();
  }

  update(): void {
    this.requested = 0;
    for (const controller of this.controllers) controller.hostUpdate?.();
  }

  disconnect(): void {
    for (const controller of this.controllers) controller.hostDisconnected?.();
  }
}

test('a host that comes and goes listens once while it is on the page, and else not at all', () => {
  const [host, target] = [new Host(), new Target()];
  follow(host, () => target, 'change');
  assert.equal(listeners(target), 0);
  for (let time = 0; time < 3; time++) {
    host.connect();
    assert.equal(host.requested, 1, 'it asks to be updated: it may have missed something');
    host.update();
    host.update();
    assert.equal(listeners(target), 1);
    target.emit('change');
    assert.equal(host.requested, 1);
    host.disconnect();
    assert.equal(listeners(target), 0);
    target.emit('change');
    host.update();
    assert.equal(listeners(target), 0, 'an update off the page changes nothing');
    assert.equal(host.requested, 0);
  }
});

test('a host that is given another target follows that one only', () => {
  const host = new Host();
  const [first, second] = [new Target(), new Target()];
  let target = first;
  follow(host, () => target, 'change');
  host.connect();
  host.update();
  target = second;
  host.update();
  assert.deepEqual([listeners(first), listeners(second)], [0, 1]);
});

test('a listener hears what the event brings', () => {
  const [host, target] = [new Host(), new Target()];
  const heard: string[] = [];
  follow(
    host,
    () => target,
    'say',
    ({ detail }) => heard.push(detail),
  );
  host.connect();
  host.update();
  target.emit('say', 'hello');
  assert.deepEqual(heard, ['hello']);
});

test('to follow or to listen to an event that does not exist does not compile', () => {
  const [host, target] = [new Host(), new Target()];
  // @ts-expect-error -- there is no such event
  follow(host, () => target, 'chnage');
  // @ts-expect-error -- there is no such event
  target.addEventListener('chnage', () => {});
  // @ts-expect-error -- there is no such event
  target.emit('chnage');
  // @ts-expect-error -- it brings a string
  target.emit('say', 1);
  // @ts-expect-error -- it brings a string
  target.addEventListener('say', ({ detail }: CustomEvent<number>) => detail);
  assert.ok(host);
});
