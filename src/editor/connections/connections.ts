import { type Disposable, EventEmitter, FileType, Uri, workspace } from "vscode";
import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { Connection, ConnectionInfo, OpenRequest } from "../../protocol/lake.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { Turns } from "../../protocol/turns.ts";
import { setContext } from "../platform/context-values.ts";
import { requireTrust } from "../platform/trust.ts";
import { contextKeys } from "../registry/context-keys.ts";
import { settingIds } from "../registry/settings.ts";
import { awsSetting } from "./aws-setting.ts";
import type { ConnectionMemory } from "./connection-memory.ts";
import { findLake } from "./find-lake.ts";
import { openFolder } from "./open-folder.ts";

/** Knows which lake is open. Whoever needs one first opens the default. */
export class Connections implements Disposable {
  readonly #lake: LakeService;
  readonly #memory: ConnectionMemory;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  /** Lakes are opened one after the other, so that the lake process and the window speak of the same one. */
  readonly #openings = new Turns();
  #current: ConnectionInfo | undefined;
  #missing: string | undefined;

  constructor(lake: LakeService, memory: ConnectionMemory) {
    this.#lake = lake;
    this.#memory = memory;
  }

  /** The open lake, as it was when it was opened. */
  get current(): ConnectionInfo | undefined {
    return this.#current;
  }

  /** The folder of the open lake, or of the one that would be open if it were there. */
  get folder(): string | undefined {
    return this.#current === undefined ? this.#missing : openFolder(this.#current);
  }

  get known(): readonly Connection[] {
    return this.#memory.known;
  }

  /** The open lake, or the default one opened now; `undefined` when there is none to open. */
  async open(): Promise<ConnectionInfo | undefined> {
    return this.#openings.take(async () => this.#current ?? (await this.#openDefault()));
  }

  /** @throws TenantTrailError `no-connection` when no lake is open and none is found. */
  async require(): Promise<ConnectionInfo> {
    const connection = await this.open();
    if (connection) return connection;
    throw new TenantTrailError(
      "no-connection",
      t("No lake is open. Import logs to make one, or open a folder that holds a lake."),
    );
  }

  /**
   * Switches to a lake and remembers it; a folder that does not exist yet is made, unless a lake in it has held logs.
   * Held results end with the old lake.
   *
   * @throws TenantTrailError `lake-missing`, `not-a-lake`, `unsafe-lake`, `write-failed`; `restricted-mode` and those of
   *   AWS for a connection there.
   */
  async use(connection: Connection, signal?: AbortSignal): Promise<ConnectionInfo> {
    if (connection.kind === "aws") requireTrust(t("Connecting to AWS"));
    return this.#openings.take(async () => {
      const info = await this.#lake.useConnection(this.#request(connection), signal ? { signal } : {});
      await this.#set(info);
      await this.#memory.remember(info.connection);
      return info;
    });
  }

  /** Treats a missing lake as gone for good, so that a new one can be made in its place. */
  async giveUp({ path }: Extract<Connection, { kind: "folder" }>): Promise<void> {
    await this.#memory.forgetHeld(path);
  }

  /** Learns the tenants of a lake that held nothing when it was opened. */
  async reloadIfEmpty(): Promise<void> {
    await this.#openings.take(async () => {
      if (this.#current?.tenants.length !== 0) return;
      await this.#set(await this.#lake.useConnection(this.#existing(this.#current.connection)));
    });
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** The lake that `open` would open, without opening it. */
  async findDefault(): Promise<Connection | undefined> {
    return findLake({
      setting: workspace.getConfiguration().get<string>(settingIds.lake, "").trim(),
      awsSetting: awsSetting(workspace.getConfiguration().get<unknown>(settingIds.aws)),
      remembered: this.#memory.last,
      mayUseAws: workspace.isTrusted,
      folders: (workspace.workspaceFolders ?? [])
        .filter(({ uri }) => uri.scheme === "file")
        .map(({ uri }) => uri.fsPath),
      isFolder,
      hasHeld: (path) => this.#memory.hasHeld(path),
    });
  }

  async #openDefault(): Promise<ConnectionInfo | undefined> {
    const found = await this.findDefault();
    if (found === undefined) {
      setContext(contextKeys.hasConnection, false);
      return undefined;
    }
    this.#missing = found.kind === "folder" ? found.path : undefined;
    const info = await this.#lake.useConnection(this.#existing(found));
    await this.#set(info);
    return info;
  }

  /** Opening a lake that nobody chose just now makes no folder. */
  #existing(connection: Connection): OpenRequest {
    return { ...this.#request(connection), mustExist: true };
  }

  #request(connection: Connection): OpenRequest {
    const hasHeld = connection.kind === "folder" && this.#memory.hasHeld(connection.path);
    return hasHeld ? { ...connection, isKnown: true } : connection;
  }

  async #set(info: ConnectionInfo): Promise<void> {
    this.#current = info;
    this.#missing = undefined;
    setContext(contextKeys.hasConnection, true);
    if (!info.simulated) setContext(contextKeys.ownLake, true);
    setContext(contextKeys.awsConnection, info.connection.kind === "aws");
    setContext(contextKeys.awsStack, info.connection.kind === "aws" && info.connection.stack !== undefined);
    this.#changed.fire();
    const path = openFolder(info);
    if (info.isKnown && path !== undefined) await this.#memory.rememberHeld(path, info.root);
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return ((await workspace.fs.stat(Uri.file(path))).type & FileType.Directory) !== 0;
  } catch {
    // A folder that cannot be read is passed over, whatever the reason.
    return false;
  }
}
