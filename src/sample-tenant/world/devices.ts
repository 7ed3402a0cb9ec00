import type { Random } from "../random.ts";

/** A laptop or phone; `detail` is Graph's `deviceDetail`. */
export interface Device {
  readonly detail: {
    readonly deviceId: string;
    readonly displayName: string;
    readonly operatingSystem: string;
    readonly browser: string;
    readonly browserId: null;
    readonly isCompliant: boolean;
    readonly isManaged: boolean;
    readonly trustType: string;
  };
  readonly isWindows: boolean;
  readonly browserAgent: string;
  readonly appAgent: string;
}

export function makeLaptop(officeCode: string, number: number, random: Random): Device {
  const isWindows = random.chance(0.84);
  const version = random.weighted([
    { weight: 70, value: "141.0.0" },
    { weight: 20, value: "140.0.0" },
    { weight: 10, value: "139.0.0" },
  ]);
  const isEdge = isWindows && random.chance(0.7);
  const system = isWindows ? "Windows NT 10.0; Win64; x64" : "Macintosh; Intel Mac OS X 10_15_7";
  const suffix = isEdge ? ` Edg/${version}.0` : "";
  return {
    detail: {
      deviceId: random.uuid(),
      displayName: `${officeCode}-LT-${String(number).padStart(4, "0")}`,
      operatingSystem: isWindows ? "Windows11" : "MacOs",
      browser: `${isEdge ? "Edge" : "Chrome"} ${version}`,
      browserId: null,
      isCompliant: true,
      isManaged: true,
      trustType: isWindows ? random.pick(["Azure AD joined", "Hybrid Azure AD joined"]) : "Azure AD registered",
    },
    isWindows,
    browserAgent: `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0 Safari/537.36${suffix}`,
    appAgent: `Mozilla/5.0 (${system}) Teams/25290.205.4069.4894`,
  };
}

export function makePhone(owner: string, random: Random): Device {
  const isIphone = random.chance(0.6);
  const isManaged = random.chance(0.8);
  return {
    detail: {
      deviceId: isManaged ? random.uuid() : "",
      displayName: isManaged ? `${owner}'s ${isIphone ? "iPhone" : "Android"}` : "",
      operatingSystem: isIphone ? "Ios 26.1" : "Android 16",
      browser: isIphone ? "Mobile Safari 26.1" : "Chrome Mobile 141.0.0",
      browserId: null,
      isCompliant: isManaged,
      isManaged,
      trustType: isManaged ? "Azure AD registered" : "",
    },
    isWindows: false,
    browserAgent: isIphone
      ? "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1"
      : "Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
    appAgent: isIphone ? "Outlook-iOS/4.2541.0" : "Outlook-Android/4.2541.1",
  };
}

/** A computer the tenant does not know: no id, no name, not managed. */
export function unknownDevice(operatingSystem: string, browser: string, browserAgent: string): Device {
  return {
    detail: {
      deviceId: "",
      displayName: "",
      operatingSystem,
      browser,
      browserId: null,
      isCompliant: false,
      isManaged: false,
      trustType: "",
    },
    isWindows: false,
    browserAgent,
    appAgent: browserAgent,
  };
}
