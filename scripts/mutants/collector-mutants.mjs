/** @type {readonly import("./mutant.mjs").Mutant[]} */
export const collectorMutants = [
  {
    name: "nothing is read again",
    edits: [
      {
        file: "src/collector/plan/due-again.ts",
        find: ".filter(({ fromMs, toMs }) => fromMs < toMs);",
        replace: ".filter(() => false);",
      },
    ],
    level: { lives: 60 },
  },
  {
    name: "the first second of each window is not asked for",
    edits: [
      {
        file: "src/collector/sources/graph-query.ts",
        find: "  const { time } = source;\n",
        replace: "  const { time } = source;\n  fromMs += 1_000;\n",
      },
    ],
    level: { lives: 60 },
  },
  {
    name: "the last millisecond of each window is not asked for",
    edits: [
      {
        file: "src/collector/sources/graph-query.ts",
        find: 'return new Date(ms - 1).toISOString().replace(fraction, ".$19999Z");',
        replace: 'return new Date(ms - 1).toISOString().replace(fraction, ".$10000Z");',
      },
    ],
    level: { lives: 60 },
  },
  {
    name: "the first millisecond of an exclusive window is not asked for",
    edits: [
      {
        file: "src/collector/sources/graph-query.ts",
        find: "instant(fromMs - 1)",
        replace: "instant(fromMs)",
      },
    ],
    level: { tests: ["test/unit/collector/sources/read-graph-window.test.ts"] },
  },
  {
    name: "content that had expired counts as read",
    edits: [
      {
        file: "src/collector/sources/read-content-window.ts",
        find: "    found.missing.push(isInside ? { fromMs: createdMs, toMs: createdMs + 1 } : stretch);\n",
        replace: "",
      },
    ],
    level: { tests: ["test/unit/collector/sources/read-content-window.test.ts"] },
  },
  {
    name: "what fell below the floor while it was read counts as read",
    edits: [
      {
        file: "src/collector/run/after-failure.ts",
        find: "floorMs <= window.fromMs ? [] :",
        replace: "floorMs <= window.fromMs || floorMs > 0 ? [] :",
      },
    ],
    level: { tests: ["test/unit/collector/run/run-ends.test.ts"] },
  },
  {
    name: "a body that is cut between two records is whole",
    edits: [
      {
        file: "src/collector/microsoft/body/json-body.ts",
        find: '      at = skipSpace(this.#text, end);\n      if (this.#text[at] === "]") return at + 1;',
        replace:
          '      at = skipSpace(this.#text, end);\n      if (at >= this.#text.length) return at;\n      if (this.#text[at] === "]") return at + 1;',
      },
      {
        file: "src/collector/microsoft/body/json-body.ts",
        find: '      if (this.#text[at] === "}") return at + 1;\n      this.#expectComma(at);',
        replace:
          '      if (this.#text[at] === "}" || at >= this.#text.length) return at + 1;\n      this.#expectComma(at);',
      },
      {
        file: "src/collector/microsoft/body/json-body.ts",
        find: "if (skipSpace(this.#text, end) !== this.#text.length)",
        replace: "if (skipSpace(this.#text, end) < this.#text.length)",
      },
    ],
    level: { tests: ["test/unit/collector/microsoft/answers.test.ts"] },
  },
  {
    name: "rows of a page whose commit failed at another slice count as held",
    edits: [
      {
        file: "src/collector/run/committer.ts",
        find: "for (const open of [...opens, ...ended.map(({ open }) => open)])",
        replace: "for (const open of ended.map(({ open }) => open))",
      },
    ],
    level: { tests: ["test/unit/collector/run/committer.test.ts"] },
  },
  {
    name: "of a table's sources only the first is read",
    edits: [
      {
        file: "src/collector/run/due/plan-run.ts",
        find: "    (source) => request.tables === undefined || request.tables.includes(logSources[source].table),\n",
        replace:
          "    (source, index, all) =>\n      (request.tables === undefined || request.tables.includes(logSources[source].table)) &&\n      all.findIndex((other) => logSources[other].table === logSources[source].table) === index,\n",
      },
    ],
    level: { lives: 60 },
  },
  {
    name: "204 in place of a list is its end",
    edits: [
      {
        file: "src/collector/microsoft/chain/whole-or-damaged-answer.ts",
        find: '  if (status !== 200 && method !== "POST") throw',
        replace:
          '  if (status === 204) return { members: {}, elements: [], isArray: api === "management", malformed: 0 };\n  if (status !== 200 && method !== "POST") throw',
      },
    ],
    level: { tests: ["test/unit/collector/microsoft/no-answers.test.ts"] },
  },
  {
    name: "206 is a whole list",
    edits: [
      {
        file: "src/collector/microsoft/chain/whole-or-damaged-answer.ts",
        find: '  if (status !== 200 && method !== "POST") throw',
        replace: '  if (status !== 200 && status !== 206 && method !== "POST") throw',
      },
    ],
    level: { lives: 60 },
  },
  {
    name: "one refusal for want of a licence is believed",
    edits: [
      {
        file: "src/collector/sources/doubted-licence.ts",
        find: "const doubts = { has: 25, unknown: 6 } as const;",
        replace: "const doubts = { has: 1, unknown: 1 } as const;",
      },
    ],
    level: { tests: ["test/simulation/collecting/licence-runs.test.ts"] },
  },
  {
    name: "that no subscription ran is not kept before its start is asked for",
    edits: [
      {
        file: "src/collector/sources/subscribe.ts",
        find: 'await microsoft.send({ ...request, method: "POST", beforeSending });',
        replace: 'await microsoft.send({ ...request, method: "POST", ...(from === "" && { beforeSending }) });',
      },
    ],
    level: { tests: ["test/simulation/collecting/subscription-starts.test.ts"] },
  },
  {
    name: "a run does not hear of a subscription that another started meanwhile",
    edits: [
      {
        file: "src/collector/run/window-reading.ts",
        find: 'source.axis === "contentCreated"',
        replace: 'source.axis === "polled"',
      },
    ],
    level: { tests: ["test/simulation/collecting/subscribing-at-once.test.ts"] },
  },
  {
    name: "content of a time without a subscription counts as read",
    edits: [
      {
        file: "src/collector/run/after-failure.ts",
        find: "return partsIn(window, unsubscribedRanges(settings, source.id));",
        replace: "return partsIn(window, unsubscribedRanges(settings, source.id)).slice(0, 0);",
      },
    ],
    level: { lives: 60 },
  },
  {
    name: "a record that makes its page fail is not narrowed down",
    edits: [
      {
        file: "src/collector/run/after-failure.ts",
        find: 'if (remedy.kind === "halve" && hasHalves)',
        replace: 'if (remedy.kind === "halve" && hasHalves && window.fromMs < 0)',
      },
    ],
    level: { tests: ["test/unit/collector/run/failing-record.test.ts"] },
  },
  {
    name: "a read is not held against the lake",
    edits: [
      {
        file: "src/collector/run/committer.ts",
        find: "if (question === undefined || open.unmerged !== undefined) return;",
        replace: "if (open !== undefined) return;",
      },
    ],
    level: { tests: ["test/unit/collector/run/agreeing-reads.test.ts"] },
  },
  {
    name: "a filtered read covers what it asked for",
    edits: [
      {
        file: "src/collector/run/window-reading.ts",
        find: "if (options.request.filter === undefined) return committer.end",
        replace: "if (options.request !== undefined) return committer.end",
      },
    ],
    level: { tests: ["test/unit/collector/run/agreeing-reads.test.ts"] },
  },
  {
    name: "a read that lacks held rows covers its stretch",
    edits: [
      {
        file: "src/lake/ledger/ledger-state.ts",
        find: "if (window.doubted !== true) coverage.set",
        replace: "if (window !== undefined) coverage.set",
      },
    ],
    level: { tests: ["test/lake/commit/ledger-coverage.test.ts"] },
  },
  {
    name: "one read that lacks a row says that it is no longer offered",
    edits: [
      {
        file: "src/lake/ledger/lacked-rows.ts",
        find: "return reads >= lackingReads && lastMs - firstMs >= lackingForMs;",
        replace: "return reads >= 1;",
      },
    ],
    level: { tests: ["test/unit/lake/lacked-rows.test.ts"] },
  },
  {
    name: "a day that was read once is complete",
    edits: [
      {
        file: "src/lake/collecting/day-state.ts",
        find: "if (foundMs === null && onceMs === null) return",
        replace: "if (foundMs === null) return",
      },
    ],
    level: { tests: ["test/unit/lake/day-state.test.ts"] },
  },
  {
    name: "what was read once is not read again",
    edits: [
      {
        file: "src/collector/plan/due-again.ts",
        find: "(onceMs !== null && onceMs + agreeingMs <= nowMs);",
        replace: "false;",
      },
    ],
    level: { tests: ["test/unit/collector/plan/plan.test.ts"] },
  },
  {
    name: "the last second of content is not asked for",
    edits: [
      {
        file: "src/collector/sources/read-content-window.ts",
        find: "const end = Math.ceil(toMs / second) * second;",
        replace: "const end = Math.floor(toMs / second) * second;",
      },
    ],
    level: { tests: ["test/unit/collector/sources/read-content-window.test.ts"] },
  },
  {
    name: "the hour around a record that makes its answers fail is given up",
    edits: [
      {
        file: "src/collector/run/failing-record.ts",
        find: "if (isShortest) return",
        replace: "if (toMs - fromMs < 3_600_000) return",
      },
    ],
    level: { tests: ["test/unit/collector/run/failing-record.test.ts"] },
  },
  {
    name: "a floor in the year 1 or to come is believed",
    edits: [
      {
        file: "src/collector/run/after-failure.ts",
        find: "return floorMs <= nowMs && fromMs < floorMs + floorMarginMs;",
        replace: "return true;",
      },
    ],
    level: { tests: ["test/simulation/collecting/odd-answers.test.ts"] },
  },
  {
    name: "content that was listed for another window than its own is missing from that one alone",
    edits: [
      {
        file: "src/collector/sources/read-content-window.ts",
        find: "isInside ? { fromMs: createdMs, toMs: createdMs + 1 } : stretch",
        replace: "{ fromMs: createdMs, toMs: createdMs + 1 }",
      },
    ],
    level: { tests: ["test/simulation/collecting/odd-answers.test.ts"] },
  },
  {
    name: "a search that left records out counts as whole",
    edits: [
      {
        file: "src/collector/sources/search-limit-fields.ts",
        find: "return isExceeded ?? (records !== undefined && given >= records);",
        replace: "return isExceeded === undefined && records === given;",
      },
    ],
    level: { tests: ["test/unit/collector/sources/audit-search.test.ts"] },
  },
  {
    name: "audit searches of a day are not counted",
    edits: [
      {
        file: "src/lake/collecting/search-budget.ts",
        find: "if (started.length >= searchesPerDay) return",
        replace: "if (started.length >= 100 * searchesPerDay) return",
      },
    ],
    level: { lives: 60 },
  },
  {
    name: "risky sign-ins are asked for 60 days back",
    edits: [
      {
        file: "src/lake/collecting/log-sources.ts",
        find: "const risk = { premium: 30, p2: 90, free: 0 } as const;",
        replace: "const risk = { premium: 30, p2: 60, free: 0 } as const;",
      },
    ],
    level: { tests: ["test/unit/simulated-microsoft/offered-days.test.ts"] },
  },
  {
    name: "pages in a circle are followed as long as their links are new",
    edits: [
      {
        file: "src/collector/sources/page-links.ts",
        find: "if (this.#repeated > mostRepeated) throw",
        replace: "if (this.#repeated > 1_000_000) throw",
      },
    ],
    level: { tests: ["test/simulation/collecting/odd-answers.test.ts"] },
  },
];
