/**
 * What this browser remembers for the page from visit to visit. Where it refuses (storage is
 * blocked or full), the page remembers for this visit only.
 */
const visit = new Map<string, string>();

export function recall(name: string): string | null {
  try {
    return visit.get(name) ?? localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  visit.delete(name);
  try {
    localStorage.setItem(name, value);
  } catch {
    visit.set(name, value);
  }
}
