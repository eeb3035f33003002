// Waiting for what the page announces, however slow the machine is. No test may assume that a frame, a poll or a message
// comes within some time: the limit here is only for what never comes.
import assert from "node:assert/strict";

/** Milliseconds after which something is taken to be missing. */
export const kPatience = 240_000;

export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Asks until the answer is truthy, and answers it; throws, with `what` was waited for, when patience is at an end. To ask costs
 * the page's time: what is long in coming is asked for less often, up to every `seldom` milliseconds. */
export async function until(what, ask, { every = 50, seldom = Math.max(every, 400) } = {}) {
  const end = Date.now() + kPatience;
  for (; ; every = Math.min(every * 1.3, seldom)) {
    const answer = await ask();
    if (answer) return answer;
    assert.ok(Date.now() < end, `${what}: not within ${kPatience / 1000} s`);
    await pause(every);
  }
}

/** Until what is asked fits the pattern; answers it. */
export async function becomes(what, ask, pattern) {
  let said;
  try {
    await until(what, async () => pattern.test((said = await ask()) ?? ""));
  } catch (error) {
    throw new Error(`${error.message}; the last was: ${said}`);
  }
  return said;
}

/** Until what is asked is something, and no longer `from`; answers it. */
export async function changes(what, ask, from) {
  let said;
  await until(`${what} (it was ${from})`, async () => (said = await ask()) !== undefined && said !== from);
  return said;
}
