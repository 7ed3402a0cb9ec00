import { useEffect, useState } from "preact/hooks";
import { CancelledError } from "../../src/protocol/errors.ts";

/** How long the word about what was done stays, in milliseconds. */
const noticeTime = 6000;

/** A word about what was done, which goes away by itself. */
export interface Notice {
  readonly notice: string | undefined;
  readonly say: (notice: string | undefined) => void;
  /** Runs something that may fail and says how it went. Says nothing when the person cancelled. */
  readonly run: (work: () => Promise<string | undefined>) => Promise<void>;
}

export function useNotice(): Notice {
  const [notice, say] = useState<string | undefined>(undefined);
  useEffect(() => {
    if (notice === undefined) return;
    const timer = setTimeout(() => say(undefined), noticeTime);
    return () => clearTimeout(timer);
  }, [notice]);
  const run = async (work: () => Promise<string | undefined>): Promise<void> => {
    try {
      say(await work());
    } catch (error) {
      if (!(error instanceof CancelledError)) say(error instanceof Error ? error.message : String(error));
    }
  };
  return { notice, say, run };
}
