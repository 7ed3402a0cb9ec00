import fc from "fast-check";

/** A file of records whose places are known. */
export interface WrittenFile {
  readonly bytes: Buffer;
  readonly records: readonly { readonly start: number; readonly end: number; readonly text: string }[];
  /** What is left when each record and each rejected text is replaced by ■. */
  readonly between: RegExp;
}

/** JSON of a record in a text, as somebody might type it to be taken for one. */
const forged = JSON.stringify({ id: "forged", createdDateTime: "2026-01-01T00:00:00Z", signInEventTypes: [] });

/** Sign-ins with nested objects and arrays, whose texts hold what could be mistaken for structure. */
export const hostileSignIn: fc.Arbitrary<Record<string, unknown>> = fc
  .record({
    id: fc.uuid(),
    text: fc.oneof(
      fc.constantFrom('"}],{\\', forged, `[${forged}]`, "Zürich", '{"', "\\", "\u{1f600}\n"),
      fc.string({ maxLength: 8 }),
    ),
    policies: fc.array(fc.uuid(), { maxLength: 3 }),
    order: fc.boolean(),
  })
  .map(({ id, text, policies, order }) => {
    const last = { signInEventTypes: ["interactiveUser", text], isInteractive: true };
    const nested = {
      status: { errorCode: 0, additionalDetails: text },
      location: { city: text, geoCoordinates: { latitude: 1.5, longitude: -2 } },
      appliedConditionalAccessPolicies: policies.map((each) => ({ id: each, enforcedGrantControls: ["mfa", text] })),
    };
    const first = {
      id,
      createdDateTime: "2026-03-01T00:58:41.2Z",
      userPrincipalName: "a@example.com",
      userAgent: text,
    };
    return order ? { ...first, ...nested, ...last } : { ...last, ...first, ...nested };
  });

type Write = (records: readonly unknown[]) => WrittenFile;

function writer(head: string, separator: string, tail: string, indent = 0): Write {
  return (values) => {
    let text = head;
    const records = values.map((value, index) => {
      if (index > 0) text += separator;
      const start = Buffer.byteLength(text);
      const record = JSON.stringify(value, null, indent);
      text += record;
      return { start, end: Buffer.byteLength(text), text: record };
    });
    const between = /^(?:[\s,[\]{}\u25a0]|"(?:value|records|Records|@odata[^"]*|n)"|:|"c")*$/;
    return { bytes: Buffer.from(text + tail), records, between };
  };
}

/** The ways in which records follow each other in a file. */
export const layouts: Readonly<Record<string, Write>> = {
  "compact array": writer("[", ",", "]"),
  "array with a record a line": writer("[\r\n", ",\r\n", "\r\n]\r\n"),
  "pretty array": writer("[\n", ",\n", "\n]", 2),
  "page of Graph": writer('{"@odata.context":"c","value":[', ",", '],"@odata.nextLink":"n"}'),
  "page that ends at once": writer('{"value":[', ",", "]}"),
  "page of records": writer('{"records": [', ", ", "]}\n"),
  "page of Records": writer('{"Records":[', ",", "]}"),
  "joined pages": writer('{"value":[', ']}{"value":[', "]}"),
  NDJSON: writer("", "\n", "\n"),
  "NDJSON with CRLF": writer("", "\r\n", "\r\n"),
  "joined objects": writer("", "", ""),
  "joined pretty objects": writer("", "\n", "\n", 2),
};
