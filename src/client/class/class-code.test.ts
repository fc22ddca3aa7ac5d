import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeInPath, spacedCode, typedCode } from './class-code.ts';

test('the code is read from the paths of phone and screen, and from no other', () => {
  assert.equal(codeInPath('/j/123456'), '123456');
  assert.equal(codeInPath('/class/012345/'), '012345');
  for (const path of ['/join', '/j/12345', '/j/1234567', '/j/12345a', '/x/123456', '/j/123456/7']) {
    assert.equal(codeInPath(path), undefined, path);
  }
});

test('a code may be typed as it is spoken', () => {
  for (const text of ['123456', ' 123 456 ', '123-456', '12.34.56', '１２３４５６']) {
    assert.deepEqual(typedCode(text), { code: '123456' }, text);
  }
});

test('a code that is none is answered by what is wrong with it', () => {
  const wrong = (text: string) => {
    const typed = typedCode(text);
    return 'wrong' in typed ? typed.wrong : '';
  };
  assert.match(wrong('  '), /^Type the six digits/);
  assert.match(wrong('12345'), /six digits. You typed 5 digits/);
  assert.match(wrong('1'), /You typed 1 digit\./);
  assert.match(wrong('1234567'), /You typed 7 digits/);
  assert.match(wrong('12345x'), /something other than digits/);
});

test('a code is shown in two halves', () => {
  assert.equal(spacedCode('123456'), '123 456');
});
