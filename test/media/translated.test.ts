import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { DeployPages } from "./deploy-page/deploy-pages.ts";
import { fakeSummary } from "./result-view/fake-rows.ts";
import { ResultPages } from "./result-view/result-page.ts";

/** The texts of a page, of its names for a screen reader too, that no brackets surround. */
async function untranslated(page: Page): Promise<readonly string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [];
    const walk = (root: ParentNode): void => {
      for (const element of root.querySelectorAll("*")) {
        if (element.matches("script, style")) continue;
        for (const name of ["aria-label", "title", "placeholder"]) found.push(element.getAttribute(name) ?? "");
        for (const { nodeType, textContent } of element.childNodes) if (nodeType === 3) found.push(textContent ?? "");
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    };
    walk(document.body);
    return found;
  });
  return [...new Set(texts.map((text) => text.replace(/⟦[^⟦⟧]*⟧/gu, "").trim()))].filter((text) =>
    /\p{L}{2,}/u.test(text),
  );
}

test("a page whose words came with it shows no word of its own in English", async () => {
  await using pages = await DeployPages.start();
  await using deploy = await pages.open({}, { isTranslated: true });
  await deploy.button("⟦Look at the account⟧").click();
  await deploy.button("⟦Next: parameters⟧").waitFor();
  const given = [
    "security (eu-central-1)",
    "sandbox",
    "(us-east-1)",
    "eu-central-1 (Frankfurt)",
    "us-east-1 (N. Virginia)",
    "eu-west-1 (Ireland)",
    "arn:aws:sts::123456789012:assumed-role/SecurityEngineer/adele.vance",
  ];
  assert.deepEqual(await untranslated(deploy.page), given);
  assert.deepEqual(deploy.problems, []);
});

test("a result is translated but for what was asked and answered", async () => {
  await using pages = await ResultPages.start();
  await using result = await pages.open({ kind: "ready", summary: fakeSummary(0) }, { isTranslated: true });
  await result.page.getByText("⟦0 rows⟧").waitFor();
  const asked = "2026-10-24 – 2026-11-22";
  const given = [
    "Password spray by address",
    `${asked}\ncontoso\n\nminimum = 10\n/lakes/contoso`,
    `${asked} · contoso ·  · minimum = 10`,
  ];
  assert.deepEqual(await untranslated(result.page), given);
  assert.deepEqual(result.problems, []);
});
