import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { TypedEventTarget } from '../session/typed-event-target.ts';

/** What the browser itself has to follow: its events have names and types of their own. */
type Platform = Document | MediaQueryList;

/**
 * Follows an event target as long as its host is on the page: however often the host comes and goes,
 * it listens once, and off the page not at all.
 * @param target finds what to follow. It is asked again at each update, because an element is given
 *   its session only after it was made
 * @param type the event
 * @param listener what to do then; left out, the host renders anew
 */
export function follow<
  Events extends Record<keyof Events, Event>,
  Type extends keyof Events & string,
>(
  host: ReactiveControllerHost,
  target: () => TypedEventTarget<Events>,
  type: Type,
  listener?: (event: Events[Type]) => void,
): void;
export function follow<Type extends keyof (DocumentEventMap & MediaQueryListEventMap)>(
  host: ReactiveControllerHost,
  target: () => Platform,
  type: Type,
  listener?: (event: (DocumentEventMap & MediaQueryListEventMap)[Type]) => void,
): void;
export function follow(
  host: ReactiveControllerHost,
  target: () => EventTarget,
  type: string,
  listener: (event: never) => void = () => host.requestUpdate(),
): void {
  host.addController(new Follower(host, target, type, listener as EventListener));
}

class Follower implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #find: () => EventTarget;
  readonly #type: string;
  readonly #listener: EventListener;
  #connected = false;
  #followed: EventTarget | undefined;

  constructor(
    host: ReactiveControllerHost,
    find: () => EventTarget,
    type: string,
    listener: EventListener,
  ) {
    this.#host = host;
    this.#find = find;
    this.#type = type;
    this.#listener = listener;
  }

  hostConnected(): void {
    this.#connected = true;
    // While the host was off the page, it may have missed something.
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    // An element may be updated off the page, too.
    if (this.#connected) this.#follow(this.#find());
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#follow(undefined);
  }

  #follow(target: EventTarget | undefined): void {
    if (target === this.#followed) return;
    this.#followed?.removeEventListener(this.#type, this.#listener);
    target?.addEventListener(this.#type, this.#listener);
    this.#followed = target;
  }
}
