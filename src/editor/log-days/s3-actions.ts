import { commands, Disposable } from "vscode";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { askAddress, askPrefix, copyAddresses, download, queryFolder } from "../aws/objects/object-actions.ts";
import type { S3Branch } from "../aws/objects/s3-branch.ts";
import {
  addressOfNode,
  isS3Node,
  type S3FolderNode,
  type S3MoreNode,
  type S3ObjectNode,
} from "../aws/objects/s3-nodes.ts";
import type { Connections } from "../connections/connections.ts";
import type { ErrorPresenter } from "../errors/present-error.ts";
import { type CommandId, commandIds } from "../registry/command-ids.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import { chosenNodes } from "./day-actions.ts";
import { daysOf } from "./log-days-model.ts";
import type { LakeNode, LogDaysTree } from "./log-days-tree.ts";

interface S3ActionParts {
  readonly tree: LogDaysTree;
  readonly s3: S3Branch;
  readonly lake: LakeService;
  readonly connections: Connections;
  readonly tasks: RunningTasks;
  readonly errors: ErrorPresenter;
  readonly selection: () => readonly LakeNode[];
}

/** What a person does with folders and objects of S3 in the log days. */
export function registerS3Actions({
  tree,
  s3,
  lake,
  connections,
  tasks,
  errors,
  selection,
}: S3ActionParts): Disposable {
  const on = <Node>(id: CommandId, work: (node: Node) => unknown): Disposable =>
    commands.registerCommand(id, (node?: Node) =>
      errors.guard(async () => {
        if (node === undefined) return;
        await work(node);
        tree.redraw();
      }),
    );
  return Disposable.from(
    connections.onDidChange(() => s3.reset()),
    commands.registerCommand(commandIds.jumpToS3, () =>
      errors.guard(async () => {
        s3.jump(await askAddress());
        tree.redraw();
      }),
    ),
    on<S3FolderNode>(commandIds.filterS3Folder, async (folder) => s3.filter(folder, await askPrefix(folder))),
    on<S3MoreNode>(commandIds.moreOfS3Folder, ({ folder }) => s3.more(folder)),
    on<S3FolderNode>(commandIds.leaveS3Jump, (folder) => s3.leave(folder)),
    on<S3FolderNode>(commandIds.queryS3Folder, queryFolder),
    on<S3ObjectNode>(commandIds.downloadFromS3, (object) => download(lake, tasks, object)),
    commands.registerCommand(commandIds.copyS3Uri, (clicked?: LakeNode, all?: LakeNode[]) =>
      errors.guard(() => copyAddresses(addressesOf(chosenNodes(clicked, all ?? selection())))),
    ),
  );
}

/** Where nodes lie in S3: a day is where its slices are. */
function addressesOf(nodes: readonly LakeNode[]): readonly string[] {
  const addresses = nodes.flatMap((node) =>
    isS3Node(node) ? (addressOfNode(node) ?? []) : daysOf([node]).flatMap(({ slices }) => slices),
  );
  return [...new Set(addresses)];
}
