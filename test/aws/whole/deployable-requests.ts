/** What `serve-deployable.ts` does beside serving, a line of JSON each. What one call is made to do replaces what was before. */
export type DeployableRequest =
  /** Calls of an operation wait until they are let be. */
  | { readonly do: "hold"; readonly operation: string }
  | { readonly do: "fault"; readonly operation: string; readonly code: string }
  /** Every stack is told to be in a state. */
  | { readonly do: "status"; readonly status: string }
  | { readonly do: "let-be" }
  | { readonly do: "stack"; readonly name: string; readonly kind: "foreign" | "failed" | "prepared" }
  /** The functions and the tenant's credential are led to the simulated Microsoft, which no page can do. */
  | { readonly do: "lead-to-simulation"; readonly stack: string };
