import { basename } from "node:path";
import { LedgerLook } from "../../lake/ledger-look.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { OpeningService } from "../../protocol/service/opening.ts";
import { isSampleTenant } from "../../sample-tenant/tenant.ts";
import { LocalEngine } from "../local-engine.ts";
import { openFolderLake } from "../open-folder-lake.ts";
import type { OpenedLake } from "../opened-lake.ts";

/** @param now milliseconds since 1970. */
export function openingService(lake: OpenedLake, now: () => number): OpeningService {
  return {
    async useConnection({ mustExist = false, isKnown = false, ...connection }) {
      if (connection.kind !== "folder")
        throw new TenantTrailError(
          "bad-argument",
          "Only lakes in a folder can be opened so far: choose a folder on this machine.",
        );
      const look = new LedgerLook(await openFolderLake({ path: connection.path, mustExist, isKnown }));
      const states = [...(await look.readAll()).values()].map(({ state }) => state);
      const slices = states.flatMap((state) => [...state.slices.values()]);
      const tenants = [...new Set(slices.flatMap((slice) => Object.keys(slice.tenants)))].sort();
      await lake.replace({ look, engine: new LocalEngine(look, now) });
      return {
        connection,
        root: look.lake.storage.locate(""),
        isKnown: isKnown || states.some(({ n }) => n > 0),
        label: `${basename(connection.path)} · this folder`,
        tenants,
        simulated: tenants.length > 0 && tenants.every(isSampleTenant),
      };
    },
  };
}
