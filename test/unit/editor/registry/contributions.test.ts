import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { commandIds } from "../../../../src/editor/registry/command-ids.ts";
import { contextKeys } from "../../../../src/editor/registry/context-keys.ts";
import { settingIds } from "../../../../src/editor/registry/settings.ts";
import {
  entityPageType,
  notebookType,
  resultPanelType,
  viewContainerId,
  viewIds,
  viewItems,
} from "../../../../src/editor/registry/view-ids.ts";

interface MenuEntry {
  readonly command: string;
  readonly when?: string;
}

interface Manifest {
  readonly icon: string;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly name: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when?: string }[];
    readonly menus: Readonly<Record<string, readonly MenuEntry[]>>;
    readonly keybindings: readonly MenuEntry[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope?: string }>> };
    readonly walkthroughs: readonly {
      readonly description: string;
      readonly steps: readonly {
        readonly title: string;
        readonly description: string;
        readonly media: { readonly markdown: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
  };
}

const root = new URL("../../../../", import.meta.url);
const words = JSON.parse(readFileSync(new URL("package.nls.json", root), "utf8")) as Readonly<Record<string, string>>;
/** Words as a person reads them; in the file they are keys of `package.nls.json`. */
const manifest = JSON.parse(readFileSync(new URL("package.json", root), "utf8"), (_key, value: unknown) =>
  typeof value === "string" ? value.replace(/^%(.+)%$/, (_all, key: string) => words[key] ?? "") : value,
) as Manifest;
const { contributes } = manifest;
const known = new Set<string>(Object.values(commandIds));
const menuEntries = [...Object.values(contributes.menus).flat(), ...contributes.keybindings];
const whens = [...menuEntries, ...contributes.viewsWelcome].flatMap(({ when }) => when ?? []);

function linkedCommands(text: string): readonly string[] {
  return [...text.matchAll(/command:([\w.]+)/g)].flatMap(([, command]) => command ?? []);
}

test("package.json declares exactly the commands of the registry", () => {
  assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), [...known].sort());
});

test("package.json declares exactly the views and settings of the registry", () => {
  assert.deepEqual(
    contributes.viewsContainers.activitybar.map(({ id }) => id),
    [viewContainerId],
  );
  assert.deepEqual(
    (contributes.views[viewContainerId] ?? []).map(({ id }) => id).sort(),
    Object.values(viewIds).sort(),
  );
  assert.deepEqual(Object.keys(contributes.configuration.properties).sort(), Object.values(settingIds).sort());
});

test("menus, keybindings, welcomes and walkthroughs name only commands that exist", () => {
  const focus = new Set(Object.values(viewIds).map((view) => `${view}.focus`));
  const texts = [
    ...contributes.viewsWelcome.map(({ contents }) => contents),
    ...contributes.walkthroughs.flatMap(({ steps }) =>
      steps.flatMap((step) => [step.description, ...step.completionEvents]),
    ),
  ];
  const named = [
    ...menuEntries.map(({ command }) => command),
    ...texts.flatMap(linkedCommands),
    ...texts.flatMap((text) => text.match(/(?<=^onCommand:).+/)?.[0] ?? []),
  ];
  assert.ok(named.length > 30, "the test looks at nothing");
  assert.deepEqual(
    named.filter((command) => !known.has(command) && !focus.has(command)),
    [],
  );
});

test("every view has a welcome, and welcomes and menus name only views and tree items that exist", () => {
  const views = new Set<string>(Object.values(viewIds));
  assert.deepEqual(new Set(contributes.viewsWelcome.map(({ view }) => view)), views);
  const namedViews = whens.flatMap((when) =>
    [...when.matchAll(/\bview == ([\w.]+)/g)].flatMap(([, view]) => view ?? []),
  );
  assert.deepEqual(
    namedViews.filter((view) => !views.has(view)),
    [],
  );
  const items = new Set<string>(Object.values(viewItems));
  const namedItems = whens.flatMap((when) =>
    [...when.matchAll(/\bviewItem (?:== (\w+)|=~ \/\^\(([\w|]+)\)\$\/)/g)].flatMap(
      ([, one, many]) => one ?? many?.split("|") ?? [],
    ),
  );
  assert.ok(namedItems.length > 5, "the test looks at nothing");
  assert.deepEqual(
    namedItems.filter((item) => !items.has(item)),
    [],
  );
});

test("when clauses and steps of the walkthrough ask only context keys and views of the registry", () => {
  const keys = new Set<string>([
    ...Object.values(contextKeys),
    ...Object.values(viewIds),
    notebookType,
    entityPageType,
    resultPanelType,
  ]);
  const ticked = contributes.walkthroughs.flatMap(({ steps }) => steps.flatMap((step) => step.completionEvents));
  // A command ticks a step also when it was left by Escape, and a view that is open already never ticks its own.
  for (const event of ticked) assert.match(event, /^onContext:tenantTrail\.\w+$/);
  const asked = [...whens, ...ticked].flatMap((when) => when.match(/tenantTrail\.\w+/g) ?? []);
  assert.deepEqual(
    asked.filter((key) => !keys.has(key)),
    [],
  );
  for (const key of Object.values(contextKeys)) assert.ok(asked.includes(key), `${key} is asked nowhere`);
});

test("a workspace that is not trusted cannot name the lake or a connection to AWS", () => {
  assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, [
    settingIds.lake,
    settingIds.aws,
  ]);
});

test("pictures and walkthrough pages are there", () => {
  const files = [
    manifest.icon,
    ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
    ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)),
  ];
  for (const file of files) assert.ok(existsSync(new URL(file, root)), file);
});

test("words are in sentence case and calm", () => {
  const titles = [
    ...contributes.commands.map(({ title }) => title),
    ...Object.values(contributes.views).flatMap((views) => views.map(({ name }) => name)),
    ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ title }) => title)),
  ];
  for (const title of titles) {
    assert.match(title, /^[A-Z]/);
    assert.doesNotMatch(
      title.replace(/TenantTrail|\bAWS\b|\bQuick Sight\b|\bS3 URI\b|\bS3\b/g, "").slice(1),
      /[A-Z]/,
      `not in sentence case: ${title}`,
    );
  }
  const texts = [...titles, ...contributes.viewsWelcome.map(({ contents }) => contents)];
  for (const text of texts) assert.doesNotMatch(text, /(?:^|[^&|=(])!(?!=)|\bplease\b|\boops\b/i);
});

test("only the user's own settings begin a collection: a workspace's are not even offered", () => {
  const { properties } = manifest.contributes.configuration;
  for (const id of [settingIds.keepCollecting, settingIds.keepCollectingMinutes])
    assert.equal(properties[id]?.scope, "machine", id);
});
