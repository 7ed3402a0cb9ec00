/** What one place of the project may import. Nothing else may be imported there, and an imported type counts too. */
export interface Place {
  /** A folder with all below it, one file, or all files that begin with what stands before a `*`. The longest that fits counts. */
  readonly place: string;
  /** Places that are listed above this one, and built-ins and packages by name. */
  readonly may: readonly string[];
}

const storage = "src/lake/storage";
const s3Storage = "src/lake/storage/s3";
const merge = "src/lake/merge";
const slices = "src/lake/slices";
const ledger = "src/lake/ledger";
const collecting = "src/lake/collecting";
const unnamed = "src/lake/unnamed";
/** What every place may import. */
export const everywhere = "src/base";

const protocol = "src/protocol";
const rpc = "src/rpc";
const schema = "src/tables/schema";
const errorCodes = "src/tables/schema/error-codes.ts";
const leadingColumns = "src/tables/schema/leading-columns.ts";
const shapes = "src/tables/shapes";
const sql = "src/tables/sql";
const duckdb = "src/duckdb";
const macros = "src/dialect/macros";
const duckdbPackage = "@duckdb/node-api";

const awsClients = "src/aws/clients";
const awsPackages = (...services: readonly string[]): readonly string[] =>
  services.map((service) => `@aws-sdk/client-${service}`);
const allAwsPackages = awsPackages(
  "athena",
  "cloudformation",
  "cloudwatch",
  "cloudwatch-logs",
  "glue",
  "iam",
  "lambda",
  "quicksight",
  "s3",
  "ssm",
  "sts",
);

const files = ["node:fs", "node:fs/promises", "node:os", "node:path"];

