import { t } from "../../src/base/translated.ts";
import type { DeployStart, DeployTarget, LastDeploy } from "../../src/protocol/aws/deploy-page.ts";
import type {
  DeployAccount,
  DeployedStack,
  DeployForm,
  DeployParameter,
} from "../../src/protocol/aws/stack-deployments.ts";

/** What a person has chosen so far. */
export interface DeployDraft {
  /** Undefined stands for the environment's own credentials. */
  readonly profile: string | undefined;
  readonly region: string;
  readonly stack: string;
  /** The name for a stack that is new. */
  readonly newName: string;
  /** A new stack is being named, which is not one of those that are there even while its name is the same. */
  readonly isNaming: boolean;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What CloudFormation takes for a stack's name. */
const stackName = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;
const regionName = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/** What the page begins with: what it had the last time, or what suits a new account. */
export function firstDraft({ form, profiles, regions, last }: DeployStart): DeployDraft {
  const used = last && profiles.find(({ name }) => name === last.profile);
  const known = used ?? profiles[0];
  const newName = last?.stack ?? "tenanttrail";
  return {
    profile: known?.name,
    region: (used ? last?.region : known?.region) ?? regions[0]?.region ?? "",
    stack: newName,
    newName,
    isNaming: false,
    parameters: valuesOf(form, last?.parameters),
  };
}

/** A value for each parameter of the form: the given one, or its default. */
export function valuesOf(form: DeployForm, given: LastDeploy["parameters"] = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(parametersOf(form).map(({ name, default: value }) => [name, given[name] ?? value]));
}

export function parametersOf(form: DeployForm): readonly DeployParameter[] {
  return form.groups.flatMap((group) => group.parameters);
}

export function targetOf({ profile, region }: DeployDraft): DeployTarget {
  return { region, ...(profile !== undefined && { profile }) };
}

export function regionProblem(region: string): string | undefined {
  return regionName.test(region) ? undefined : t("A region is written like eu-central-1.");
}

/** The stack that is chosen among those that are there; undefined for a new one. */
export function chosenStack(account: DeployAccount | undefined, draft: DeployDraft): DeployedStack | undefined {
  return draft.isNaming ? undefined : account?.stacks.find(({ name }) => name === draft.stack);
}

/** A name like the given one that no stack has. */
export function freeName({ stacks }: DeployAccount, name: string): string {
  const taken = new Set(stacks.map((stack) => stack.name));
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name}-${number}`;
    if (!taken.has(free)) return free;
  }
}

export function stackProblem({ stacks }: DeployAccount, name: string): string | undefined {
  if (name === "") return t("Enter a name.");
  if (stacks.some((stack) => stack.name === name))
    return t("This stack is there already. Choose it above, or another name.");
  return stackName.test(name) ? undefined : t("A name has letters, digits and hyphens, and begins with a letter.");
}

/** What is wrong with a value, in a sentence; undefined when CloudFormation would take it. */
export function parameterProblem(parameter: DeployParameter, value: string): string | undefined {
  const { number, pattern } = parameter;
  if (number !== undefined) {
    const { least = -Infinity, most = Infinity } = number;
    if (value.trim() === "" || !Number.isFinite(Number(value))) return t("Enter a number.");
    if (Number(value) < least) return t("At least {0}.", least);
    if (Number(value) > most) return t("At most {0}.", most);
  }
  if (pattern !== undefined && !new RegExp(pattern.source).test(value)) return t("It {0}.", pattern.words);
  return undefined;
}

/** What is wrong with the parameters, by name: their own rules, and a database that another stack has. */
export function parameterProblems(
  form: DeployForm,
  { stack, parameters }: DeployDraft,
  account: DeployAccount | undefined,
): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {};
  for (const parameter of parametersOf(form)) {
    const problem = parameterProblem(parameter, parameters[parameter.name] ?? "");
    if (problem !== undefined) problems[parameter.name] = problem;
  }
  const database = parameters["DatabaseName"];
  const other = account?.stacks.find(
    (each) => each.name !== stack && database !== undefined && each.parameters["DatabaseName"] === database,
  );
  if (other !== undefined)
    problems["DatabaseName"] ??= t("Stack {0} has this database. Choose another name.", other.name);
  return problems;
}

/** A parameter as words: `NotificationEmail` becomes `Notification email`. */
export function parameterTitle(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
