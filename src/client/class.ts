import { ClassNotes } from './class/notes/class-notes.ts';
import { ClassPage } from './class/screen/class-page.ts';
import { ClassScreen } from './class/screen/class-screen.ts';
import { JoinCard } from './class/screen/join-card.ts';
import { dress } from './class/screen/look.ts';
import { QrCode } from './class/screen/qr-code.ts';
import { DotAxis } from './class/screen/results/dot-axis.ts';
import { DotLane } from './class/screen/results/dot-lane.ts';
import { ResultsTable } from './class/screen/results/results-table.ts';
import { TallyBars } from './class/screen/results/tally-bars.ts';
import { ScreenLobby } from './class/screen/screen-lobby.ts';
import { ScreenQuestion } from './class/screen/screen-question.ts';
import { ScreenReveal } from './class/screen/screen-reveal.ts';
import { ScreenRun } from './class/screen/screen-run.ts';
import { ScreenSummary } from './class/screen/screen-summary.ts';
import { SteerButtons } from './class/ui/steer-buttons.ts';

const elements = {
  'qr-code': QrCode,
  'join-card': JoinCard,
  'dot-axis': DotAxis,
  'dot-lane': DotLane,
  'tally-bars': TallyBars,
  'results-table': ResultsTable,
  'screen-lobby': ScreenLobby,
  'screen-question': ScreenQuestion,
  'screen-run': ScreenRun,
  'screen-reveal': ScreenReveal,
  'screen-summary': ScreenSummary,
  'steer-buttons': SteerButtons,
  'class-screen': ClassScreen,
  'class-notes': ClassNotes,
  'class-page': ClassPage,
};

dress();
for (const [name, element] of Object.entries(elements)) customElements.define(name, element);
