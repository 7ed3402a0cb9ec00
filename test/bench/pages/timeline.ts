import { EntityPages } from "../../media/entity-page/entity-pages.ts";
import { fakeState } from "../../media/entity-page/fake-entity.ts";

/** So many places of the timeline are looked at, from the newest event to the oldest. */
const looks = 20;

/** The most lines that are drawn at once while a timeline of so many events is scrolled through, and the time of a look. */
async function scrolled(
  pages: EntityPages,
  events: number,
): Promise<{ readonly lines: number; readonly milliseconds: number }> {
  await using entity = await pages.open(fakeState(events));
  const { page } = entity;
  await page.locator("#event-0 .event-words").waitFor();
  let lines = 0;
  const begin = performance.now();
  for (let look = 0; look <= looks; look++) {
    const row = Math.round(((events - 1) * look) / looks);
    await page.locator(".timeline").evaluate((list, part) => {
      list.scrollTop = (list.scrollHeight - list.clientHeight) * part;
    }, look / looks);
    await page.locator(`#event-${row} .event-words`).waitFor();
    lines = Math.max(lines, await page.locator(".event-line").count());
  }
  return { lines, milliseconds: (performance.now() - begin) / (looks + 1) };
}

await using pages = await EntityPages.start();
for (const events of [1000, 100_000]) {
  const { lines, milliseconds } = await scrolled(pages, events);
  process.stdout.write(
    `a timeline of ${events} events: at most ${lines} lines drawn, ${milliseconds.toFixed(0)} ms from a jump to its event\n`,
  );
}
