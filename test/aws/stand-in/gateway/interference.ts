import type { ServerResponse } from "node:http";
import type { RecordedCall } from "./recorded-calls.ts";

/** What happens to a call on its way, as a test wants it. */
export interface Interference {
  /** The call waits for it. */
  readonly held?: Promise<void>;
  /** Answers instead of AWS. */
  readonly fault?: { readonly code: string; readonly message: string };
  /** Makes another answer of AWS's; only for services whose calls are forms, such as CloudFormation. */
  readonly answer?: (text: string) => string;
}

/** Looks at each call before it is passed on; undefined lets it be. */
export type Interfere = (call: Omit<RecordedCall, "status">) => Interference | undefined;

/** Answers with a fault as the query protocol has it, or JSON (https://smithy.io/2.0/aws/protocols/). */
export function answerFault(
  to: ServerResponse,
  { code, message }: NonNullable<Interference["fault"]>,
  isForm: boolean,
) {
  const [type, body] = isForm
    ? [
        "text/xml",
        `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
      ]
    : ["application/x-amz-json-1.1", JSON.stringify({ __type: code, message })];
  to.writeHead(400, { "content-type": type }).end(body);
}
