import { parseDocument } from "yaml";
import { isRecord } from "../../base/json-record.ts";
import type { DeployForm, DeployParameter } from "../../protocol/aws/stack-deployments.ts";
import { TenantTrailError } from "../../protocol/errors.ts";

/** Filled in by the deploy itself. */
const filledIn: ReadonlySet<string> = new Set(["ArtifactBucket", "ArtifactKey", "Architecture"]);

/** What a person is asked about a template, and what its price follows from. */
export interface CollectorTemplate {
  readonly groups: DeployForm["groups"];
  readonly alarms: number;
}

/**
 * Reads the parameters of a CloudFormation template, in the groups that the console shows them in. Parameters of no
 * group are left out, and so are those that the deploy fills in. Pure.
 *
 * @param text YAML with CloudFormation's short functions (`!Ref`).
 * @throws TenantTrailError `deploy-failed` for what is no template.
 */
export function readCollectorTemplate(text: string): CollectorTemplate {
  const template = parsed(text);
  const parameters = fieldsOf(template["Parameters"]);
  const resources = Object.values(fieldsOf(template["Resources"]));
  const looks = fieldsOf(fieldsOf(template["Metadata"])["AWS::CloudFormation::Interface"]);
  const groups = Array.isArray(looks["ParameterGroups"]) ? looks["ParameterGroups"].map(fieldsOf) : [];
  if (groups.length === 0 || resources.length === 0)
    throw new TenantTrailError("deploy-failed", "The collector's template is damaged. Install TenantTrail again.");
  return {
    groups: groups
      .map((group) => ({
        title: textOf(fieldsOf(group["Label"])["default"]),
        parameters: (Array.isArray(group["Parameters"]) ? group["Parameters"].map(textOf) : [])
          .filter((name) => !filledIn.has(name))
          .map((name) => parameterOf(name, fieldsOf(parameters[name]))),
      }))
      .filter((group) => group.parameters.length > 0),
    alarms: resources.filter((resource) => fieldsOf(resource)["Type"] === "AWS::CloudWatch::Alarm").length,
  };
}

/** The names of the parameters that a template declares. Pure. @param text as for `readCollectorTemplate`. */
export function declaredParameters(text: string): readonly string[] {
  return Object.keys(fieldsOf(parsed(text)["Parameters"]));
}

/** The short functions are tags that YAML does not know; of what they hold, nothing is wanted here. */
function parsed(text: string): Readonly<Record<string, unknown>> {
  return fieldsOf(parseDocument(text, { logLevel: "silent" }).toJS());
}

function parameterOf(name: string, declared: Readonly<Record<string, unknown>>): DeployParameter {
  const { AllowedValues, AllowedPattern, MinValue, MaxValue } = declared;
  return {
    name,
    help: textOf(declared["Description"]),
    default: textOf(declared["Default"]),
    ...(Array.isArray(AllowedValues) && { choices: AllowedValues.map(textOf) }),
    ...(declared["Type"] === "Number" && {
      number: {
        ...(typeof MinValue === "number" && { least: MinValue }),
        ...(typeof MaxValue === "number" && { most: MaxValue }),
      },
    }),
    ...(AllowedPattern !== undefined && {
      pattern: { source: textOf(AllowedPattern), words: textOf(declared["ConstraintDescription"]) },
    }),
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}
