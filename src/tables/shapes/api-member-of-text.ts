/** How the portal writes the members of Graph's enumerations, where it is not only blanks, dashes and capitals. */
const otherWords: ReadonlyMap<string, string> = new Map([
  ["oauth20", "oAuth2"],
  ["resourceownerpasswordcredential", "ropc"],
  ["resourceownerpasswordcredentials", "ropc"],
  ["azureactivedirectory", "AzureAD"],
  ["federated", "ADFederationServices"],
  ["adfs", "ADFederationServices"],
]);

/** The member that a display text stands for (`Primary Refresh Token` is primaryRefreshToken), else the text itself. */
export function memberOfText(text: string, members: readonly string[]): string {
  const letters = lettersOf(text);
  const other = otherWords.get(letters);
  const found = members.find((member) => member === other || lettersOf(member) === letters);
  return found ?? text;
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}
