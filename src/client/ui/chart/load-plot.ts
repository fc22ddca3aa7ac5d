import type uPlot from 'uplot';

/** uPlot asks Intl for numbers as the browser writes them; where its language is none, such as C, it throws. */
export async function loadPlot(): Promise<typeof uPlot> {
  try {
    new Intl.NumberFormat(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
  }
  return (await import('uplot')).default;
}
