import type { X509Certificate } from "node:crypto";

/** The collector's app in the simulated tenant, as an administrator would have registered it. */
export interface AppRegistration {
  readonly clientId: string;
  readonly secrets: readonly { readonly id: string; readonly value: string; readonly expiresMs: number }[];
  readonly certificates: readonly X509Certificate[];
  /** Who signs in when a person has to: the simulation asks for no password. */
  readonly person: { readonly objectId: string; readonly userPrincipalName: string; readonly name: string };
}

const never = Date.UTC(2100, 0, 1);

/** An app with one good and one expired secret; the values show that nothing real was leaked. */
export const sampleApp: AppRegistration = {
  clientId: "5a3f1e00-0000-4000-8000-0000000c11e7",
  secrets: [
    {
      id: "5a3f1e00-0000-4000-8000-00000005ec01",
      value: "SimulatedSecret~Value.not-a-real-one-0001",
      expiresMs: never,
    },
    { id: "5a3f1e00-0000-4000-8000-00000005ec02", value: "SimulatedSecret~Value.expired-long-ago-02", expiresMs: 0 },
  ],
  certificates: [],
  person: {
    objectId: "5a3f1e00-0000-4000-8000-00000000ad01",
    userPrincipalName: "admin@contoso-simulated.example",
    name: "Simulated Administrator",
  },
};
