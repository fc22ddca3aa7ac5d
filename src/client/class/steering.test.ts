import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Phase } from '../../protocol/class/round.ts';
import { actionOf, controlsFor } from './steering.ts';
import { round, snapshot } from './testing/room.ts';

const labels = (phase: Phase, changes = {}) =>
  controlsFor(snapshot({ phase, round, ...changes })).map(({ label }) => label);

test('the first button says what comes next', () => {
  assert.equal(labels('lobby')[0], 'Start');
  assert.equal(labels('vote')[0], 'Close the vote');
  assert.equal(labels('closed')[0], 'Run it');
  assert.equal(labels('closed', { round: { ...round, ways: [] } })[0], 'Show the answer');
  assert.equal(labels('reveal')[0], 'Next round');
  assert.equal(labels('reveal', { round: { ...round, number: 8 } })[0], 'Summary');
});

test('news can be made in a run, a talk begun around the vote, a vote reset until it has led to a run', () => {
  assert.deepEqual(labels('run'), ['Show the answer', 'News!', 'Skip this round', 'Back']);
  assert.deepEqual(labels('closed'), [
    'Run it',
    'Talk first',
    'Reset the vote',
    'Skip this round',
    'Back',
  ]);
  assert.deepEqual(labels('ended'), []);
});

test('a remote turns the page, and at the end turns no further', () => {
  const at = (phase: Phase) => snapshot({ phase, round });
  assert.equal(actionOf('pagedown', at('vote')), 'next');
  assert.equal(actionOf('arrowleft', at('vote')), 'back');
  assert.equal(actionOf('pageup', at('lobby')), undefined);
  assert.equal(actionOf('pagedown', at('summary')), undefined);
  assert.equal(actionOf('n', at('run')), 'news');
  assert.equal(actionOf('n', at('vote')), undefined);
  assert.equal(actionOf('q', at('vote')), undefined);
});
