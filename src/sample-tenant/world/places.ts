import type { Random } from "../random.ts";
import type { TimeZone } from "./office-clock.ts";

/** Graph's `signInLocation`. */
export interface SignInLocation {
  readonly city: string;
  readonly state: string;
  readonly countryOrRegion: string;
  readonly geoCoordinates: { readonly altitude: null; readonly latitude: number; readonly longitude: number };
}

/** Where a sign-in comes from. Addresses are of the documentation ranges (RFC 5737, RFC 3849), ASNs of RFC 5398. */
export interface Network {
  readonly ipAddress: string;
  readonly autonomousSystemNumber: number;
  readonly location: SignInLocation;
  /** The tenant's trusted named location that the address belongs to. */
  readonly namedLocation: string | undefined;
}

export interface Office {
  readonly code: string;
  readonly index: number;
  readonly zone: TimeZone;
  /** Share of the members who work here. */
  readonly weight: number;
  /** The office that people of this one travel to. */
  readonly partner: string | undefined;
  readonly location: SignInLocation;
  readonly suburbs: readonly SignInLocation[];
}

export const offices: readonly Office[] = [
  {
    code: "ZRH",
    index: 0,
    zone: { standardOffset: 1, summerTime: "eu" },
    weight: 70,
    partner: "LON",
    location: place("Zurich", "Zurich", "CH", 47.3769, 8.5417),
    suburbs: [
      place("Winterthur", "Zurich", "CH", 47.4988, 8.7237),
      place("Zug", "Zug", "CH", 47.1662, 8.5155),
      place("Baden", "Aargau", "CH", 47.4733, 8.306),
    ],
  },
  {
    code: "LON",
    index: 1,
    zone: { standardOffset: 0, summerTime: "eu" },
    weight: 50,
    partner: "ZRH",
    location: place("London", "England", "GB", 51.5074, -0.1278),
    suburbs: [place("Croydon", "England", "GB", 51.3762, -0.0982), place("Reading", "England", "GB", 51.4543, -0.9781)],
  },
  {
    code: "NYC",
    index: 2,
    zone: { standardOffset: -5, summerTime: "us" },
    weight: 45,
    partner: "SAO",
    location: place("New York", "New York", "US", 40.7128, -74.006),
    suburbs: [
      place("Jersey City", "New Jersey", "US", 40.7178, -74.0431),
      place("White Plains", "New York", "US", 41.034, -73.7629),
    ],
  },
  {
    code: "SIN",
    index: 3,
    zone: { standardOffset: 8, summerTime: "none" },
    weight: 20,
    partner: undefined,
    location: place("Singapore", "Central Singapore", "SG", 1.2897, 103.8501),
    suburbs: [place("Tampines", "North East", "SG", 1.3496, 103.9568)],
  },
  {
    code: "SAO",
    index: 4,
    zone: { standardOffset: -3, summerTime: "none" },
    weight: 15,
    partner: "NYC",
    location: place("Sao Paulo", "Sao Paulo", "BR", -23.5505, -46.6333),
    suburbs: [place("Guarulhos", "Sao Paulo", "BR", -23.4538, -46.5333)],
  },
];

/** @throws RangeError for a code that no office has. */
export function officeOf(code: string): Office {
  const office = offices.find((candidate) => candidate.code === code);
  if (office === undefined) throw new RangeError(`No office ${code}`);
  return office;
}

/** One of an office's four egress addresses. */
export function officeNetwork(office: Office, random: Random): Network {
  return {
    ipAddress: `192.0.2.${office.index * 16 + 1 + random.below(4)}`,
    autonomousSystemNumber: 64496 + office.index,
    location: office.location,
    namedLocation: `Office ${office.code}`,
  };
}

/** A household's connection: mostly IPv6 of its own, otherwise a shared IPv4 address of the country's provider. */
export function homeNetwork(office: Office, household: number, random: Random): Network {
  const own = `2001:db8:${(16 + office.index).toString(16)}:${(household + 1).toString(16)}::${(1 + random.below(0xfffe)).toString(16)}`;
  const shared = `198.51.100.${1 + office.index * 36 + random.below(36)}`;
  return {
    ipAddress: random.chance(0.6) ? own : shared,
    autonomousSystemNumber: 64501 + office.index,
    location: random.pick([office.location, ...office.suburbs]),
    namedLocation: undefined,
  };
}

/** A phone on the mobile network, behind one of the carrier's few addresses. */
export function mobileNetwork(office: Office, random: Random): Network {
  return {
    ipAddress: `198.51.100.${190 + office.index * 12 + random.below(12)}`,
    autonomousSystemNumber: 64506,
    location: office.location,
    namedLocation: undefined,
  };
}

/** The region of the cloud in which the tenant's own workloads run. */
export function cloudNetwork(random: Random): Network {
  return {
    ipAddress: `203.0.113.${1 + random.below(60)}`,
    autonomousSystemNumber: 64507,
    location: place("Dublin", "Dublin", "IE", 53.3498, -6.2603),
    namedLocation: undefined,
  };
}

/** A hosting provider that only the attacks come from: 203.0.113.128/25, 2001:db8:bad::/48, AS64508 to AS64511. */
export function hostingNetwork(
  autonomousSystemNumber: 64508 | 64509 | 64510 | 64511,
  ipAddress: string,
  location: SignInLocation,
): Network {
  return { ipAddress, autonomousSystemNumber, location, namedLocation: undefined };
}

export function place(
  city: string,
  state: string,
  countryOrRegion: string,
  latitude: number,
  longitude: number,
): SignInLocation {
  return { city, state, countryOrRegion, geoCoordinates: { altitude: null, latitude, longitude } };
}
