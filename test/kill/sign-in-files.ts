import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "../../src/sample-tenant/random.ts";

const firstDay = Date.UTC(2026, 2, 1);
const dayMs = 86_400_000;

/** NDJSON files of made-up sign-ins over many days; a few records of each file are newer states of earlier ones. */
export class SignInFiles {
  readonly #folder: string;
  readonly #random: Random;
  readonly #records: { readonly id: string; readonly createdDateTime: string }[] = [];
  /** The record ids of every file. */
  readonly idsOf = new Map<string, readonly string[]>();

  constructor(folder: string, random: Random) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#random = random;
  }

  get paths(): readonly string[] {
    return [...this.idsOf.keys()];
  }

  /** Every record id that is in any of the files. */
  get ids(): readonly string[] {
    return this.#records.map(({ id }) => id).sort();
  }

  /** A new file with `count` new sign-ins of the first `days` days and `count / 10` that are known. */
  write(count: number, days: number): string {
    const path = join(this.#folder, `sign-ins-${this.idsOf.size}.ndjson`);
    const fresh = Array.from({ length: count }, () => this.#signIn(days));
    const known = this.#records.length === 0 ? [] : Array.from({ length: count / 10 }, () => this.#knownSignIn(days));
    this.#records.push(...fresh);
    const records = [...fresh, ...known];
    writeFileSync(path, records.map((record) => `${JSON.stringify(this.#withDetails(record))}\n`).join(""));
    this.idsOf.set(path, [...new Set(records.map(({ id }) => id))]);
    return path;
  }

  #signIn(days: number): { id: string; createdDateTime: string } {
    const time = firstDay + Math.floor(this.fraction() * days * dayMs);
    const id = `sign-in-${this.#random.uint32().toString(16)}-${this.#random.uint32().toString(16)}`;
    return { id, createdDateTime: new Date(time).toISOString() };
  }

  #knownSignIn(days: number): { id: string; createdDateTime: string } {
    const known = this.#records[Math.floor(this.fraction() * this.#records.length)];
    return known ?? this.#signIn(days);
  }

  #withDetails(record: { id: string; createdDateTime: string }): Record<string, unknown> {
    return {
      ...record,
      signInEventTypes: ["interactiveUser"],
      userPrincipalName: `user${this.#random.uint32() % 50}@contoso.example`,
      status: { errorCode: this.#random.uint32() % 3 === 0 ? 50126 : 0 },
    };
  }

  /** From 0 up to, but not including, 1. */
  fraction(): number {
    return this.#random.uint32() / 2 ** 32;
  }
}
