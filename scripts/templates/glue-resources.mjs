import { tableNames } from "../../src/protocol/tables.ts";
import { tableTitles } from "../../src/protocol/words/table-titles.ts";
import { dayColumn } from "../../src/tables/schema/common-columns.ts";
import { glueColumns, hiveType, sliceTable } from "../../src/tables/sql/glue.ts";
import { prestoViews } from "../../src/tables/sql/presto-view.ts";

/** Glue keeps no longer comment of a column (https://docs.aws.amazon.com/glue/latest/webapi/API_Column.html). */
const longestComment = 255;

/** What `!Sub` puts the name of the database in place of. */
const databaseName = ["$", "{DatabaseName}"].join("");

/** The Glue tables over the manifests of each day, and the views, as resources of a template. */
export function glueResources() {
  return [...tableNames.map(manifestTable), ...prestoViews().map(view)].join("\n");
}

/**
 * A table whose partitions are computed from the day and whose files are named by a manifest (docs/design.md, Athena's
 * view of it). `dt` is a string: only those are pruned before anything is listed.
 *
 * @param {(typeof tableNames)[number]} table
 */
function manifestTable(table) {
  return `  ${tableResource(table)}:
    Type: AWS::Glue::Table
    Properties:
      CatalogId: !Ref AWS::AccountId
      DatabaseName: !Ref LakeDatabase
      TableInput:
        Name: ${sliceTable(table)}
        Description: ${quoted(tableTitles[table])}
        TableType: EXTERNAL_TABLE
        Parameters:
          EXTERNAL: "TRUE"
          classification: parquet
          projection.enabled: "true"
          projection.dt.type: date
          projection.dt.format: yyyy-MM-dd
          projection.dt.range: !Sub "\${HistoryFrom},NOW+1DAY"
          projection.dt.interval: "1"
          projection.dt.interval.unit: DAYS
          storage.location.template: !Sub "s3://\${LakeBucket}/tables/${table}/dt=\${!dt}/"
        PartitionKeys:
          - ${column("dt", "string", dayColumn.description)}
        StorageDescriptor:
          Location: !Sub "s3://\${LakeBucket}/tables/${table}/"
          InputFormat: org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat
          OutputFormat: org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat
          SerdeInfo:
            SerializationLibrary: org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe
            Parameters: { serialization.format: "1" }
          Columns:
${columns(glueColumns(table))}
`;
}

/** @param {ReturnType<typeof prestoViews>[number]} view */
function view({ name, description, columns: shown, definition }) {
  const hive = shown.map((each) => ({
    Name: each.name.toLowerCase(),
    Type: hiveType(each.type),
    Comment: each.description,
  }));
  return `  ${resourceName(name)}View:
    Type: AWS::Glue::Table
    # Trino looks at the tables when the view is asked, so they may come later; a person who lists them should not wonder.
    DependsOn: [${tableNames.map(tableResource).join(", ")}]
    Properties:
      CatalogId: !Ref AWS::AccountId
      DatabaseName: !Ref LakeDatabase
      TableInput:
        Name: ${name}
        Description: Presto View
        TableType: VIRTUAL_VIEW
        Parameters:
          presto_view: "true"
          comment: Presto View
          description: ${quoted(description)}
        ViewExpandedText: "/* Presto View */"
        ViewOriginalText:
          Fn::Join:
            - ""
            - - "/* Presto View: "
              - Fn::Base64: !Sub ${quoted(definition(databaseName))}
              - " */"
        PartitionKeys: []
        StorageDescriptor:
          Location: ""
          SerdeInfo: {}
          Columns:
${columns(hive)}
`;
}

/** @param {ReturnType<typeof glueColumns>} all */
function columns(all) {
  return all.map(({ Name, Type, Comment }) => `            - ${column(Name, Type, Comment)}`).join("\n");
}

/**
 * @param {string} name
 * @param {string} type
 * @param {string} comment
 */
function column(name, type, comment) {
  return `{ Name: ${quoted(name)}, Type: ${quoted(type)}, Comment: ${quoted(comment.slice(0, longestComment))} }`;
}

/** @param {(typeof tableNames)[number]} table */
function tableResource(table) {
  return `${resourceName(sliceTable(table))}Table`;
}

/**
 * A logical name has letters and digits only.
 *
 * @param {string} name
 */
function resourceName(name) {
  return name
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/**
 * A text as YAML that also is JSON.
 *
 * @param {string} text
 */
function quoted(text) {
  return JSON.stringify(text);
}
