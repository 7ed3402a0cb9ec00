import { collectorFunctions, functionTables } from "../../src/protocol/aws/function-report.ts";

/** @typedef {(typeof collectorFunctions)[number]} CollectorFunction */

/** @type {Readonly<Record<CollectorFunction, { name: string, logs: string }>>} */
const words = {
  signins: { name: "SignIns", logs: "sign-ins" },
  audits: { name: "Audits", logs: "directory audits and provisioning" },
  risk: { name: "Risk", logs: "risk detections and risky accounts" },
  activity: { name: "Activity", logs: "Office 365 activity" },
};

/**
 * The resources of every function.
 *
 * @param {string} form those of one, with names between per cent signs.
 */
export function functionResources(form) {
  return each((name, { name: resource, logs }) => {
    const tables = functionTables[name];
    const arn = (/** @type {string} */ path) => `                  - !Sub "\${LakeBucket.Arn}/${path}"`;
    const values = {
      NAME: resource,
      FUNCTION: name,
      TITLE: `The function that collects ${logs}.`,
      DESCRIPTION: `collects ${logs} for \${AWS::StackName}`,
      LOGS: logs,
      TABLE_ARNS: tables
        .flatMap((table) => [`slices/${table}/*`, `tables/${table}/*`, `_ledger/${table}/*`].map(arn))
        .join("\n"),
      STATE_ARNS: tables.map((table) => arn(`_state/manifests/${table}.json`)).join("\n"),
    };
    return form.replace(/%([A-Z_]+)%/g, (_, key) => knownValue(values, key));
  });
}

export function functionArns() {
  return each((_, { name }) => `                  - !GetAtt ${name}Function.Arn`);
}

export function functionOutputs() {
  return each(
    (_, { name, logs }) =>
      `  ${name}FunctionName:\n    Description: Collects ${logs}.\n    Value: !Ref ${name}Function`,
  );
}

/** @param {(name: CollectorFunction, words: { name: string, logs: string }) => string} write */
function each(write) {
  return collectorFunctions.map((name) => write(name, words[name])).join("\n");
}

/**
 * @param {Readonly<Record<string, string>>} values
 * @param {string} key
 */
function knownValue(values, key) {
  const value = values[key];
  if (value === undefined) throw new Error(`scripts/templates/function.yaml names ${key}, which is not known`);
  return value;
}
