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
const shapes = "src/tables/shapes";
const sql = "src/tables/sql";
const duckdb = "src/duckdb";
const macros = "src/dialect/macros";
const duckdbPackage = "@duckdb/node-api";

const awsClients = "src/aws/clients";
const awsPackages = [
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
].map((service) => `@aws-sdk/client-${service}`);

const files = ["node:fs", "node:fs/promises", "node:os", "node:path"];

/** A place imports only places that stand above it, so that no two places import each other. */
export const places: readonly Place[] = [
  { place: everywhere, may: [] },
  { place: protocol, may: [] },
  { place: rpc, may: [protocol, "vscode-jsonrpc"] },

  // A plain list of words, which the editor reads without asking the lake process for it.
  { place: errorCodes, may: [] },
  { place: schema, may: [protocol] },
  { place: shapes, may: [protocol, schema, "node:crypto"] },
  { place: sql, may: [protocol, schema, errorCodes, shapes] },
  { place: "src/tables", may: [protocol, schema, errorCodes, sql] },

  { place: "src/sqlfile", may: [protocol, "yaml"] },

  { place: duckdb, may: [protocol, shapes, duckdbPackage] },

  { place: awsClients, may: [...awsPackages, "@smithy/node-http-handler"] },

  ...sampleTenant(),
  ...dialect(),
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
  const scope = [parse, text, types, days, folder("scope")];
  const casts = [...scope, folder("casts")];
  const operators = [...casts, folder("operators")];
  const functions = [...operators, folder("functions")];
  const expressions = [...functions, folder("expressions")];
  return [
    { place: macros, may: [] },
    { place: parse, may: [protocol, "src/sqlfile"] },
    { place: text, may: [sql, parse] },
    { place: types, may: [parse, text] },
    { place: days, may: [parse, types] },
    { place: folder("scope"), may: [protocol, "src/sqlfile", parse, text, types, days] },
    { place: folder("trino"), may: [protocol, parse, text, types] },
    { place: folder("casts"), may: scope },
    { place: folder("operators"), may: [protocol, ...casts] },
    { place: folder("functions"), may: [protocol, ...operators] },
    { place: folder("expressions"), may: [protocol, ...functions] },
    { place: folder("relations"), may: expressions },
    { place: folder("translate.ts"), may: [protocol, ...expressions, folder("relations"), macros] },
  ];
}

function lake(): readonly Place[] {
  const below = [storage, merge, slices, ledger, collecting, unnamed];
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
      may: [protocol, duckdb, ...below, "node:crypto", duckdbPackage],
    },
    { place: "src/lake/committing", may: [protocol, storage, slices, ledger, unnamed, "src/lake"] },
    { place: "src/lake/commit.ts", may: [protocol, storage, slices, ledger, "src/lake", "src/lake/committing"] },
    {
      place: "src/lake/recover.ts",
      may: [protocol, storage, slices, ledger, unnamed, "src/lake", "src/lake/commit.ts"],
    },
    {
      place: "src/lake/verify",
      may: [protocol, schema, sql, duckdb, ...below, "src/lake", duckdbPackage, "node:util"],
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
      may: [protocol, ...files, "node:crypto", "@aws-sdk/credential-providers", "@smithy/core", "@smithy/types"],
    },
    { place: session, may: [protocol, awsClients, credentials, "node:timers/promises"] },
    { place: folder("stack"), may: [protocol, session, ...awsPackages] },
    {
      place: folder("objects"),
      may: [protocol, session, ...files, "node:crypto", "node:stream", "node:stream/promises", ...awsPackages],
    },
    { place: folder("invoke"), may: [protocol, session, ...awsPackages] },
    { place: folder("quicksight"), may: [protocol, session, ...awsPackages] },
    {
      place: folder("deploy"),
      may: [
        protocol,
        session,
        folder("stack"),
        ...files,
        "node:crypto",
        ...awsPackages,
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
    { place: verdicts, may: [protocol, shapes, base, microsoft] },
    { place: limits, may: [protocol, base, microsoft] },
    { place: chain, may: [protocol, base, signIn, microsoft, verdicts, body, limits, graph] },
    {
      place: "src/collector/microsoft",
      may: [...[protocol, base, signIn, subscriptions, plans, microsoft], ...[verdicts, body, limits, chain, graph]],
    },
    { place: plan, may: [protocol, base, microsoft, collecting, ledger] },
    {
      place: sources,
      may: [
        protocol,
        shapes,
        base,
        microsoft,
        subscriptions,
        plans,
        "src/collector/microsoft",
        verdicts,
        body,
        collecting,
        "node:crypto",
      ],
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
        "src/lake/committing",
      ],
    },
    { place: "src/collector/collect.ts", may: [protocol, base, run] },
  ];
}

