/** Whether a tenant has a plan with a licence; unknown where its plans cannot be read. */
export type PlanAnswer = "has" | "has-none" | "unknown";

/** The names of a tenant's service plans, looked up once for a run. */
export class TenantPlans {
  #names: Promise<ReadonlySet<string> | undefined> | undefined;

  /**
   * Whether one of these service plans is among the tenant's.
   * @param work looks the names up; undefined when they cannot be read. @throws what `work` throws.
   */
  async has(anyOf: readonly string[], work: () => Promise<ReadonlySet<string> | undefined>): Promise<PlanAnswer> {
    this.#names ??= work();
    const names = await this.#names;
    if (names === undefined) return "unknown";
    return anyOf.some((name) => names.has(name)) ? "has" : "has-none";
  }
}
