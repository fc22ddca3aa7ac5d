import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summaryText } from './summary.ts';

test('what is taken along names each idea, the guess and what was measured', () => {
  const text = summaryText([
    { title: 'One', idea: 'An idea.', guess: 'Once', right: true, measured: 'Measured.' },
    { title: 'Two', idea: 'Another.', guess: undefined, right: undefined, measured: undefined },
    { title: 'Three', idea: 'A third.', guess: 'Never', right: false, measured: 'Often.' },
  ]);
  assert.equal(
    text,
    '# Ask or be told?\n\n## 1. One\n\nAn idea.\n\nYou said: Once (right)\n\nMeasured.\n\n## 2. Two\n\nAnother.\n\nSkipped.\n\n## 3. Three\n\nA third.\n\nYou said: Never (not this time)\n\nOften.\n',
  );
});
