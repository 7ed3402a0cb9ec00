import { generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";

/** Signs the tokens of GetWebIdentityToken as AWS does: RS256, with the caller's role as the subject. */
export class WebIdentity {
  readonly issuer = `https://${randomUUID()}.tokens.sts.global.api.aws`;
  readonly publicKey: KeyObject;
  readonly #privateKey: KeyObject;

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    this.publicKey = publicKey;
    this.#privateKey = privateKey;
  }

  /**
   * MiniStack's answer, which is signed with a shared secret for the account, with a token as AWS makes it.
   *
   * @param callerArn who asked. The session of a role stands for the role.
   */
  signed(answer: Buffer, callerArn: string): Buffer {
    const text = answer.toString();
    return Buffer.from(
      text.replace(/(?<=<WebIdentityToken>)[^<]+/, (token) => {
        const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
        return this.#token({ ...claims, iss: this.issuer, sub: roleArn(callerArn) });
      }),
    );
  }

  #token(claims: Readonly<Record<string, unknown>>): string {
    const parts = [{ alg: "RS256", typ: "JWT", kid: "RSA_0" }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString("base64url"),
    );
    const text = parts.join(".");
    return `${text}.${sign("sha256", Buffer.from(text), this.#privateKey).toString("base64url")}`;
  }
}

function roleArn(arn: string): string {
  return arn.replace(/^arn:aws:sts::(\d+):assumed-role\/([^/]+)\/.*$/, "arn:aws:iam::$1:role/$2");
}