/** A place imports only places that stand above it, so that no two places import each other. */
export const places: readonly Place[] = [
  { place: everywhere, may: [] },
  { place: protocol, may: [] },
  { place: rpc, may: [protocol, "vscode-jsonrpc"] },

  // Plain lists of words, which the editor reads without asking the lake process for them.
  { place: errorCodes, may: [] },
  { place: leadingColumns, may: [protocol] },
  { place: schema, may: [protocol] },
  { place: shapes, may: [protocol, schema, "node:crypto"] },
  { place: sql, may: [protocol, schema, errorCodes, shapes] },
  { place: "src/tables", may: [protocol, schema, errorCodes, sql] },

  { place: "src/sqlfile", may: [protocol, "yaml"] },

  { place: duckdb, may: [protocol, shapes, duckdbPackage] },

  { place: awsClients, may: [...allAwsPackages, "@smithy/node-http-handler"] },

  ...sampleTenant(),
  ...dialect(),
  // What the language server knows, without any engine, file or lake.
  {
    place: "src/language",
    may: [
      ...[protocol, schema, errorCodes, sql, "src/tables", "src/sqlfile"],
      ...["types", "scope", "translate.ts"].map((part) => `src/dialect/${part}`),
    ],
  },
  ...lake(),
  ...aws(),
  ...collector(),

  {
    place: "src/import/bytes",
    may: [protocol, storage, "node:fs/promises", "node:crypto", "node:stream", "node:zlib", "yauzl"],
  },
  { place: "src/import/formats", may: [protocol, "src/import/bytes", "csv-parse"] },
  {
    place: "src/import/split",
    may: ["src/import/bytes", "src/import/formats", "node:buffer", "csv-parse"],
  },
  {
    place: "src/import",
    may: [
      protocol,
      shapes,
      storage,
      slices,
      "src/import/bytes",
      "src/import/formats",
      "src/import/split",
      "node:fs/promises",
      "node:os",
      "node:path",
      "node:worker_threads",
    ],
  },

  ...query(),

  { place: "src/service/temporary-folder.ts", may: [...files, "node:net"] },
  {
    place: "src/service",
    may: [
      protocol,
      rpc,
      schema,
      sql,
      duckdb,
      macros,
      storage,
      slices,
      ledger,
      collecting,
      "src/lake",
      "src/lake/commit.ts",
      "src/lake/committing",
      "src/lake/recover.ts",
      s3Storage,
      "src/lake/verify",
      "src/aws/credentials",
      "src/aws/session",
      "src/aws/stack",
      "src/aws/objects",
      "src/aws/invoke",
      "src/aws/quicksight",
      "src/aws/deploy",
      "src/collector",
      "src/collector/collect.ts",
      "src/collector/microsoft",
      "src/collector/microsoft/limits",
      "src/collector/microsoft/microsoft.ts",
      "src/collector/run",
      "src/collector/guide",
      "src/collector/sign-in",
      "src/collector/sources",
      "src/import",
      "src/import/bytes",
      "src/import/formats",
      "src/query",
      "src/query/engine.ts",
      "src/query/athena",
      "src/query/athena/athena-access.ts",
      "src/query/evidence",
      "src/query/evidence/facts",
      "src/query/results/result-sets.ts",
      "src/sample-tenant",
      "src/sample-tenant/events.ts",
      "src/service/temporary-folder.ts",
      ...files,
      "node:events",
      "node:timers/promises",
      "node:url",
      duckdbPackage,
      "valibot",
      "vscode-jsonrpc",
    ],
  },
  // What assistants may ask, behind both of its faces: the editor's tools and the MCP server.
  {
    place: "src/assistant/meaning",
    may: [],
  },
  { place: "src/assistant/answers", may: [protocol] },
  {
    place: "src/assistant",
    may: [
      ...[protocol, schema, errorCodes, "src/tables", "src/sqlfile", "src/language"],
      ...["src/assistant/meaning", "src/assistant/answers", "valibot", "@valibot/to-json-schema"],
    ],
  },
  {
    place: "src/mcp",
    may: [
      ...[protocol, "src/sqlfile", "src/assistant", "@modelcontextprotocol/server"],
      ...["node:fs/promises", "node:path", "node:url", "node:util"],
    ],
  },
  {
    place: "src/function",
    may: [
      protocol,
      duckdb,
      storage,
      ledger,
      collecting,
      "src/lake",
      "src/collector",
      "src/collector/microsoft/limits",
      "src/collector/microsoft/microsoft.ts",
      "src/service",
      "node:crypto",
      "valibot",
    ],
  },
  {
    place: "src/entry/lambda.ts",
    may: [
      protocol,
      awsClients,
      "src/function",
      "src/service",
      "node:os",
      "node:path",
      "@aws-lambda-powertools/logger",
      "@aws-lambda-powertools/metrics",
      "@aws-sdk/client-ssm",
      "aws-lambda",
    ],
  },
  {
    place: "src/entry/language-protocol.ts",
    may: [protocol, "src/language", "vscode-languageserver", "vscode-languageserver-textdocument"],
  },
  {
    place: "src/entry/language-findings.ts",
    may: [
      ...["src/language", "src/entry/language-protocol.ts", "node:timers/promises"],
      ...["vscode-languageserver", "vscode-languageserver-textdocument"],
    ],
  },
  { place: "src/entry/language-registration.ts", may: [protocol, "vscode-languageserver"] },
  {
    place: "src/entry/language-server.ts",
    may: [
      ...[protocol, "src/language", "vscode-languageserver", "vscode-languageserver-textdocument"],
      ...["findings", "protocol", "registration"].map((part) => `src/entry/language-${part}.ts`),
    ],
  },
  {
    place: "src/entry/mcp-server.ts",
    may: [protocol, storage, "src/mcp", "src/service", "src/service/temporary-folder.ts"],
  },
  {
    place: "src/entry",
    may: [
      protocol,
      storage,
      "src/aws/session",
      "src/aws/deploy",
      "src/aws/stack",
      "src/import",
      "src/service",
      "src/service/temporary-folder.ts",
      "node:fs",
      "node:fs/promises",
      "node:readline/promises",
      "node:stream",
      "node:stream/consumers",
      "node:url",
      "node:util",
      "node:worker_threads",
      "vscode-jsonrpc",
    ],
  },

  ...editor(),

  ...media(),
];

