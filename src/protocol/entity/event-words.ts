import { activityVerbs, auditVerbs } from "./operation-verbs.ts";
import type { ShownEvent } from "./shown-event.ts";

/** A stretch of a sentence: our own words, or what a record says, which may be anything. */
export interface WordPart {
  readonly text: string;
  /** True for text from a record, which is shown as what it is and must not turn the words around it. */
  readonly isQuoted?: true;
}

const own = (text: string): WordPart => ({ text });
const quoted = (text: string): WordPart => ({ text, isQuoted: true });

/** A word between two quotations. */
const spaced = (word: string): WordPart => own(` ${word} `);

/** What an event is, as a sentence without its subject: "signed in to Exchange Online from Amsterdam, NL". */
export function eventWords(event: ShownEvent): readonly WordPart[] {
  switch (event.table) {
    case "signins":
      return signInWords(event);
    case "audits":
      return operationWords(event, auditVerbs);
    case "activity":
      return operationWords(event, activityVerbs);
    case "riskdetections":
      return riskWords(event, "was found to be risky: ");
    case "riskyusers":
      return riskWords(event, "has this state of risk: ");
    case "provisioning":
      return provisioningWords(event);
    default:
      return operationWords(event, new Map());
  }
}

/** Who did it, where that is not what the page is about; what was done to that by nobody knows whom is not its own doing. */
export function subjectOf({ actor, part }: ShownEvent, entity: string): string | undefined {
  if (actor === undefined) return part === "upon" ? "(actor not recorded)" : undefined;
  return actor.toLowerCase() === entity.toLowerCase() ? undefined : actor;
}

/** The sentence as one text, for screen readers and tests. */
export function plainWords(parts: readonly WordPart[]): string {
  return parts.map(({ text }) => text).join("");
}

function signInWords(event: ShownEvent): readonly WordPart[] {
  const { target, outcome, operation, conditionalAccess } = event;
  const to = target === undefined ? [] : [spaced("to"), quoted(target)];
  return [
    own(signInVerb(outcome)),
    ...to,
    ...(wayIn[operation ?? ""] === undefined ? [] : [own(` ${wayIn[operation ?? ""]}`)]),
    ...placeWords(event),
    ...(conditionalAccess === "failure" ? [own(", blocked by conditional access")] : []),
    ...(outcome === undefined ? [own(", how it ended is not recorded")] : []),
  ];
}

function signInVerb(outcome: string | undefined): string {
  if (outcome === "success") return "signed in";
  if (outcome === "failure") return "failed to sign in";
  return outcome === "interrupted" ? "was asked for one more step to sign in" : "tried to sign in";
}

/** What is particular about a kind of sign-in; that of a person who was asked is the usual one. */
const wayIn: Readonly<Record<string, string>> = {
  nonInteractiveUser: "without being asked",
  servicePrincipal: "with its own credential",
  managedIdentity: "as a managed identity",
};

/** Where from: the place, else the address. */
function placeWords({ city, country, ipAddress }: ShownEvent): readonly WordPart[] {
  const place = [city, country].filter((name) => name !== undefined).join(", ");
  if (place !== "") return [spaced("from"), quoted(place)];
  return ipAddress === undefined ? [] : [spaced("from"), quoted(ipAddress)];
}

/** A known operation in words; an unknown one as its record names it. */
function operationWords(event: ShownEvent, verbs: ReadonlyMap<string, string>): readonly WordPart[] {
  const { operation = "", target, outcome } = event;
  // Microsoft writes some names with a full stop or blanks at their ends.
  const verb = verbs.get(operation.trim().replace(/\.$/, "").toLowerCase());
  const failed =
    outcome === "failure" || outcome === "timeout"
      ? [own(", which failed")]
      : outcome === "partial"
        ? [own(", which succeeded in part")]
        : [];
  if (verb === undefined) {
    const name = operation.trim() === "" ? own("did something that its record does not name") : quoted(operation);
    return [name, ...(target === undefined ? [] : [own(" · "), quoted(target)]), ...failed];
  }
  const [before = "", after] = verb.split("…");
  if (after === undefined || target === undefined) return [own(before.trimEnd()), ...failed];
  return [own(before), quoted(target), ...(after === "" ? [] : [own(after)]), ...failed];
}

function riskWords({ operation, risk, outcome, reason }: ShownEvent, begin: string): readonly WordPart[] {
  const told = [risk, operation, outcome, reason].filter((each) => each !== undefined && each !== "none");
  return [own(begin), ...(told.length === 0 ? [own("nothing more is recorded")] : separated(told))];
}

function provisioningWords({ operation, target, application, outcome, reason }: ShownEvent): readonly WordPart[] {
  return [
    own("provisioning: "),
    quoted(operation ?? "unnamed action"),
    ...(target === undefined ? [] : [spaced("of"), quoted(target)]),
    ...(application === undefined ? [] : [spaced("for"), quoted(application)]),
    ...(outcome === undefined ? [] : [own(", "), quoted(outcome)]),
    ...(reason === undefined ? [] : [own(": "), quoted(reason)]),
  ];
}

function separated(texts: readonly (string | undefined)[]): readonly WordPart[] {
  return texts.flatMap((text, index) => [...(index === 0 ? [] : [own(", ")]), quoted(text ?? "")]);
}
