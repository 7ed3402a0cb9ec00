import type { ChangeKind, StackChange, StackEvent } from "../../src/protocol/aws/stack-changes.ts";

/** What needs the most care comes first. */
const order: readonly ChangeKind[] = ["remove", "replace", "may-replace", "change", "import", "add"];

/** Changes of one kind to resources of one type, for the same reason. */
export interface ChangeRow extends Pick<StackChange, "kind" | "type" | "because" | "isKept"> {
  readonly resources: readonly string[];
}

/** The changes as rows of a table. */
export function changeRows(changes: readonly StackChange[]): readonly ChangeRow[] {
  const groups = Map.groupBy(changes, ({ kind, type, because, isKept }) =>
    JSON.stringify([kind, type, because, isKept]),
  );
  return [...groups.values()]
    .flatMap(([first, ...others]) =>
      first === undefined ? [] : { ...first, resources: [first, ...others].map(({ resource }) => resource).sort() },
    )
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.type < b.type ? -1 : 1));
}

/** `AWS::Lambda::Function` becomes `Lambda Function`. */
export function typeWords(type: string): string {
  return type.replace(/^AWS::/, "").replaceAll("::", " ");
}

/** CloudFormation says this of resources that it stops because another one failed. */
const follows = /cancell?ed|Resource creation Initiated/i;

/** What failed by itself; what was stopped because of it is left out. */
export function ownFailures(events: readonly StackEvent[]): readonly StackEvent[] {
  const failures = events.filter(({ isFailure }) => isFailure);
  const own = failures.filter(({ reason }) => reason === undefined || !follows.test(reason));
  return own.length > 0 ? own : failures;
}

/** How an operation on a stack stands. */
export interface Progress {
  /** The newest event of each resource, those that are at work first, then the newest. */
  readonly resources: readonly StackEvent[];
  readonly done: number;
}

/** @param events in the order that they happened. */
export function progressOf(events: readonly StackEvent[]): Progress {
  const newest = new Map<string, StackEvent>();
  for (const event of events) {
    newest.delete(event.resource);
    newest.set(event.resource, event);
  }
  const resources = [...newest.values()].reverse();
  const isBusy = ({ status }: StackEvent): boolean => status.endsWith("_IN_PROGRESS");
  return {
    resources: [...resources.filter(isBusy), ...resources.filter((event) => !isBusy(event))],
    done: resources.filter(({ status }) => status.endsWith("_COMPLETE")).length,
  };
}