/** The dialect uses no engine, file or lake, because the language server needs it. */
function dialect(): readonly Place[] {
  const folder = (name: string): string => `src/dialect/${name}`;
  const [parse, text, types, days] = [folder("parse"), folder("text"), folder("types"), folder("days")];
  const scope = [parse, text, types, folder("scope")];
  const casts = [...scope, folder("casts")];
  const operators = [...casts, folder("operators")];
  const functions = [...operators, folder("functions")];
  const expressions = folder("expressions");
  return [
    { place: macros, may: [] },
    { place: parse, may: [protocol, "src/sqlfile"] },
    { place: text, may: [sql, parse] },
    { place: types, may: [parse, text] },
    { place: days, may: [parse, types] },
    { place: folder("scope"), may: [protocol, "src/sqlfile", parse, text, types, days] },
    { place: folder("trino"), may: [protocol, parse, text, types] },
    { place: folder("casts"), may: scope },
    { place: folder("operators"), may: [protocol, days, ...casts] },
    { place: folder("functions"), may: operators },
    { place: expressions, may: [protocol, ...functions] },
    { place: folder("relations"), may: [days, ...operators, expressions] },
    {
      place: folder("translate.ts"),
      may: [protocol, days, ...scope, folder("operators"), expressions, folder("relations"), macros],
    },
  ];
}

function lake(): readonly Place[] {
  return [
    { place: storage, may: [protocol, ...files, "node:crypto", "node:timers/promises"] },
    {
      place: s3Storage,
      may: [
        protocol,
        storage,
        "node:fs",
        "node:fs/promises",
        "node:path",
        "node:crypto",
        "node:stream",
        "node:timers/promises",
        "@aws-sdk/client-s3",
      ],
    },
    { place: merge, may: [protocol, schema, sql, duckdb, duckdbPackage, "node:crypto"] },
    {
      place: ledger,
      may: [protocol, storage, "node:crypto", "node:timers/promises", "valibot"],
    },
    {
      place: slices,
      may: [
        protocol,
        schema,
        sql,
        duckdb,
        storage,
        merge,
        ledger,
        "node:fs/promises",
        "node:os",
        "node:path",
        "node:crypto",
        duckdbPackage,
        "@duckdb/node-bindings",
      ],
    },
    { place: collecting, may: [protocol, storage, ledger, "valibot"] },
    { place: unnamed, may: [protocol, duckdb, storage, slices, ledger] },
    {
      place: "src/lake",
      may: [protocol, duckdb, storage, slices, ledger, collecting, unnamed, "node:crypto", duckdbPackage],
    },
    { place: "src/lake/committing", may: [protocol, storage, slices, ledger, unnamed, "src/lake"] },
    { place: "src/lake/commit.ts", may: [protocol, storage, slices, ledger, "src/lake", "src/lake/committing"] },
    {
      place: "src/lake/recover.ts",
      may: [protocol, storage, slices, ledger, unnamed, "src/lake", "src/lake/commit.ts"],
    },
    {
      place: "src/lake/verify",
      may: [
        protocol,
        schema,
        sql,
        duckdb,
        storage,
        merge,
        slices,
        ledger,
        unnamed,
        "src/lake",
        duckdbPackage,
        "node:util",
      ],
    },
  ];
}

/** Where AWS's clients are made, and what only AWS has. */
function aws(): readonly Place[] {
  const folder = (name: string): string => `src/aws/${name}`;
  const [credentials, session] = [folder("credentials"), folder("session")];
  return [
    {
      place: credentials,
      may: [
        protocol,
        "node:fs/promises",
        "node:os",
        "node:path",
        "node:crypto",
        "@aws-sdk/credential-providers",
        "@smithy/core",
        "@smithy/types",
      ],
    },
    { place: session, may: [protocol, awsClients, credentials, "node:timers/promises"] },
    { place: folder("stack"), may: [protocol, session, ...awsPackages("athena", "cloudformation", "glue")] },
    {
      place: folder("objects"),
      may: [
        protocol,
        session,
        "node:fs",
        "node:fs/promises",
        "node:crypto",
        "node:stream",
        "node:stream/promises",
        ...awsPackages("glue", "s3"),
      ],
    },
    {
      place: folder("invoke"),
      may: [protocol, session, ...awsPackages("cloudformation", "cloudwatch", "cloudwatch-logs", "lambda")],
    },
    { place: folder("quicksight"), may: [protocol, session, ...awsPackages("quicksight", "sts")] },
    {
      place: folder("deploy"),
      may: [
        protocol,
        session,
        folder("stack"),
        "node:fs",
        "node:fs/promises",
        "node:path",
        "node:crypto",
        ...awsPackages("cloudformation", "lambda", "s3", "ssm", "sts"),
        "@aws-sdk/lib-storage",
        "yaml",
      ],
    },
  ];
}