function query(): readonly Place[] {
  const parse = "src/dialect/parse";
  const text = "src/dialect/text";
  const dialectFiles = [parse, text, "src/dialect/scope", "src/dialect/translate.ts", "src/dialect/days"];
  const athena = "src/query/athena";
  const [running, arriving] = [`${athena}/running`, `${athena}/results`] as const;
  const [athenaSdk, s3Sdk] = ["@aws-sdk/client-athena", "@aws-sdk/client-s3"] as const;
  const explain = "src/query/explain-error.ts";
  const engine = "src/query/engine.ts";
  const words = "src/query/engine-words.ts";
  return [
    { place: engine, may: [protocol] },
    { place: words, may: [] },
    { place: explain, may: [protocol, words, "src/sqlfile", ...dialectFiles, duckdb] },
    { place: "src/query/lock", may: [protocol, ...dialectFiles, words, duckdbPackage] },
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
      place: "src/query/results/excel",
      may: [protocol, "src/query/results", "node:fs", "node:stream", "node:stream/promises", duckdbPackage, "yazl"],
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
        engine,
        protocol,
        duckdb,
        engine,
        "src/query/results",
        "src/query/results/export-file.ts",

        "node:crypto",
        duckdbPackage,
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
        ...dialectFiles,
        explain,
        "src/query/lock",
        "src/query/results",
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
        duckdb,
        parse,
        text,
        "src/dialect/types",
        "src/dialect/trino",
        "src/query/results",
        `${athena}/athena-access.ts`,
        athenaSdk,
        s3Sdk,
        "node:timers/promises",
        duckdbPackage,
      ],
    },
    {
      place: athena,
      may: [
        protocol,
        sql,
        "src/sqlfile",
        ...dialectFiles,
        "src/dialect/types",
        "src/dialect/trino",
        "src/query",
        "src/query/results/result-sets.ts",
        `${athena}/athena-access.ts`,
        running,
        arriving,
        athenaSdk,
      ],
    },
  ];
}

