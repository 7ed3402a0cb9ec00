import { type ErrorCode, TenantTrailError } from "../../protocol/errors.ts";
import type { Lake } from "../lake.ts";
import { partKey } from "../ledger/day-part.ts";
import type { SliceState } from "../ledger/ledger-state.ts";
import { parseSlicePath, slicePath } from "../ledger/slice-path.ts";
import type { SliceLook } from "../slices/slice-look.ts";

/** What is wrong with a slice: it is not there, or, in a sentence, what it is instead. */
export type SliceFault = { readonly isMissing: true } | { readonly isMissing: false; readonly reason: string };

const aboutOneSlice: readonly ErrorCode[] = ["broken-slice", "newer-schema", "unsafe-lake"];

/** What is known of a slice: the file that the ledger does not name has only a name, which carries its digest. */
export type KnownSlice = Pick<SliceState, "path"> & Partial<Pick<SliceState, "sha256" | "bytes">>;

/** A sentence about a slice whose form cannot be read; undefined when it can. @throws as `faultOf` does. */
export async function formFaultOf(look: SliceLook, path: string): Promise<string | undefined> {
  try {
    const held = await look.hold(path);
    await held?.release?.();
    return undefined;
  } catch (error) {
    if (!(error instanceof TenantTrailError) || !aboutOneSlice.includes(error.code)) throw error;
    return error.message;
  }
}

/**
 * Holds a slice's file against what is known of it; undefined when it has the very bytes.
 * @throws TenantTrailError when the lake cannot be read.
 */
export async function faultOf(look: SliceLook, lake: Lake, slice: KnownSlice): Promise<SliceFault | undefined> {
  try {
    // Looked at by itself, because a link to nowhere is no missing slice.
    if ((await lake.storage.head(slice.path)) === undefined) return { isMissing: true };
    // Its very bytes need no look at their form, which takes longer than all else.
    if (slice.sha256 !== undefined && (await lake.storage.sha256Of(slice.path)) === slice.sha256) return undefined;
    const held = await look.hold(slice.path);
    if (held === undefined) return { isMissing: true };
    const { bytes, sha256, release } = held;
    await release?.();
    if (slice.sha256 === undefined) {
      const part = parseSlicePath(slice.path);
      const isItself = part !== undefined && slicePath(partKey(part), sha256) === slice.path;
      return isItself ? undefined : { isMissing: false, reason: "It is not what its name says." };
    }
    if (sha256 === slice.sha256) return undefined;
    const size = bytes === slice.bytes ? "" : ` It has ${bytes} bytes where the ledger recorded ${slice.bytes}.`;
    const reason = `The slice is not what the ledger recorded: it was changed by something else.${size}`;
    return { isMissing: false, reason };
  } catch (error) {
    if (!(error instanceof TenantTrailError) || !aboutOneSlice.includes(error.code)) throw error;
    return { isMissing: false, reason: error.message };
  }
}
