import { wordsOf } from "./words-of.ts";

/** Lines of words that mean one thing to people who look for something in these logs. */
const groups = `
login logon signin authentication sign
mfa multifactor authenticator
mail mailbox email exchange inbox message
file document sharepoint onedrive download upload
ip address network
country location city where
serviceprincipal service principal workload
managedidentity managed identity
user account person principal identity upn who
application app client oauth
consent grant permission
role admin administrator privilege privileged
policy conditional access
device computer laptop
risk risky compromise compromised suspicious anomaly
change modify update audit directory
error failure fail denied
time when date created day
session token cookie
group member membership
teams chat meeting
provision provisioning sync hr scim
forward rule transport
browser agent user-agent
legacy imap pop smtp basic
guest external b2b
password credential secret`;

const others: ReadonlyMap<string, ReadonlySet<string>> = meanings();

/** The words that mean the same as one, itself among them; words as `wordsOf` gives them. */
export function meaningsOf(word: string): ReadonlySet<string> {
  return others.get(word) ?? new Set([word]);
}

function meanings(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const line of groups.trim().split("\n")) {
    const group = wordsOf(line);
    for (const word of group) {
      const known = found.get(word) ?? new Set([word]);
      for (const other of group) known.add(other);
      found.set(word, known);
    }
  }
  return found;
}
