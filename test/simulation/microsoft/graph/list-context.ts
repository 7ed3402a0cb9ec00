import type { Dice } from "../moods/moods.ts";
import type { WithheldRows } from "../moods/withheld.ts";
import type { SimulatedTenant } from "../tenant/tenant.ts";

/** What a list of records is answered from. */
export interface ListContext {
  readonly tenant: SimulatedTenant;
  readonly dice: Dice;
  readonly withheld: WithheldRows;
  readonly nowMs: number;
  readonly version: string;
  /** Without a permission to read Conditional Access, the policies are left out of sign-ins (graph.md §2.1). */
  readonly showsPolicies: boolean;
  /** No page has more, whatever is asked for. */
  readonly mostRows: number;
  /** An audit search gives no more records, and ends as `succeeded` all the same. */
  readonly mostSearched: number;
}
