/** The fields of contributions that a person reads. */
const shownFields = new Set([
  ...["title", "displayName", "category", "contents", "label", "description", "markdownDescription"],
  ...["userDescription", "enumDescriptions", "markdownEnumDescriptions"],
]);
/** What a model or a parser reads stays where it is; the tools of models are told by the code. */
const unshown = new Set(["inputSchema", "modelDescription", "configurationDefaults", "grammars", "languageModelTools"]);

/**
 * A manifest whose words stand under keys, and the words. Words that stand under a key already keep it; what no key
 * names any more is dropped.
 *
 * @param {any} manifest
 * @param {Readonly<Record<string, string>>} known the words that stand under keys already
 * @returns {{ manifest: any, words: Readonly<Record<string, string>> }}
 */
export function withWordsApart(manifest, known) {
  /** @type {Record<string, string>} */
  const words = {};
  /** @type {(text: string, key: string) => string} */
  const moved = (text, key) => {
    const held = /^%(.+)%$/.exec(text)?.[1];
    const name = held ?? free(key, text);
    const word = held === undefined ? text : known[held];
    if (word === undefined) throw new Error(`package.nls.json has no ${held}`);
    words[name] = word;
    return `%${name}%`;
  };
  /** @type {(key: string, text: string) => string} */
  const free = (key, text) => {
    let name = key;
    for (let number = 2; words[name] !== undefined && words[name] !== text; number++) name = `${key}.${number}`;
    return name;
  };
  /** @type {(value: any, path: readonly (string | number)[], field: string) => any} */
  const walk = (value, path, field) => {
    if (typeof value === "string") return shownFields.has(field) ? moved(value, keyOf(path, field)) : value;
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, nameOf(item, index)], field));
    if (typeof value !== "object" || value === null) return value;
    /** @type {(entry: [string, any]) => [string, any]} */
    const within = ([name, part]) => {
      // A view's and a container's name is shown; a tool's and a parameter's is its id.
      const isShownName = name === "name" && path[0] === "views";
      if (unshown.has(name)) return [name, part];
      return [name, isShownName ? moved(part, keyOf([...path, name], name)) : walk(part, [...path, name], name)];
    };
    return Object.fromEntries(Object.entries(value).map(within));
  };
  const { capabilities, contributes } = manifest;
  const changed = { ...manifest };
  if (capabilities) changed.capabilities = walk(capabilities, ["capabilities"], "");
  changed.contributes = walk(contributes, [], "");
  return { manifest: changed, words: Object.fromEntries(Object.entries(words).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/**
 * One key for each word: `commands.importLogs.title`; the category is the same everywhere.
 *
 * @param {readonly (string | number)[]} path
 * @param {string} field
 */
function keyOf(path, field) {
  if (field === "category") return "category";
  const parts = path.filter((part) => part !== "properties").map((part) => String(part).replace(/^tenantTrail\./, ""));
  return parts.join(".");
}

/**
 * @param {any} item
 * @param {number} index
 */
function nameOf(item, index) {
  if (typeof item !== "object" || item === null) return index;
  return item.command ?? item.id ?? item.type ?? (item.view && `${item.view}.${index}`) ?? item.name ?? index;
}
