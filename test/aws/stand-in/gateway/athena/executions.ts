import type { Execution, State } from "./execution.ts";
import { isOver } from "./execution.ts";
import { Refusal } from "./refusal.ts";

/** Everything that was started, by id. */
export class Executions {
  readonly #byId = new Map<string, Execution>();
  readonly #byToken = new Map<string, { readonly asked: string; readonly id: string }>();
  /** While true, a query goes from RUNNING back to QUEUED once, as Athena's may. */
  requeues = false;
  /** While told, the object with a result has at most so many rows, though Athena counted all: one that was written short. */
  mostRowsWritten = Number.POSITIVE_INFINITY;

  /** The query that the same token started; undefined for a token that is new. */
  startedBefore(token: string | undefined, asked: string): string | undefined {
    const before = token === undefined ? undefined : this.#byToken.get(token);
    if (before !== undefined && before.asked !== asked) throw new Refusal("Idempotent parameters do not match");
    return before?.id;
  }

  add(execution: Execution, token: string | undefined, asked: string): void {
    this.#byId.set(execution.id, execution);
    if (token !== undefined) this.#byToken.set(token, { asked, id: execution.id });
  }

  /** @throws {Refusal} for an id that no query has. */
  get(id: unknown): Execution {
    const found = typeof id === "string" ? this.#byId.get(id) : undefined;
    if (found === undefined) throw new Refusal(`QueryExecution ${id} was not found`);
    return found;
  }

  find(id: string): Execution | undefined {
    return this.#byId.get(id);
  }

  /** The ids of a workgroup's queries, the newest first. */
  idsOf(region: string, workGroup: string): string[] {
    const found = [...this.#byId.values()].filter((each) => each.region === region && each.workGroup === workGroup);
    return found.map(({ id }) => id).reverse();
  }

  /** The state that the one who asks is told. */
  toldState(execution: Execution): State {
    execution.asked++;
    if (!this.requeues || isOver(execution)) return execution.state;
    return execution.asked % 2 === 1 ? "QUEUED" : "RUNNING";
  }

  /** Those that are not over. */
  running(): Execution[] {
    return [...this.#byId.values()].filter((execution) => !isOver(execution));
  }
}