function editor(): readonly Place[] {
  const part = (name: string): string => `src/editor/${name}`;
  const [registry, words, platform, webview, shown, errors, api, tasks, outcomes] = [
    part("registry"),
    part("words"),
    part("platform"),
    part("webview"),
    part("shown"),
    part("errors"),
    part("api"),
    part("tasks"),
    part("outcomes"),
  ] as const;
  const base = [protocol, registry, words, platform, shown, errors, api, tasks, outcomes, "vscode"];
  const connections = part("connections");
  const [keep, page] = [part("collector/keep"), part("collector/page")] as const;
  const [awsObjects, awsFunctions, awsDashboards, awsDeploy] = [
    part("aws/objects"),
    part("aws/functions"),
    part("aws/dashboards"),
    part("aws/deploy"),
  ] as const;
  const history = part("history/query-history.ts");
  const asks = [...base, connections, "node:path"];
  return [
    { place: registry, may: [] },
    { place: words, may: [protocol] },
    { place: platform, may: [protocol, registry, "vscode"] },
    { place: webview, may: ["node:crypto", "vscode", "vscode-jsonrpc"] },
    { place: shown, may: [protocol, registry, words, webview, "node:os", "vscode"] },
    { place: errors, may: [protocol, registry, shown, "vscode"] },
    { place: api, may: [protocol, registry, errors, "node:path", "valibot", "vscode"] },
    { place: tasks, may: [protocol, platform, shown, "vscode"] },
    { place: outcomes, may: [words, "vscode"] },
    {
      place: part("lake-process"),
      may: [protocol, rpc, ...files, "node:child_process", "node:util", "vscode-jsonrpc"],
    },
    { place: part("host"), may: [protocol, words, shown, "vscode"] },
    { place: connections, may: [...base, "node:path"] },
    { place: part("verify"), may: asks },
    { place: part("import"), may: [...asks, "node:url"] },
    { place: keep, may: [...asks, ...files, "node:crypto"] },
    {
      place: part("collector"),
      may: [...asks, rpc, webview, keep, "node:crypto", "node:net", "node:util"],
    },
    { place: page, may: [...asks, rpc, webview, keep, part("collector"), "vscode-jsonrpc"] },
    {
      place: part("collector/register-collector.ts"),
      may: [...asks, keep, part("collector"), page],
    },
    { place: awsObjects, may: asks },
    { place: awsFunctions, may: [...asks, part("collector")] },
    { place: awsDashboards, may: asks },
    { place: awsDeploy, may: [...asks, rpc, webview, part("collector"), awsFunctions, "vscode-jsonrpc"] },
    {
      place: part("log-days"),
      may: [
        ...[...asks, part("verify"), part("import"), part("collector"), awsObjects, awsFunctions],
        ...["src/service/temporary-folder.ts", ...files],
      ],
    },
    {
      place: part("result-view"),
      may: [...base, rpc, webview, errorCodes, "vscode-jsonrpc"],
    },
    { place: history, may: [protocol, platform, "vscode"] },
    { place: part("queries"), may: [...asks, "src/sqlfile", part("result-view"), history] },
    { place: part("history"), may: [...base, history, part("queries")] },
    { place: part("saved-queries"), may: [...base, "src/sqlfile", part("queries")] },
    {
      place: part("start"),
      may: [...asks, part("queries"), "node:child_process", "node:events", "node:fs/promises"],
    },
    {
      place: "src/extension.ts",
      may: [
        ...asks,
        ...["lake-process", "host", "verify", "import", "collector", "log-days"].map(part),
        ...[awsObjects, awsFunctions, awsDashboards, awsDeploy],
        ...["collector/keep", "collector/page", "collector/register-collector.ts"].map(part),
        ...["result-view", "queries", "history/query-history.ts", "history", "saved-queries", "start"].map(part),
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
  const below = [protocol, base, world, records, days];
  return [
    { place: base, may: [protocol] },
    { place: world, may: [protocol, base] },
    { place: records, may: [protocol, base, world] },
    { place: days, may: [protocol, base, world, records] },
    { place: attacks, may: below },
    { place: `${base}/events.ts`, may: [...below, attacks] },
    { place: `${base}/labels.ts`, may: [...below, attacks] },
  ];
}

/** Webviews see what a browser has, and of the project only what crosses to them. */
function media(): readonly Place[] {
  const shared = "media/shared";
  const base = [protocol, shared, "preact"];
  const [collector, wizard, health] = [
    "media/collector-page",
    "media/collector-page/wizard",
    "media/collector-page/health",
  ] as const;
  const deploy = "media/deploy-page";
  const deploySteps = ["account", "parameters", "review", "tenant"].map((step) => `${deploy}/${step}`);
  const [host, grid, cell, filter, statistics] = [
    "media/result-view/result-host.ts",
    "media/result-view/grid",
    "media/result-view/cell",
    "media/result-view/filter",
    "media/result-view/statistics",
  ] as const;
  return [
    { place: shared, may: [protocol, "preact", "@vscode/webview-ui-toolkit", "vscode-jsonrpc"] },
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
    { place: host, may: [protocol, shared] },
    { place: grid, may: [...base, host, "@tanstack/virtual-core"] },
    { place: cell, may: [...base, host, grid] },
    { place: filter, may: [...base, host, grid] },
    { place: statistics, may: [...base, host, grid] },
    { place: "media/result-view", may: [...base, host, grid, cell, filter, statistics] },
  ];
}
