/** An answer of Athena's API that refuses, with the fields that Athena's errors have. */
export class Refusal extends Error {
  readonly type: string;
  readonly athenaErrorCode: string | undefined;

  constructor(message: string, type = "InvalidRequestException", athenaErrorCode?: string) {
    super(message);
    this.type = type;
    this.athenaErrorCode = athenaErrorCode ?? (type === "InvalidRequestException" ? "INVALID_INPUT" : undefined);
  }

  /** The body of the answer. */
  body(): Record<string, unknown> {
    return {
      __type: this.type,
      ...(this.athenaErrorCode !== undefined && { AthenaErrorCode: this.athenaErrorCode }),
      Message: this.message,
    };
  }
}

/**
 * Refuses as AWS does what does not fit the model of the API.
 *
 * @param field the path of the value, as the message names it.
 */
export function mustSatisfy(holds: boolean, field: string, constraint: string): void {
  if (!holds)
    throw new Refusal(
      `1 validation error detected: Value at '${field}' failed to satisfy constraint: Member must ${constraint}`,
    );
}
