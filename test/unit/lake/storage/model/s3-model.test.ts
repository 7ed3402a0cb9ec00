import { test } from "node:test";
import fc from "fast-check";
import { SimulatedLakeBucket } from "../../../../simulation/s3/simulated-lake-bucket.ts";
import { assertSameAsModel } from "./same-as-model.ts";
import { rounds } from "./steps.ts";

test("a storage over a simulated bucket says what the model says, to writers at the same time too", async () => {
  await fc.assert(
    fc.asyncProperty(rounds, async (all) => {
      const bucket = new SimulatedLakeBucket();
      await assertSameAsModel([bucket.storage(), bucket.storage(), bucket.storage()], all);
    }),
    { numRuns: 60 },
  );
});