function collector(): readonly Place[] {
  const base = "src/collector";
  const microsoft = "src/collector/microsoft/microsoft.ts";
  const subscriptions = "src/collector/microsoft/subscriptions.ts";
  const plans = "src/collector/microsoft/tenant-plans.ts";
  const [signIn, body, verdicts, limits, chain, plan, sources, run] = [
    "src/collector/sign-in",
    "src/collector/microsoft/body",
    "src/collector/microsoft/verdicts",
    "src/collector/microsoft/limits",
    "src/collector/microsoft/chain",
    "src/collector/plan",
    "src/collector/sources",
    "src/collector/run",
  ] as const;
  const graph = "@microsoft/microsoft-graph-client";
  return [
    { place: base, may: [protocol] },
    { place: "src/collector/guide", may: [protocol, base] },
    { place: signIn, may: [protocol, base, "node:crypto", "node:http", "@azure/msal-node", "node-forge"] },
    { place: body, may: [shapes] },
    { place: subscriptions, may: [] },
    { place: plans, may: [] },
    { place: microsoft, may: [protocol, body, subscriptions, plans] },
    { place: verdicts, may: [protocol, base, microsoft] },
    { place: limits, may: [protocol, base, microsoft] },
    { place: chain, may: [protocol, base, signIn, microsoft, verdicts, body, limits, graph] },
    {
      place: "src/collector/microsoft",
      may: [protocol, base, signIn, subscriptions, plans, microsoft, limits, chain, graph],
    },
    { place: plan, may: [protocol, base, microsoft, collecting, ledger] },
    {
      place: sources,
      may: [protocol, shapes, base, microsoft, plans, verdicts, body, collecting, "node:crypto"],
    },
    {
      place: run,
      may: [
        protocol,
        shapes,
        base,
        microsoft,
        limits,
        plan,
        sources,
        storage,
        slices,
        ledger,
        collecting,
        "src/lake",
        "src/lake/commit.ts",
      ],
    },
    { place: "src/collector/collect.ts", may: [protocol, run] },
  ];
}

