import type { TableName } from "../../protocol/tables.ts";
import { hour } from "../instants.ts";
import type { Random } from "../random.ts";
import type { EventSink } from "../timeline.ts";
import type { Directory } from "../world/directory.ts";
import { instantOf } from "../world/office-clock.ts";
import type { Department, Person } from "../world/people.ts";

export const attackKinds = [
  "password-spray",
  "session-theft",
  "consent-grant",
  "device-code",
  "application-credential",
] as const;
export type AttackKind = (typeof attackKinds)[number];

/** What an attack is planned into. */
export interface Scene {
  readonly sink: EventSink;
  readonly directory: Directory;
  readonly random: Random;
  /** UTC midnight of the day it begins, in milliseconds since 1970. */
  readonly date: number;
}

/** What an attack was, told once it has been planned. */
export interface AttackOutline {
  readonly kind: AttackKind;
  readonly title: string;
  /** One sentence. */
  readonly story: string;
  /** `userPrincipalName` of the account it went through. */
  readonly account: string;
  readonly ipAddresses: readonly string[];
  /** ATT&CK technique ids. */
  readonly techniques: readonly string[];
}

/** The truth about one hidden attack. */
export interface AttackLabel extends AttackOutline {
  /** Time of the first event that belongs to it, ISO 8601. */
  readonly start: string;
  /** Time of the last event that belongs to it, ISO 8601. */
  readonly end: string;
  /** Its events in time order; `id` is the record's `id` or `Id` (of a risky user: the user's). */
  readonly events: readonly { readonly table: TableName; readonly id: string; readonly time: string }[];
}

/** Somebody of the department who still works there; every attack goes for another department. */
export function victimIn(scene: Scene, department: Department): Person {
  return scene.random.pick(
    scene.directory.members.filter((person) => person.department === department && !person.hasLeft),
  );
}

/** An instant of the person's local working day. */
export function localTime(scene: Scene, person: Person, hours: number): number {
  return instantOf(person.office.zone, scene.date, hours * hour);
}
