import { type ClockJump, VirtualClock, type VirtualTime } from "./virtual-time.ts";

/** What a killed process came to, in place of its result. */
export const killed = Symbol("killed");

/** Where a process is killed: at its nth effect, before it happens or after, when nobody hears the answer. */
export interface KillPoint {
  readonly effect: number;
  readonly when: "before" | "after";
}

/** What every effect of a killed process throws, where its real resources must be given back. */
export class Killed extends Error {
  override readonly name = "Killed";
}

/** Where the power is cut: when the process has made so many writes, and the last is not on the disk yet. */
export interface PowerCut {
  readonly writes: number;
}

export interface ProcessOptions {
  readonly killPoint?: KillPoint;
  /** How far its clock is ahead, milliseconds. */
  readonly clockErrorMs?: number;
  readonly clockJump?: ClockJump;
  /** Called when it has made so many writes: ends this process and all others. */
  readonly powerCut?: PowerCut & { readonly cut: () => void };
  /** For so long, milliseconds, its machine sleeps before it tells of the first slice that it wrote. */
  readonly suspendedMs?: number;
  /**
   * True: after its death every effect throws, so that files and connections are given back. Default: what it awaits
   * never comes, as in a process that is gone, so that not even its `finally` runs.
   */
  readonly unwinds?: boolean;
}

/** One run of a program that can be killed between any two of its effects. */
export class SimulatedProcess {
  readonly clock: VirtualClock;
  readonly #time: VirtualTime;
  readonly #killPoint: KillPoint | undefined;
  readonly #unwinds: boolean;
  readonly #end = Promise.withResolvers<typeof killed>();
  readonly #powerCut: ProcessOptions["powerCut"];
  #writes = 0;
  #suspendedMs: number | undefined;
  #hasWritten = false;
  #effects = 0;
  #dead = false;

  constructor(time: VirtualTime, options: ProcessOptions = {}) {
    this.#time = time;
    this.#killPoint = options.killPoint;
    this.#unwinds = options.unwinds ?? false;
    this.#suspendedMs = options.suspendedMs;
    this.#powerCut = options.powerCut;
    this.clock = new VirtualClock(time, this, options.clockErrorMs ?? 0, options.clockJump);
  }

  /** How many effects it had. */
  get effects(): number {
    return this.#effects;
  }

  /** One effect on the world outside: a call of the storage, a request. */
  async effect<T>(act: () => Promise<T>): Promise<T> {
    if (this.#dead) return this.#afterlife();
    this.#effects += 1;
    const isLast = this.#effects === this.#killPoint?.effect;
    if (isLast && this.#killPoint?.when === "before") return this.#die();
    if (!isLast) return this.#answer(await outcomeOf(act));
    await outcomeOf(act);
    return this.#die();
  }

  /** To be awaited before each write: the machine sleeps once, between a slice and the entry that names it. */
  async beforeWriting(path: string): Promise<void> {
    if (path.endsWith(".parquet")) this.#hasWritten = true;
    else if (this.#hasWritten && this.#suspendedMs !== undefined && isEntry(path)) {
      const ms = this.#suspendedMs;
      this.#suspendedMs = undefined;
      await this.#time.sleep(ms, this);
    }
  }

  /** To be awaited after each write, before it is on the disk. */
  async wrote(): Promise<void> {
    this.#writes += 1;
    if (!this.#dead && this.#writes === this.#powerCut?.writes) this.#powerCut.cut();
    if (this.#dead) await this.#afterlife();
  }

  /** The work's result, or `killed` when the process did not live to see it. */
  async run<T>(work: () => Promise<T>): Promise<T | typeof killed> {
    const working = work();
    // It may still fail after it was killed, when nobody listens any more.
    working.catch(() => undefined);
    return Promise.race([this.#end.promise, working]);
  }

  kill(): void {
    this.#dead = true;
    this.#time.forget(this);
    this.#end.resolve(killed);
  }

  #die<T>(): Promise<T> {
    this.kill();
    return this.#afterlife();
  }

  #afterlife<T>(): Promise<T> {
    return this.#unwinds ? Promise.reject(new Killed()) : new Promise<T>(() => undefined);
  }

  #answer<T>(outcome: Outcome<T>): Promise<T> {
    if (this.#dead) return this.#afterlife();
    return "error" in outcome ? Promise.reject(outcome.error) : Promise.resolve(outcome.value);
  }
}

function isEntry(path: string): boolean {
  return /^_ledger\/[a-z]+\/\d{9}\.json$/.test(path);
}

type Outcome<T> = { readonly value: T } | { readonly error: unknown };

async function outcomeOf<T>(act: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await act() };
  } catch (error) {
    return { error };
  }
}