function query(): readonly Place[] {
  const parse = "src/dialect/parse";
  const text = "src/dialect/text";
  const [scope, days, translate] = ["src/dialect/scope", "src/dialect/days", "src/dialect/translate.ts"] as const;
  const athena = "src/query/athena";
  const [running, arriving] = [`${athena}/running`, `${athena}/results`] as const;
  const [athenaSdk, s3Sdk] = ["@aws-sdk/client-athena", "@aws-sdk/client-s3"] as const;
  const explain = "src/query/explain-error.ts";
  const engine = "src/query/engine.ts";
  const words = "src/query/engine-words.ts";
  const [evidenceFacts, evidencePage] = ["src/query/evidence/facts", "src/query/evidence/page"] as const;
  return [
    { place: engine, may: [protocol] },
    { place: words, may: [] },
    { place: explain, may: [protocol, words, "src/sqlfile", parse, text, translate, duckdb] },
    { place: "src/query/lock", may: [protocol, parse, text, translate, words, duckdbPackage] },
    {
      place: "src/query/results",
      may: [
        protocol,
        duckdb,
        storage,
        "node:fs",
        "node:fs/promises",
        "node:path",
        "node:crypto",
        "node:stream/promises",
        duckdbPackage,
      ],
    },
    {
      place: "src/query/results/keeping",
      may: [
        ...[protocol, duckdb, storage, "src/query/results", "node:crypto", "node:fs/promises", "node:path"],
        ...[duckdbPackage, "valibot"],
      ],
    },
    {
      place: "src/query/results/comparing",
      may: [protocol, duckdb, parse, "src/query/results", "src/query/results/keeping", duckdbPackage],
    },
    { place: "src/query/results/copy", may: [protocol, duckdb, "src/query/results", duckdbPackage] },
    {
      place: "src/query/results/summaries",
      may: [protocol, duckdb, "src/query/results", duckdbPackage],
    },
    {
      place: "src/query/results/charts",
      may: [protocol, duckdb, "src/query/results", duckdbPackage],
    },
    {
      place: "src/query/results/excel",
      may: [
        ...[protocol, "src/query/results", duckdbPackage, "yazl"],
        ...["node:fs", "node:fs/promises", "node:stream", "node:stream/promises"],
      ],
    },
    {
      place: "src/query/results/export-file.ts",
      may: [
        protocol,
        duckdb,
        storage,
        "src/query/results",
        "src/query/results/excel",
        "node:fs/promises",
        "node:path",
        "node:crypto",
        duckdbPackage,
      ],
    },
    {
      place: "src/query/results/result-sets.ts",
      may: [
        protocol,
        duckdb,
        engine,
        "src/query/results",
        "src/query/results/export-file.ts",
        "src/query/results/keeping",
        "src/query/results/comparing",
        "src/query/results/copy",
        "src/query/results/summaries",
        "src/query/results/charts",
        "node:crypto",
        duckdbPackage,
      ],
    },
    { place: evidenceFacts, may: [protocol] },
    { place: evidencePage, may: [protocol, engine, evidenceFacts] },
    {
      place: "src/query/evidence",
      may: [
        protocol,
        storage,
        engine,
        "src/query/results",
        evidenceFacts,
        evidencePage,
        ...["node:crypto", "node:fs", "node:fs/promises", "node:path", "node:stream", "node:stream/promises"],
        ...["valibot", "yauzl", "yazl"],
      ],
    },
    {
      place: "src/query",
      may: [
        // Whether a slice is the file that it was.
        "node:fs/promises",
        protocol,
        schema,
        sql,
        "src/sqlfile",
        duckdb,
        slices,
        parse,
        scope,
        days,
        translate,
        explain,
        "src/dialect/trino",
        "src/query/lock",
        "src/query/results/result-sets.ts",
        duckdbPackage,
      ],
    },
    { place: `${athena}/athena-access.ts`, may: [athenaSdk, s3Sdk] },
    {
      place: running,
      may: [
        protocol,
        text,
        "src/sqlfile",
        `${athena}/athena-access.ts`,
        athenaSdk,
        "node:crypto",
        "node:timers/promises",
      ],
    },
    {
      place: arriving,
      may: [
        protocol,
        text,
        "src/dialect/types",
        "src/query/results",
        `${athena}/athena-access.ts`,
        athenaSdk,
        s3Sdk,
        "node:timers/promises",
      ],
    },
    {
      place: athena,
      may: [
        protocol,
        sql,
        "src/sqlfile",
        parse,
        text,
        days,
        translate,
        "src/dialect/types",
        "src/dialect/trino",
        "src/query",
        "src/query/results/result-sets.ts",
        `${athena}/athena-access.ts`,
        running,
        arriving,
      ],
    },
  ];
}

