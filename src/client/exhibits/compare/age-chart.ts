import { css, html, svg, type TemplateResult } from 'lit';
import { seconds } from '../../ui/format.ts';
import { rightWay } from '../../ways/index.ts';
import { area, CAPTION, capitalized, HEIGHT, OLDEST, WIDTH } from './area.ts';
import { nameOf, STRETCH, type Stretch } from './comparison.ts';

/** How old the price shown was, way by way: the less is filled, the better. */
export function ageChart(stretches: readonly Stretch[]): TemplateResult {
  return html`
    <figure>
      <figcaption class="small">
        ${CAPTION}
      </figcaption>
      ${stretches.map(
        (stretch) => html`
          <div class="band ${stretch.way === rightWay ? 'ws' : 'http'}">
            <b translate="no">${capitalized(nameOf(stretch))}</b>
            <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
              ${svg`<path d=${area(stretch.ages)} />`}
            </svg>
          </div>
        `,
      )}
    </figure>
  `;
}

export const chartStyles = css`
  figure {
    display: grid;
    gap: 0.35rem;
    margin: 0 0 0.8rem;
  }
  .band {
    display: grid;
    grid-template-columns: 11rem minmax(0, 1fr);
    gap: 0.2rem 0.8rem;
    align-items: center;
    color: var(--hue);
  }
  .band.http {
    --hue: var(--http);
  }
  .band.ws {
    --hue: var(--ws);
  }
  b {
    font-size: var(--small);
  }
  svg {
    display: block;
    width: 100%;
    height: 2.2rem;
    background: var(--ground);
    border: 1px solid var(--edge);
    border-radius: 6px;
  }
  path {
    fill: currentColor;
  }
  @media (max-width: 37.5em) {
    .band {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;

/** The chart as a picture by itself (SVG), on white, for a slide or a report. */
export function pictureOf(stretches: readonly Stretch[]): string {
  const step = HEIGHT + 30;
  const bands = stretches.map((stretch, i) => {
    const color = stretch.way === rightWay ? '#00558c' : '#9a4a00';
    return `<g transform="translate(20 ${50 + i * step})" fill="${color}">
<text y="12" font-weight="700">${capitalized(nameOf(stretch))}</text>
<g transform="translate(0 20)"><rect width="${WIDTH}" height="${HEIGHT}" fill="none" stroke="#d5dbe5"/><path d="${area(stretch.ages)}"/></g>
</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH + 40}" height="${50 + stretches.length * step}" font-family="sans-serif" font-size="15">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="20" y="30" fill="#14181f">How old each price was, over ${seconds(STRETCH)}. A full band is ${seconds(OLDEST)} or more.</text>
${bands.join('\n')}
</svg>
`;
}
