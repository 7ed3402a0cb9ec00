import { type Storage, WriteConflict } from "../../../../../src/lake/storage/storage.ts";
import type { Step } from "./steps.ts";

/** The versions that were seen of each path, in the order of being seen. */
export type Versions = ReadonlyMap<string, readonly string[]>;

/** What a storage says to a step, in words that do not depend on the storage. @throws what the storage throws but conflicts. */
export async function answerOf(storage: Storage, step: Step, versions: Versions): Promise<string> {
  try {
    return await ask(storage, step, versions);
  } catch (error) {
    if (error instanceof WriteConflict) return "conflict";
    throw error;
  }
}

async function ask(storage: Storage, step: Step, versions: Versions): Promise<string> {
  switch (step.does) {
    case "create":
      await storage.write(step.path, Buffer.from(step.content), { ifAbsent: true });
      return "written";
    case "replace": {
      const ifVersion = versions.get(step.path)?.at(step.seen) ?? '"never"';
      await storage.write(step.path, Buffer.from(step.content), { ifVersion });
      return "written";
    }
    case "overwrite":
      await storage.overwrite(step.path, Buffer.from(step.content));
      return "done";
    case "read": {
      const bytes = await storage.read(step.path);
      return bytes === undefined ? "absent" : Buffer.from(bytes).toString();
    }
    case "head": {
      const object = await storage.head(step.path);
      return object === undefined ? "absent" : `${object.bytes} bytes`;
    }
    case "remove":
      await storage.remove([step.path]);
      return "done";
    case "list": {
      const objects = await storage.list(step.prefix, step.options);
      return objects.map(({ path, bytes }) => `${path} ${bytes}`).join("\n");
    }
  }
}
