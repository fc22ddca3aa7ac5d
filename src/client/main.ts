import { followBlindGuess } from './exhibits/blind-test/curtain.ts';
import { tellHeight } from './page/embed.ts';
import { followLesson, openExhibits } from './page/exhibit-loader.ts';
import { fitDiagram } from './page/fit-diagram.ts';
import { HelpOverlay } from './page/help-overlay.ts';
import { HttpTicker } from './page/http-ticker.ts';
import { InvitationLine } from './page/invitation/invitation-line.ts';
import { listenToKeys } from './page/keys.ts';
import { PageNotice } from './page/page-notice.ts';
import { PageToolbar } from './page/page-toolbar.ts';
import { ExperimentList } from './page/panels/experiment-list.ts';
import { SpokenSummary } from './page/panels/spoken-summary.ts';
import { PriceBar } from './page/price-bar.ts';
import { followProjector } from './page/projector.ts';
import { followRecordedRuns } from './page/recorded-runs.ts';
import { ScoreBoard } from './page/score-board.ts';
import { StatusLine } from './page/status-line.ts';
import { WebsocketTicker } from './page/websocket-ticker.ts';
import { pastRunsOf } from './report/past-runs.ts';
import { Session } from './session/session.ts';
import { takeHostKey } from './settings/host-key.ts';
import { keepLink, readLink } from './settings/link.ts';
import { STEPS } from './settings/url-settings.ts';
import { PriceFace } from './ui/card/price-face.ts';
import { ChartLegend } from './ui/chart/chart-legend.ts';
import { PriceChart } from './ui/chart/price-chart.ts';
import { ChoiceRow } from './ui/choice-row.ts';
import { LoadProblem } from './ui/load-problem.ts';
import type { SessionElement } from './ui/session-element.ts';
import { SourceCode } from './ui/source-code.ts';

const elements = {
  'http-ticker': HttpTicker,
  'websocket-ticker': WebsocketTicker,
  'invitation-line': InvitationLine,
  'page-toolbar': PageToolbar,
  'page-notice': PageNotice,
  'score-board': ScoreBoard,
  'experiment-list': ExperimentList,
  'price-bar': PriceBar,
  'spoken-summary': SpokenSummary,
  'status-line': StatusLine,
  'help-overlay': HelpOverlay,
  'price-face': PriceFace,
  'price-chart': PriceChart,
  'chart-legend': ChartLegend,
  'choice-row': ChoiceRow,
  'source-code': SourceCode,
  'load-problem': LoadProblem,
};

takeHostKey();
const query = readLink();
const session = new Session(query);

function dress(): void {
  const { view, theme, step } = session.settings;
  document.documentElement.dataset['view'] = view;
  document.documentElement.toggleAttribute('data-lesson', step !== undefined);
  if (theme) document.documentElement.dataset['theme'] = theme;
  else delete document.documentElement.dataset['theme'];
}

/** Lets links act in the page instead of loading it anew. */
function onClick(links: string, act: () => void): void {
  for (const link of document.querySelectorAll(links)) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      act();
    });
  }
}

dress();
session.addEventListener('change', dress);

for (const [name, element] of Object.entries(elements)) customElements.define(name, element);
for (const name of Object.keys(elements)) {
  for (const element of document.querySelectorAll<SessionElement>(name)) element.session = session;
}

if (session.settings.view === 'embed') {
  // Keys would open what is not there.
  tellHeight();
} else {
  listenToKeys(session);
  followProjector(session);
  fitDiagram(session);
  followRecordedRuns(session);
}
// A link with a key, opened where the page is already, only changes the fragment.
addEventListener('hashchange', () => {
  if (takeHostKey()) session.emit('change');
});
keepLink();
pastRunsOf(session);
openExhibits(session);
followLesson(session);
onClick('a.lesson', () => session.commands.setStep(STEPS.min));
onClick('a.blind', () => session.commands.setBlind('1'));
document.addEventListener('say', (event) => session.tell((event as CustomEvent<string>).detail));
// A guess sets how the left side asks, so it comes before the first question.
await followBlindGuess(session);
session.start();
// A link can open the help; its element listens once it has been drawn.
if (query.has('help')) requestAnimationFrame(() => session.emit('help'));

if (DEV) {
  // A rebuilt page comes from a restarted server, whose market is a new run.
  let run: string | undefined;
  session.instruments.addEventListener('hello', () => {
    run ??= session.instruments.hello?.run;
    if (run !== session.instruments.hello?.run) location.reload();
  });
}