function editor(): readonly Place[] {
  const part = (name: string): string => `src/editor/${name}`;
  const parts = (...names: readonly string[]): readonly string[] => names.map(part);
  const temporaryFolder = "src/service/temporary-folder.ts";
  return [
    { place: part("registry"), may: [] },
    { place: part("words"), may: [protocol] },
    { place: part("words/editor-words.ts"), may: ["vscode"] },
    { place: part("platform"), may: [protocol, "vscode", part("registry")] },
    { place: part("webview"), may: ["vscode", "vscode-jsonrpc", "node:crypto"] },
    { place: part("shown"), may: [protocol, "vscode", "node:os", ...parts("registry", "words", "webview")] },
    { place: part("errors"), may: [protocol, "vscode", ...parts("registry", "shown")] },
    { place: part("api"), may: [protocol, "vscode", "valibot", "node:path", ...parts("registry", "errors")] },
    { place: part("tasks"), may: [protocol, "vscode", ...parts("platform", "shown")] },
    { place: part("outcomes"), may: ["vscode", part("words")] },
    {
      place: part("lake-process"),
      may: [protocol, rpc, "vscode-jsonrpc", "node:fs/promises", "node:os", "node:child_process", "node:util"],
    },
    { place: part("host"), may: [protocol, "vscode", ...parts("words", "shown")] },
    {
      place: part("connections"),
      may: [protocol, "vscode", "node:path", ...parts("registry", "words", "platform", "shown", "api", "tasks")],
    },
    {
      place: part("verify"),
      may: [
        ...[protocol, "vscode"],
        ...parts("registry", "words", "platform", "shown", "api", "tasks", "outcomes", "connections"),
      ],
    },
    {
      place: part("import"),
      may: [
        ...[protocol, "vscode", "node:path", "node:url"],
        ...parts("registry", "words", "shown", "api", "tasks", "outcomes", "connections"),
      ],
    },
    {
      place: part("collector/keep"),
      may: [
        ...[protocol, "vscode", "node:fs/promises", "node:path", "node:crypto"],
        ...parts("registry", "shown", "errors"),
      ],
    },
    {
      place: part("collector"),
      may: [
        ...[protocol, "vscode", "node:crypto", "node:net", "node:util"],
        ...parts("registry", "words", "platform", "shown", "errors", "api", "tasks", "outcomes", "connections"),
        part("collector/keep"),
      ],
    },
    {
      place: part("collector/page"),
      may: [
        ...[protocol, rpc, "vscode", "vscode-jsonrpc"],
        ...parts("registry", "words", "platform", "webview", "shown", "errors", "connections", "collector"),
      ],
    },
    {
      place: part("collector/register-collector.ts"),
      may: [
        ...[protocol, "vscode"],
        ...parts("registry", "platform", "shown", "errors", "connections"),
        ...parts("collector", "collector/keep", "collector/page"),
      ],
    },
    {
      place: part("aws/objects"),
      may: [protocol, "vscode", "node:path", ...parts("registry", "words", "platform", "shown", "tasks")],
    },
    {
      place: part("aws/functions"),
      may: [
        ...[protocol, "vscode"],
        ...parts("registry", "words", "platform", "shown", "errors", "api", "tasks", "outcomes", "connections"),
        part("collector"),
      ],
    },
    {
      place: part("aws/dashboards"),
      may: [...[protocol, "vscode"], ...parts("registry", "words", "shown", "errors", "api", "tasks", "connections")],
    },
    {
      place: part("aws/deploy"),
      may: [
        ...[protocol, rpc, "vscode", "vscode-jsonrpc"],
        ...parts("registry", "platform", "webview", "shown", "errors", "api", "tasks", "outcomes", "connections"),
        ...parts("collector", "aws/functions"),
      ],
    },
    {
      place: part("result-view"),
      may: [
        ...[protocol, rpc, errorCodes, leadingColumns, "vscode", "vscode-jsonrpc", "node:zlib"],
        ...parts("registry", "words", "platform", "webview", "shown", "api", "tasks"),
      ],
    },
    { place: part("history/query-history.ts"), may: [protocol, "vscode", part("platform")] },
    {
      place: part("keeping"),
      may: [...[protocol, "vscode", "node:crypto", "node:fs/promises", "node:path"], ...parts("registry", "platform")],
    },
    {
      place: part("queries"),
      may: [
        ...[protocol, "src/sqlfile", "vscode", "node:path"],
        ...parts("registry", "words", "platform", "shown", "errors", "api", "tasks", "connections"),
        ...parts("result-view", "history/query-history.ts", "keeping"),
      ],
    },
    {
      place: part("log-days"),
      may: [
        ...[protocol, temporaryFolder, "vscode", "node:fs/promises", "node:path"],
        ...parts("registry", "words", "platform", "shown", "errors", "api", "tasks", "connections"),
        ...parts("verify", "import", "collector", "aws/objects", "aws/functions", "queries"),
      ],
    },
    {
      place: part("history"),
      may: [
        ...[protocol, "vscode"],
        ...parts("registry", "words", "platform", "shown", "errors", "history/query-history.ts", "queries"),
      ],
    },
    {
      place: part("saved-queries"),
      may: [protocol, "src/sqlfile", "vscode", ...parts("registry", "words", "platform", "shown", "errors", "queries")],
    },
    {
      place: part("notebook"),
      may: [
        ...[protocol, rpc, "src/sqlfile", "vscode", "vscode-jsonrpc", "node:path", "node:crypto", "valibot"],
        ...parts("registry", "words", "platform", "webview", "shown", "errors", "tasks", "connections"),
        ...parts("result-view", "keeping", "history/query-history.ts", "queries"),
      ],
    },
    {
      place: part("results"),
      may: [
        ...[protocol, "vscode"],
        ...parts("registry", "words", "platform", "shown", "errors", "tasks"),
        ...parts("result-view", "keeping", "queries", "notebook"),
      ],
    },
    {
      place: part("restoring"),
      may: [
        "vscode",
        ...parts("registry", "words", "platform", "shown", "errors", "keeping", "result-view", "queries"),
      ],
    },
    {
      place: part("evidence"),
      may: [
        ...[protocol, "vscode"],
        ...parts("registry", "words", "platform", "shown", "errors", "api", "tasks", "outcomes", "connections"),
        ...parts("result-view", "history/query-history.ts", "keeping", "queries", "notebook"),
      ],
    },
    {
      place: part("entity"),
      may: [
        ...[protocol, rpc, "src/sqlfile", "vscode", "vscode-jsonrpc"],
        ...parts(
          "registry",
          "platform",
          "webview",
          "shown",
          "errors",
          "tasks",
          "connections",
          "result-view",
          "queries",
          "notebook",
          "evidence",
        ),
      ],
    },
    {
      place: part("language"),
      may: [
        protocol,
        "src/sqlfile",
        "vscode",
        "vscode-languageclient",
        ...parts("registry", "words", "shown", "queries", "notebook"),
      ],
    },
    {
      place: part("assistant"),
      may: [
        ...[protocol, "src/assistant", "vscode"],
        ...parts("registry", "words", "platform", "shown", "connections", "queries", "saved-queries"),
      ],
    },
    {
      place: part("start"),
      may: [
        ...[protocol, "vscode", "node:fs/promises", "node:path", "node:child_process", "node:events"],
        ...parts("registry", "platform", "errors", "tasks", "connections", "queries", "notebook"),
      ],
    },
    {
      place: part("dashboard"),
      may: [
        ...[protocol, rpc, "vscode", "vscode-jsonrpc"],
        ...parts("registry", "platform", "webview", "shown", "errors", "connections", "result-view"),
        ...parts("queries", "saved-queries", "start"),
      ],
    },
    {
      place: "src/extension.ts",
      may: [
        ...[protocol, "vscode"],
        ...parts("words/editor-words.ts", "registry", "platform", "shown", "errors", "api", "tasks", "outcomes"),
        ...parts("lake-process", "host"),
        ...parts(
          "keeping",
          "restoring",
          "results",
          "evidence",
          "connections",
          "verify",
          "import",
          "log-days",
          "result-view",
          "history/query-history.ts",
        ),
        ...parts("queries", "history", "notebook", "saved-queries", "entity", "start", "dashboard", "language"),
        ...parts("collector/keep", "collector", "collector/page", "collector/register-collector.ts"),
        ...parts("aws/objects", "aws/functions", "aws/dashboards", "aws/deploy", "assistant"),
      ],
    },
  ];
}

