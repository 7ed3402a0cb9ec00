/** A dashboard of Amazon Quick Sight. */
export interface Dashboard {
  readonly id: string;
  readonly name: string;
  /** Its page in the browser, without values. */
  readonly url: string;
  /** ISO 8601; absent when it was never published. */
  readonly publishedAt?: string;
}

/** The dashboards of an account in one region. */
export interface Dashboards {
  readonly dashboards: readonly Dashboard[];
  /** A sentence for a person where there are none to show: no subscription, no permission, another region. */
  readonly unavailable?: string;
}

/** A parameter that a dashboard declares. */
export interface DashboardParameter {
  readonly name: string;
  readonly kind: "text" | "integer" | "decimal" | "time";
}

/** What a dashboard's link may be given. */
export interface DashboardParameters {
  readonly parameters: readonly DashboardParameter[];
  /** A sentence for a person where the parameters could not be read; the dashboard opens without values then. */
  readonly unavailable?: string;
}
