import assert from "node:assert/strict";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { type ThemeName, themeClasses } from "./themes.ts";

/**
 * Fails when axe-core finds something serious or critical in what a page shows now, in any theme. The page stands in
 * high contrast afterwards.
 *
 * @throws AssertionError with a line for each fault: theme, rule, what is wrong, the first elements.
 */
export async function noSeriousFault(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const faults: string[] = [];
  for (const theme of ["dark", "light", "high-contrast"] as const) {
    await changeTheme(page, theme);
    faults.push(...(await page.evaluate(seriousFaults)).map((fault) => `${theme}: ${fault}`));
  }
  assert.deepEqual(faults, []);
}

/** As VS Code does it when a person takes another theme while a webview is open: the colours first, then the class. */
async function changeTheme(page: Page, theme: ThemeName): Promise<void> {
  await page.evaluate(
    ([name, themeClass]) =>
      new Promise<void>((resolve, reject) => {
        const sheet = document.querySelector<HTMLLinkElement>("link[href*='/theme.css']");
        if (sheet === null) return reject(new Error("The page has no theme"));
        sheet.onload = () => {
          document.body.className = themeClass;
          requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
        };
        sheet.href = sheet.href.replace(/theme=[a-z-]+/, `theme=${name}`);
      }),
    [theme, themeClasses[theme]] as const,
  );
}

/** Runs in the page, once axe-core is there. */
async function seriousFaults(): Promise<readonly string[]> {
  const { violations } = await (globalThis as unknown as { readonly axe: typeof axe }).axe.run({
    resultTypes: ["violations"],
  });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => {
      const elements = nodes.slice(0, 3).map(({ html, any, all, none }) => {
        const why = [...any, ...all, ...none].map(({ message }) => message).join(" ");
        return `${html.replaceAll(/\s+/g, " ").slice(0, 160)} ${why}`;
      });
      return `${id}: ${help} (${nodes.length}): ${elements.join(" | ")}`;
    });
}
