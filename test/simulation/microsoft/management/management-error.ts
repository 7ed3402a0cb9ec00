import { jsonAnswer, type SimulatedAnswer } from "../answer.ts";

/** A refusal of the Management Activity API; codes are those of graph.md §3.2. */
export class ManagementError extends Error {
  override readonly name = "ManagementError";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function managementErrorAnswer(
  { status, code, message }: ManagementError,
  headers: Readonly<Record<string, string>> = {},
): SimulatedAnswer {
  return jsonAnswer(status, { error: { code, message } }, headers);
}

/** The documented form of throttling: 403, with the code in the body. */
export const tooManyRequests = (method: string, publisher: string): ManagementError =>
  new ManagementError(403, "AF429", `Too many requests. Method=${method}, PublisherId=${publisher}`);

export const badWindow = (startTime: string, endTime: string): ManagementError =>
  new ManagementError(
    400,
    "AF20030",
    `Start time and end time must both be specified (or both omitted) and must be less than or equal to 24 hours apart, with the start time no more than 7 days in the past. startTime:${startTime} endTime:${endTime}`,
  );
