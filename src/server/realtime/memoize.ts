/** Makes something of each thing once, however many want it: ticks are told to thousands. */
export function memoize<Thing extends object, Made>(make: (thing: Thing) => Made) {
  const made = new WeakMap<Thing, Made>();
  return (thing: Thing): Made => {
    let result = made.get(thing);
    if (result === undefined) {
      result = make(thing);
      made.set(thing, result);
    }
    return result;
  };
}