function sampleTenant(): readonly Place[] {
  const base = "src/sample-tenant";
  const [world, records, days, attacks] = [
    `${base}/world`,
    `${base}/records`,
    `${base}/days`,
    `${base}/attacks`,
  ] as const;
  return [
    { place: base, may: [protocol] },
    { place: world, may: [base] },
    { place: records, may: [base, world] },
    { place: days, may: [base, world, records] },
    { place: attacks, may: [protocol, base, world, records, days] },
    { place: `${base}/events.ts`, may: [base, world, records, days, attacks] },
    { place: `${base}/labels.ts`, may: [base, world, attacks] },
  ];
}

/** Webviews see what a browser has, and of the project only what crosses to them. */
function media(): readonly Place[] {
  const shared = "media/shared";
  const sharedChart = "media/shared/chart";
  const chartMap = "media/shared/chart/map";
  const base = [protocol, shared, "preact"];
  const [collector, wizard, health] = [
    "media/collector-page",
    "media/collector-page/wizard",
    "media/collector-page/health",
  ] as const;
  const deploy = "media/deploy-page";
  const entity = "media/entity-page";
  const deploySteps = ["account", "parameters", "review", "tenant"].map((step) => `${deploy}/${step}`);
  const [findText, foundText] = ["media/result-view/cell/find-text.ts", "media/result-view/cell/found-text.*"] as const;
  const [host, grid, cell, filter, statistics, record, arrange, chart, states] = [
    "media/result-view/result-host.ts",
    "media/result-view/grid",
    "media/result-view/cell",
    "media/result-view/filter",
    "media/result-view/statistics",
    "media/result-view/record",
    "media/result-view/arrange",
    "media/result-view/chart",
    "media/result-view/states",
  ] as const;
  return [
    { place: shared, may: [protocol, "preact", "@vscode/webview-ui-toolkit", "vscode-jsonrpc"] },
    { place: chartMap, may: ["topojson-client", "topojson-specification", "world-atlas"] },
    { place: sharedChart, may: [protocol, shared, chartMap, "preact", "echarts"] },
    { place: collector, may: base },
    { place: wizard, may: [...base, collector] },
    { place: health, may: [...base, collector] },
    { place: "media/collector-page/collector-views.tsx", may: [...base, collector, wizard, health] },
    { place: "media/collector-page/main.tsx", may: [...base, collector, "media/collector-page/collector-views.tsx"] },
    { place: deploy, may: base },
    { place: `${deploy}/account`, may: [...base, deploy] },
    { place: `${deploy}/parameters`, may: [...base, deploy] },
    { place: `${deploy}/review`, may: [...base, deploy] },
    { place: `${deploy}/tenant`, may: [...base, deploy] },
    { place: `${deploy}/deploy-steps.tsx`, may: [...base, deploy, ...deploySteps] },
    { place: `${deploy}/deploy-page.tsx`, may: [...base, deploy, `${deploy}/deploy-steps.tsx`] },
    { place: `${deploy}/main.tsx`, may: [...base, deploy, `${deploy}/deploy-page.tsx`] },
    { place: host, may: [protocol] },
    { place: findText, may: [] },
    { place: foundText, may: [shared, "preact", findText] },
    { place: grid, may: [...base, foundText, "@tanstack/virtual-core"] },
    { place: cell, may: [...base, host, findText, foundText, grid] },
    { place: filter, may: [...base, host, grid] },
    { place: statistics, may: [...base, host, grid] },
    { place: record, may: [...base, host, foundText, cell] },
    { place: arrange, may: [...base, host, grid] },
    { place: states, may: [...base, host] },
    { place: chart, may: [...base, sharedChart, host, grid, filter] },
    {
      place: "media/result-view",
      may: [...base, host, grid, cell, filter, statistics, record, arrange, chart, states],
    },
    { place: entity, may: [protocol] },
    { place: `${entity}/facts`, may: [...base, entity] },
    { place: `${entity}/timeline`, may: [...base, host, grid, record, entity] },
    { place: `${entity}/entity-header.tsx`, may: [...base, entity, `${entity}/facts`] },
    {
      place: `${entity}/entity-page.tsx`,
      may: [
        ...base,
        "media/result-view",
        entity,
        `${entity}/facts`,
        `${entity}/timeline`,
        `${entity}/entity-header.tsx`,
      ],
    },
    { place: `${entity}/main.tsx`, may: [...base, `${entity}/entity-page.tsx`] },
    {
      place: "media/dashboard-page",
      may: [...base, sharedChart, grid, "media/result-view"],
    },
    { place: "media/notebook", may: [...base, grid, "media/result-view"] },
  ];
}
