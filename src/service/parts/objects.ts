import type { ObjectsService } from "../../protocol/service/objects.ts";
import type { OpenedLake } from "../opened-lake.ts";

/** @param now milliseconds since 1970. */
export function objectsService(lake: OpenedLake, now: () => number): ObjectsService {
  return {
    async objectRoots(_request, options = {}) {
      const { session, stack, database } = lake.aws;
      if (stack !== undefined || database === undefined) return [];
      const { tableLocations } = await import("../../aws/objects/table-locations.ts");
      return tableLocations(session, database, options.signal);
    },
    async listObjects(request, options = {}) {
      const { listObjects } = await import("../../aws/objects/list-objects.ts");
      return listObjects(lake.aws.session, request, now(), options.signal);
    },
    async downloadObject(request, options = {}) {
      const { downloadObject } = await import("../../aws/objects/download-object.ts");
      return downloadObject(lake.aws.session, request, options.onProgress, options.signal);
    },
    async openObject(request, options = {}) {
      const { ObjectResults } = await import("../objects/object-results.ts");
      return lake.objectResults(() => new ObjectResults(now)).open(lake.aws.session, request.address, options);
    },
  };
}
