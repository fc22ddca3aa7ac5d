import { recall, remember } from '../../settings/storage.ts';

const STORED = 'class-theme';
const THEMES = ['', 'light', 'dark'];

/** Colours as they were chosen last. */
export function dress(): void {
  const theme = recall(STORED);
  if (theme) document.documentElement.dataset['theme'] = theme;
  else delete document.documentElement.dataset['theme'];
}

export function nextTheme(): void {
  const next = THEMES[(THEMES.indexOf(recall(STORED) ?? '') + 1) % THEMES.length] ?? '';
  remember(STORED, next);
  dress();
}

/** Full screen where the browser has it. */
export function toggleFullScreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen?.().catch(() => {});
}
