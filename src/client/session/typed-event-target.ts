/** Only the compiler sees it: the events of a {@link TypedEventTarget}. */
declare const events: unique symbol;

/** What an event carries in its `detail`, if it carries anything. */
type Detail<E> = E extends CustomEvent<infer D> ? [detail: D] : [];

type Listener<E> = ((event: E) => void) | EventListenerObject | null;

/**
 * An event target that says which events it has, each with its type: to listen to one that does not
 * exist is a compile error.
 */
export class TypedEventTarget<Events extends Record<keyof Events, Event>> extends EventTarget {
  declare readonly [events]: Events;

  override addEventListener<Type extends keyof Events & string>(
    type: Type,
    listener: Listener<Events[Type]>,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener as EventListener | null, options);
  }

  override removeEventListener<Type extends keyof Events & string>(
    type: Type,
    listener: Listener<Events[Type]>,
    options?: boolean | EventListenerOptions,
  ): void {
    super.removeEventListener(type, listener as EventListener | null, options);
  }

  /** Dispatches an event of this type, with its detail where it has one. */
  emit<Type extends keyof Events & string>(type: Type, ...[detail]: Detail<Events[Type]>): void {
    this.dispatchEvent(detail === undefined ? new Event(type) : new CustomEvent(type, { detail }));
  }
}
