/** The outcome of a sign-in: Graph's `status`, and the name that the unified audit log gives the same failure. */
export interface SignInError {
  readonly errorCode: number;
  readonly failureReason: string;
  /** `LogonError` of the record of type 15; none for a success. */
  readonly logonError: string | undefined;
}

/** The codes the sample uses (the vocabulary of the published rule sets), with reasons in our own words. */
export const signInErrors = {
  none: error(0, "Other.", undefined),
  wrongPassword: error(50126, "Invalid user name or password.", "InvalidUserNameOrPassword"),
  locked: error(50053, "Account locked: too many wrong passwords.", "IdsLocked"),
  passwordExpired: error(50055, "The password has expired.", "InvalidPasswordExpiredPassword"),
  disabled: error(50057, "The user account is disabled.", "UserDisabled"),
  unknownUser: error(50034, "The user account does not exist in this directory.", "UserAccountNotFound"),
  mfaRequired: error(50074, "Strong authentication is required.", "UserStrongAuthClientAuthNRequiredInterrupt"),
  mfaRequiredByPolicy: error(
    50076,
    "Multi-factor authentication is required by policy.",
    "UserStrongAuthClientAuthNRequired",
  ),
  mfaFailed: error(500121, "Authentication failed during the strong authentication request.", "AuthenticationFailed"),
  staySignedIn: error(50140, "Interrupted: the user was asked whether to stay signed in.", "KmsiInterrupt"),
  confirmApp: error(50199, "Interrupted: the user was asked to confirm the app.", "CmsiInterrupt"),
  blockedByPolicy: error(53003, "Access was blocked by Conditional Access policies.", "BlockedByConditionalAccess"),
  deviceNotCompliant: error(53000, "The device is not in the required state.", "DeviceNotCompliant"),
  notAssigned: error(50105, "The user is not assigned to a role for the application.", "EntitlementGrantsNotFound"),
  sessionRevoked: error(50173, "The grant was revoked: a new sign-in is needed.", "FreshTokenNeeded"),
  sessionExpired: error(50133, "The session is no longer valid: password changed.", "SsoArtifactExpired"),
  wrongSecret: error(7000215, "Invalid client secret provided.", "InvalidClientSecret"),
  expiredSecret: error(7000222, "The client secret keys have expired.", "InvalidClientSecretExpired"),
} as const;

function error(errorCode: number, failureReason: string, logonError: string | undefined): SignInError {
  return { errorCode, failureReason, logonError };
}
