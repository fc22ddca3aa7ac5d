/** What the browser remembers for the page by name, or for this page load where it refuses. */
function remembering(area: 'localStorage' | 'sessionStorage') {
  // Storage may be blocked or full.
  const refused = new Map<string, string>();
  return {
    recall(name: string): string | null {
      try {
        return refused.get(name) ?? globalThis[area].getItem(name);
      } catch {
        return null;
      }
    },
    remember(name: string, value: string): void {
      refused.delete(name);
      try {
        globalThis[area].setItem(name, value);
      } catch {
        refused.set(name, value);
      }
    },
  };
}

/** From visit to visit. */
export const { recall, remember } = remembering('localStorage');

/** For this tab alone, until it is closed: over reloads and other links of the page. */
export const tabStorage = remembering('sessionStorage');
