import type { Disposable } from "vscode";
import { minuteMs } from "../../../base/time-units.ts";
import type { AlarmState } from "../../../protocol/aws/function-runs.ts";
import type { LakeService } from "../../../protocol/service/lake-service.ts";
import type { Connections } from "../../connections/connections.ts";
import { laterOnce } from "../../platform/cancellation.ts";

interface AlarmWatchParts {
  readonly lake: LakeService;
  readonly connections: Connections;
  readonly show: (alarms: readonly AlarmState[]) => void;
  readonly record: (error: unknown) => void;
}

/** Alarms are evaluated by CloudWatch once a minute at most, and ours hourly. */
const pauseMs = 5 * minuteMs;

/** Keeps what the log days say of a stack's alarms up to date, while a connection to a stack is open. */
export class AlarmWatch implements Disposable {
  readonly #parts: AlarmWatchParts;
  readonly #connected: Disposable;
  #next: Disposable | undefined;
  #turn = 0;

  constructor(parts: AlarmWatchParts) {
    this.#parts = parts;
    this.#connected = parts.connections.onDidChange(() => void this.look());
  }

  /** Asks for the alarms now. What fails is written to the log: the log days themselves say when AWS is not reached. */
  async look(): Promise<void> {
    const turn = ++this.#turn;
    this.#next?.dispose();
    const { lake, connections, show, record } = this.#parts;
    const connection = connections.current?.connection;
    if (connection?.kind !== "aws" || connection.stack === undefined) {
      show([]);
      return;
    }
    try {
      const alarms = await lake.alarmStates({});
      if (turn === this.#turn) show(alarms);
    } catch (error) {
      record(error);
    }
    if (turn === this.#turn) this.#next = laterOnce(pauseMs, () => void this.look());
  }

  dispose(): void {
    this.#turn++;
    this.#next?.dispose();
    this.#connected.dispose();
  }
}
