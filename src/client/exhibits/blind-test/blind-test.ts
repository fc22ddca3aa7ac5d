import type { Session } from '../../session/session.ts';
import { TypedEventTarget } from '../../session/typed-event-target.ts';
import { BLIND_ROUNDS, type BlindRound, type Poll } from '../../settings/url-settings.ts';
import type { LeftWay } from '../../ways/index.ts';
import { answerTo, type Clue, type Guess, type Round, rounds, toss, verdict } from './blind.ts';

/** What somebody has answered in a round; empty while nothing has been. */
const noAnswers = {
  guess: '' as Guess | '',
  rather: '' as Guess | '',
  sure: '',
  clue: '' as Clue | '',
};

/** The rounds of the blind guess as the session's settings have them, and what was guessed. */
export class BlindTest extends TypedEventTarget<{ change: Event }> {
  answers = { ...noAnswers };
  revealed = false;
  /** What is missing before it can be revealed, in a sentence. */
  hint = '';
  #number: BlindRound | undefined;
  #webSocket: 'a' | 'b' = 'a';
  readonly #right: boolean[] = [];
  /** How the page was before, to be put back. */
  #before: { left: LeftWay; poll: Poll; rate: number | undefined } | undefined;
  readonly #session: Session;

  constructor(session: Session) {
    super();
    this.#session = session;
  }

  /** Begins the round that the settings want, if it is another one. */
  follow(): void {
    const { blind } = this.#session.settings;
    if (blind && blind !== this.#number) this.#begin(blind);
  }

  /** The page is as it was before the first round. */
  end(): void {
    if (!this.#before) return;
    const { left, poll, rate } = this.#before;
    this.#before = undefined;
    void this.#session.commands.setLeft(left, poll);
    if (rate !== undefined && rate !== this.#session.instruments.rate) this.#setRate(rate);
  }

  get number(): BlindRound {
    return this.#number ?? '1';
  }

  get round(): Round {
    return rounds[this.number];
  }

  get last(): boolean {
    return this.number === BLIND_ROUNDS.at(-1);
  }

  /** Where the WebSocket stands. */
  get webSocket(): 'a' | 'b' {
    return this.#webSocket;
  }

  answer<Question extends keyof typeof noAnswers>(
    question: Question,
    answer: (typeof noAnswers)[Question],
  ): void {
    this.answers = { ...this.answers, [question]: answer };
    if (question === 'guess') this.hint = '';
    this.emit('change');
  }

  reveal(): void {
    if (this.revealed) return;
    const { guess } = this.answers;
    if (guess === '') {
      this.hint = 'Choose A, B or “Can’t tell” first.';
    } else {
      this.#right.push(guess === this.#webSocket);
      this.revealed = true;
    }
    this.emit('change');
  }

  next(): void {
    this.#session.commands.setBlind(BLIND_ROUNDS[BLIND_ROUNDS.indexOf(this.number) + 1]);
  }

  leave(): void {
    this.#session.commands.setBlind(undefined);
  }

  /** Leaves with the last round's way, to look at its messages. */
  lookAtMessages(): void {
    this.#before = undefined;
    this.leave();
    this.#session.commands.setDiagram(true);
  }

  /** What has come of the guess, in a sentence. */
  get verdict(): string {
    return verdict(this.answers.guess || 'none', this.#webSocket);
  }

  /** Which of the two somebody would rather use, in a sentence. */
  get preference(): string {
    const { rather } = this.answers;
    if (rather === '' || rather === 'none') return '';
    return `You would rather use ${rather === this.#webSocket ? 'the WebSocket' : 'the other one'}.`;
  }

  /** What there is to say to the clue that somebody has named, in a sentence or two. */
  get clueAnswered(): string {
    const { clue } = this.answers;
    const { left, right, measured } = this.#session;
    return clue && measured ? answerTo(clue, right.run.score, left.run.score) : '';
  }

  /** How many guesses were right, in a sentence. */
  get score(): string {
    return `${this.#right.filter(Boolean).length} of ${this.#right.length} guesses were right.`;
  }

  #begin(number: BlindRound): void {
    const { commands, instruments, settings } = this.#session;
    this.#before ??= {
      left: settings.left,
      poll: settings.poll,
      rate: instruments.hello && instruments.rate,
    };
    this.#number = number;
    this.#webSocket = toss() ? 'a' : 'b';
    this.revealed = false;
    this.answers = { ...noAnswers };
    this.hint = '';
    const { left, poll = settings.poll, rate } = this.round;
    void commands.setLeft(left, poll);
    // Both begin from nothing: a price that stayed would tell the WebSocket from the other one.
    void commands.reset();
    if (rate !== undefined) this.#setRate(rate);
    this.emit('change');
  }

  #setRate(rate: number): void {
    if (this.#session.mayMoveMarket) this.#session.commands.setRate(rate);
  }
}
