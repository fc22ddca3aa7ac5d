import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { companies, Market, type MarketOptions } from './random-walk.ts';

const seed = fc.integer();
const volatility = fc.double({ min: 0, max: 0.2, noNaN: true });

function walk(options: MarketOptions, steps: number): number[][] {
  const market = new Market(options);
  const prices = [market.prices];
  for (let i = 0; i < steps; i++) {
    market.step();
    prices.push(market.prices);
  }
  return prices;
}

test('starts at the stated prices', () => {
  assert.deepEqual(
    new Market({ seed: 1, volatility: 0.01 }).prices,
    companies.map((company) => company.start),
  );
});

test('the same seed and number of steps give the same prices', () => {
  fc.assert(
    fc.property(seed, volatility, fc.nat(200), (seed, volatility, steps) => {
      assert.deepEqual(walk({ seed, volatility }, steps), walk({ seed, volatility }, steps));
    }),
  );
});

test('a market goes on from the state of another, by way of JSON, with the same prices', () => {
  const news = fc.constantFrom(undefined, ...companies.map(({ symbol }) => symbol));
  fc.assert(
    fc.property(seed, volatility, fc.nat(100), news, (seed, volatility, steps, news) => {
      const first = new Market({ seed, volatility });
      for (let i = 0; i < steps; i++) first.step();
      const state = JSON.parse(JSON.stringify(first.state));
      const second = new Market({ state, volatility });
      for (let i = 0; i < 20; i++) {
        assert.deepEqual(second.prices, first.prices);
        for (const market of [first, second]) {
          if (news && i === 10) market.jump(news);
          market.step();
        }
      }
    }),
  );
});

test('different seeds give different prices', () => {
  const last = (seed: number) => walk({ seed, volatility: 0.01 }, 100).at(-1)?.join();
  const ends = new Set(Array.from({ length: 200 }, (_, seed) => last(seed)));
  assert.equal(ends.size, 200);
});

test('every price is a whole number of cents, at least one, even in the wildest market', () => {
  fc.assert(
    fc.property(seed, volatility, (seed, volatility) => {
      for (const price of walk({ seed, volatility }, 2_000).flat()) {
        assert.ok(Number.isSafeInteger(price) && price >= 1, `price ${price}`);
      }
    }),
    { numRuns: 50 },
  );
});

test('log returns have the stated volatility, no drift and independent companies', () => {
  const stated = 0.002;
  const returns: number[][] = companies.map(() => []);
  for (let seed = 0; seed < 60; seed++) {
    const prices = walk({ seed, volatility: stated }, 1_000);
    companies.forEach((_, c) => {
      for (let i = 1; i < prices.length; i++) {
        returns[c]?.push(Math.log((prices[i]?.[c] ?? Number.NaN) / (prices[i - 1]?.[c] ?? 1)));
      }
    });
  }
  for (const sample of returns) {
    const n = sample.length;
    const mean = sum(sample) / n;
    const deviation = Math.sqrt(sum(sample.map((r) => (r - mean) ** 2)) / n);
    // Five standard errors either way: the seeds are fixed, so this holds always or never.
    assert.ok(Math.abs(mean) < (5 * stated) / Math.sqrt(n), `mean ${mean}`);
    assert.ok(Math.abs(deviation / stated - 1) < 0.02, `deviation ${deviation}`);
    const kurtosis = sum(sample.map((r) => ((r - mean) / deviation) ** 4)) / n;
    assert.ok(Math.abs(kurtosis - 3) < 0.15, `kurtosis ${kurtosis}`);
  }
  const [a = [], b = []] = returns;
  const correlation = sum(a.map((r, i) => r * (b[i] ?? 0))) / a.length / stated ** 2;
  assert.ok(Math.abs(correlation) < 0.03, `correlation ${correlation}`);
});

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
