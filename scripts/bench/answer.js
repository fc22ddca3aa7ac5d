// @ts-check

/**
 * Answers what the benchmark asks this process, one question at a time.
 * @param {Record<string, (argument: any) => unknown>} answers by question
 */
export function answer(answers) {
  process.on('message', async (/** @type {{ question: string, argument: unknown }} */ asked) => {
    process.send?.({ answer: await answers[asked.question]?.(asked.argument) });
  });
}
