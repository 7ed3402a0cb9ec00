import { readFile } from "node:fs/promises";
import type { StackOutcome, StackPlan, UploadProgress } from "../../protocol/aws/stack-changes.ts";
import type { AwsSession } from "../session/aws-session.ts";
import { artifactBucket } from "./artifacts-stack.ts";
import { planStack, requireFreeName } from "./change-set.ts";
import { executePlan } from "./execute-plan.ts";
import type { OnStackEvent } from "./follow-stack.ts";
import { declaredParameters } from "./read-collector-template.ts";
import { uploadArtifact } from "./upload-artifact.ts";

/** What ships with this version of TenantTrail, as absolute paths. */
export interface Shipped {
  readonly version: string;
  readonly artifactsTemplate: string;
  readonly collectorTemplate: string;
  /** The functions' code, a ZIP file. */
  readonly code: string;
}

/** What a person chose. */
export interface DeployChoices {
  readonly stack: string;
  /** Parameters of `collector.yaml`, but those of the code, which are filled in. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Hears how far a deployment is. */
export interface DeployListener {
  onStep(step: string): void;
  onUpload(progress: UploadProgress): void;
  onEvent: OnStackEvent;
}

/** Deploys a collector's stack in two steps, between which a person sees what would change. */
export class Deployment {
  readonly #session: AwsSession;
  readonly #shipped: Shipped;
  readonly #listener: DeployListener;
  readonly #now: () => number;

  /** @param now milliseconds since 1970. */
  constructor(session: AwsSession, shipped: Shipped, listener: DeployListener, now: () => number) {
    this.#session = session;
    this.#shipped = shipped;
    this.#listener = listener;
    this.#now = now;
  }

  /**
   * Brings the code where CloudFormation finds it, making a bucket for it where there is none, and prepares the change
   * set. The template is too large to be sent with a request (51,200 bytes), so it lies beside the code.
   *
   * @throws TenantTrailError `deploy-failed`, `aws-denied` and others; CancelledError.
   */
  async plan({ stack, parameters }: DeployChoices, signal?: AbortSignal): Promise<StackPlan> {
    const { version, artifactsTemplate, collectorTemplate, code } = this.#shipped;
    const { onStep, onEvent, onUpload } = this.#listener;
    await requireFreeName(this.#session, stack, "collector", signal);
    const artifacts = { version, template: await readFile(artifactsTemplate, "utf8") };
    onStep("Looking for the bucket of the functions' code");
    const bucket = await artifactBucket(this.#session, artifacts, this.#now, onEvent, signal);
    onStep("Uploading the functions' code");
    const zip = { file: code, folder: "collector/", ending: ".zip" };
    const key = await uploadArtifact(this.#session, bucket, zip, onUpload, signal);
    const yaml = { file: collectorTemplate, folder: "templates/", ending: ".yaml" };
    const templateKey = await uploadArtifact(this.#session, bucket, yaml, undefined, signal);
    onStep("Preparing the changes");
    return planStack(
      this.#session,
      {
        name: stack,
        kind: "collector",
        version,
        template: { url: objectUrl(this.#session, bucket, templateKey) },
        declares: declaredParameters(await readFile(collectorTemplate, "utf8")),
        parameters: { ...parameters, ArtifactBucket: bucket, ArtifactKey: key },
      },
      signal,
    );
  }

  /** Does what was prepared. @throws as `executePlan`. */
  async execute(plan: StackPlan, signal?: AbortSignal): Promise<StackOutcome> {
    this.#listener.onStep(plan.isNew ? `Making stack ${plan.stack}` : `Updating stack ${plan.stack}`);
    return executePlan(this.#session, plan, this.#now, this.#listener.onEvent, signal);
  }
}

/** Where CloudFormation reads an object (S3 user guide, virtual-hosted-style addresses). */
function objectUrl({ place: { endpoint, region } }: AwsSession, bucket: string, key: string): string {
  if (endpoint !== undefined) return `${endpoint.replace(/\/$/, "")}/${bucket}/${key}`;
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return `https://${bucket}.s3.${region}.${domain}/${key}`;
}
