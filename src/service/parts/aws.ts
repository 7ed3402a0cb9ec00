import type { AwsSessions } from "../../aws/session/aws-sessions.ts";
import type { AwsService } from "../../protocol/service/aws.ts";

/** @param sessions loads the SDK with its first use. */
export function awsService(sessions: () => Promise<AwsSessions>): AwsService {
  return {
    async awsProfiles() {
      const { listProfiles } = await import("../../aws/credentials/profiles.ts");
      return listProfiles(process.env);
    },
    async awsStacks(place, options = {}) {
      const { findStacks } = await import("../../aws/stack/find-stacks.ts");
      return findStacks(await (await sessions()).of(place), "collector", options.signal);
    },
    async athenaPlaces(place, options = {}) {
      const { athenaPlaces } = await import("../../aws/stack/athena-places.ts");
      return athenaPlaces(await (await sessions()).of(place), options.signal);
    },
  };
}
