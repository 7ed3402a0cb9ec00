/**
 * Words for frequent operations, by their names in lower case without a final full stop; `…` stands for the target.
 * What is not here is shown by its own name.
 */
type Verbs = ReadonlyMap<string, string>;

/** Activities of the directory's audits (Microsoft Entra, "Audit log categories and activities"). */
const directory: readonly (readonly [string, string])[] = [
  ["reset user password", "reset the password of …"],
  ["reset password (by admin)", "reset the password of …"],
  ["reset password (self-service)", "reset the own password, …"],
  ["change user password", "changed the password of …"],
  ["update user", "changed the account …"],
  ["add user", "made the account …"],
  ["delete user", "deleted the account …"],
  ["disable account", "disabled the account …"],
  ["enable account", "enabled the account …"],
  ["user registered security info", "registered a way to prove who they are, …"],
  ["user deleted security info", "removed a way to prove who they are, …"],
  ["consent to application", "consented to the application …"],
  ["add service principal", "added the application …"],
  ["add delegated permission grant", "granted permissions to …"],
  ["add app role assignment to service principal", "granted permissions to …"],
  ["add app role assignment grant to user", "gave access to …"],
  ["add member to role", "gave a role to …"],
  ["remove member from role", "took a role from …"],
  ["add member to group", "added to a group: …"],
  ["remove member from group", "removed from a group: …"],
  ["add owner to application", "made an owner of an application: …"],
  ["register device", "registered the device …"],
  ["add registered owner to device", "became the owner of the device …"],
  ["add device", "added the device …"],
  ["update application – certificates and secrets management", "changed the secrets of the application …"],
  ["update conditional access policy", "changed the conditional access policy …"],
  ["delete conditional access policy", "deleted the conditional access policy …"],
  ["add conditional access policy", "made the conditional access policy …"],
];

export const auditVerbs: Verbs = new Map(directory);

/** Operations of the unified audit log (Microsoft Purview, "Audit log activities"), which repeats the directory's. */
export const activityVerbs: Verbs = new Map([
  ...directory,
  ["userloggedin", "signed in, by Office 365's own record"],
  ["userloginfailed", "did not get through signing in, by Office 365's own record"],
  ["mailitemsaccessed", "read mail in the mailbox …"],
  ["send", "sent mail from the mailbox …"],
  ["sendas", "sent mail as …"],
  ["sendonbehalf", "sent mail on behalf of …"],
  ["create", "made an item in the mailbox …"],
  ["update", "changed an item in the mailbox …"],
  ["move", "moved items in the mailbox …"],
  ["movetodeleteditems", "moved items to the deleted ones in the mailbox …"],
  ["softdelete", "deleted items in the mailbox …"],
  ["harddelete", "purged items from the mailbox …"],
  ["mailboxlogin", "opened the mailbox …"],
  ["new-inboxrule", "made the inbox rule …"],
  ["set-inboxrule", "changed the inbox rule …"],
  ["remove-inboxrule", "removed the inbox rule …"],
  ["updateinboxrules", "changed inbox rules of …"],
  ["add-mailboxpermission", "gave access to the mailbox …"],
  ["set-mailbox", "changed the settings of the mailbox …"],
  ["filedownloaded", "downloaded …"],
  ["filesyncdownloadedfull", "downloaded by sync …"],
  ["fileaccessed", "opened …"],
  ["filepreviewed", "previewed …"],
  ["filemodified", "changed …"],
  ["fileuploaded", "uploaded …"],
  ["filedeleted", "deleted …"],
  ["filerecycled", "moved to the recycle bin …"],
  ["filecopied", "copied …"],
  ["filemoved", "moved …"],
  ["filerenamed", "renamed …"],
  ["sharingset", "shared …"],
  ["sharinglinkcreated", "made a sharing link to …"],
  ["anonymouslinkcreated", "made a link for anyone to …"],
  ["searchquerysubmitted", "searched"],
  ["pageviewed", "looked at …"],
]);
