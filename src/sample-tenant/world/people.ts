import type { Random } from "../random.ts";
import { sampleTenantDomain, sampleTenantId } from "../tenant.ts";
import { type Device, makeLaptop, makePhone } from "./devices.ts";
import { homeNetwork, type Network, type Office, offices } from "./places.ts";

export const departments = [
  "Sales",
  "Finance",
  "Engineering",
  "Operations",
  "Marketing",
  "Human Resources",
  "IT",
] as const;
export type Department = (typeof departments)[number];

/** Whoever signs in. */
export interface Account {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly userType: "member" | "guest";
  readonly homeTenantId: string;
  /** The identity that the unified audit log calls `UserKey`. */
  readonly puid: string;
  readonly sid: string;
  readonly mailboxGuid: string;
}

export interface Person extends Account {
  /** Names the person's streams of random numbers. */
  readonly index: number;
  readonly department: Department;
  readonly office: Office;
  readonly isAdministrator: boolean;
  /** Left the company: the account is disabled, but a forgotten phone still tries. */
  readonly hasLeft: boolean;
  readonly laptop: Device;
  readonly phone: Device;
  readonly home: Network;
  readonly mfaMethod: string;
  /** Hours after local midnight at which the working day usually begins. */
  readonly startsAt: number;
  /** Probability of working at home on a given day. */
  readonly worksAtHome: number;
}

const givenNames =
  "Ada Amir Ana Ben Carla Chen Chiara Daniel Dario Elena Emma Farid Fiona Gabriel Grace Hana Henrik Ines Ivan Jana Jonas Julia Kai Kofi Lara Leo Lina Luca Maya Mei Mira Nadia Noah Nora Olivia Omar Paula Pedro Priya Rafael Rosa Samir Sara Sofia Tariq Theo Tomas Uma Vera Viktor Wei Yara Yusuf Zoe".split(
    " ",
  );
const familyNames =
  "Abadi Alder Almeida Baker Becker Bianchi Brandt Carter Castro Cho Costa Dawson Diaz Eriksen Farouk Fischer Ferrari Garcia Gomes Graf Haas Hughes Ibrahim Ito Jansen Keller Khan Kim Kovacs Lang Larsen Lim Lopez Maier Marsh Meyer Moreau Nakano Novak Okafor Olsen Patel Pereira Quinn Ramos Reid Rossi Sato Schmid Silva Singh Steiner Tan Torres Urban Vogel Walsh Weber Wong Yilmaz Zhang Zimmer".split(
    " ",
  );

const officeWeights = offices.map((office) => ({ weight: office.weight, value: office }));
const departmentWeights = [
  { weight: 24, value: "Sales" },
  { weight: 14, value: "Finance" },
  { weight: 26, value: "Engineering" },
  { weight: 16, value: "Operations" },
  { weight: 10, value: "Marketing" },
  { weight: 5, value: "Human Resources" },
  { weight: 5, value: "IT" },
] as const;

/** The members; every department has at least one. */
export function makeMembers(count: number, random: Random): readonly Person[] {
  const taken = new Set<string>();
  const members: Person[] = [];
  for (let index = 0; index < count; index++) {
    const office = random.weighted(officeWeights);
    const department = departments[index] ?? random.weighted<Department>(departmentWeights);
    const given = random.pick(givenNames);
    const family = random.pick(familyNames);
    const alias = uniqueAlias(`${given}.${family}`.toLowerCase(), taken);
    members.push({
      ...makeAccount(`${given} ${family}`, `${alias}@${sampleTenantDomain}`, "member", sampleTenantId, random),
      index,
      department,
      office,
      isAdministrator: department === "IT",
      hasLeft: index > departments.length && index % 89 === 11,
      laptop: makeLaptop(office.code, index + 1, random),
      phone: makePhone(given, random),
      home: homeNetwork(office, index, random),
      mfaMethod: random.weighted([
        { weight: 75, value: "Mobile app notification" },
        { weight: 15, value: "OATH verification code" },
        { weight: 10, value: "Text message" },
      ]),
      startsAt: random.around(8.5, 0.5),
      worksAtHome: random.between(0, 0.6),
    });
  }
  return members;
}

/** Partners' people, who appear under the name they have in their own tenant. */
export function makeGuests(count: number, random: Random): readonly Account[] {
  const homes = ["fabrikam", "northwind", "tailspin"].map((name) => ({ name, tenantId: random.uuid() }));
  const taken = new Set<string>();
  return Array.from({ length: count }, () => {
    const given = random.pick(givenNames);
    const family = random.pick(familyNames);
    const home = random.pick(homes);
    const alias = uniqueAlias(`${given}.${family}`.toLowerCase(), taken);
    return makeAccount(`${given} ${family}`, `${alias}@${home.name}-simulated.example`, "guest", home.tenantId, random);
  });
}

export function makeAccount(
  displayName: string,
  userPrincipalName: string,
  userType: "member" | "guest",
  homeTenantId: string,
  random: Random,
): Account {
  return {
    id: random.uuid(),
    displayName,
    userPrincipalName,
    userType,
    homeTenantId,
    puid: `10032${random.digits(3)}${random.uint32().toString(16).toUpperCase().padStart(8, "0")}`,
    sid: `S-1-5-21-${random.uint32()}-${random.uint32()}-${random.uint32()}-${random.below(1e7)}`,
    mailboxGuid: random.uuid(),
  };
}

function uniqueAlias(wanted: string, taken: Set<string>): string {
  let alias = wanted;
  for (let number = 2; taken.has(alias); number++) alias = `${wanted}${number}`;
  taken.add(alias);
  return alias;
}
