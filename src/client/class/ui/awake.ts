/**
 * Keeps the screen on while the page is seen.
 * @returns whether a page can: only over https, or on this computer itself
 */
export function keepAwake(): boolean {
  if (!('wakeLock' in navigator)) return false;
  const request = () => {
    // Refused while the battery is low: then the phone does as it likes.
    if (!document.hidden) void navigator.wakeLock.request('screen').catch(() => {});
  };
  document.addEventListener('visibilitychange', request);
  request();
  return true;
}
