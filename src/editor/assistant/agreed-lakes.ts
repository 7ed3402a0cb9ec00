import type { Memento } from "vscode";
import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { ConnectionInfo } from "../../protocol/lake.ts";
import { Turns } from "../../protocol/turns.ts";
import { rememberedTexts } from "../platform/remembered.ts";
import { askInDialog } from "../shown/messages.ts";
import { onOneLine } from "../words/plain-text.ts";

const agreedKey = "assistant.lakes";
/** Questions that a person was shown and has not agreed to are forgotten after so many newer ones. */
const mostShown = 200;

/** A lake as a question names it. */
type NamedLake = Pick<ConnectionInfo, "connection" | "root" | "label">;

/** A question that was shown, and the lake that it named. */
interface ShownQuestion {
  readonly question: string;
  readonly lake: string;
  readonly label: string;
}

/**
 * Which lakes a person lets assistants ask. A question runs on the lake that it named when it was shown, and on no
 * other. VS Code remembers an agreement for a tool and knows of no lakes, so a lake that no question ran on before is
 * asked about once here, except the first.
 */
export class AgreedLakes {
  readonly #memory: Pick<Memento, "get" | "update">;
  readonly #lake: () => Promise<NamedLake>;
  /** Oldest first. */
  #shown: readonly ShownQuestion[] = [];
  /** One dialog at a time. */
  readonly #dialogs = new Turns();

  /** @param lake the lake that is open now. */
  constructor(memory: Pick<Memento, "get" | "update">, lake: () => Promise<NamedLake>) {
    this.#memory = memory;
    this.#lake = lake;
  }

  /** A person is about to be asked this. @returns how the question names the lake. */
  async show(question: string): Promise<string> {
    const { label, ...lake } = await this.#lake();
    this.#shown = [...this.#shown, { question, lake: keyOf(lake), label }].slice(-mostShown);
    return label;
  }

  /**
   * Does the work of a question that a person agreed to; what another lake answered, because one was opened meanwhile, is
   * told to nobody.
   * @throws TenantTrailError `no-connection` when the open lake is another than the one that was agreed to; those of the
   *   work.
   */
  async run<Answer>(question: string, work: () => Promise<Answer>): Promise<Answer> {
    const lake = await this.#lake();
    const shown = this.#shown.filter((each) => each.question === question);
    const other = shown.find((each) => each.lake !== keyOf(lake));
    const agreed = shown.find((each) => each.lake === keyOf(lake));
    // Two equal questions about two lakes: which of them was agreed to is not told.
    this.#shown = this.#shown.filter((each) => (other ? each.question !== question : each !== agreed));
    if (other !== undefined || agreed === undefined) throw changed(other?.label, lake.label);
    await this.#dialogs.take(() => this.#agree(lake));
    const answer = await work();
    const now = await this.#lake();
    if (keyOf(now) !== keyOf(lake)) throw changed(lake.label, now.label);
    return answer;
  }

  async #agree(lake: NamedLake): Promise<void> {
    const agreed = rememberedTexts(this.#memory, agreedKey);
    const key = keyOf(lake);
    if (agreed.includes(key)) return;
    if (agreed.length > 0 && !(await isAllowed(lake)))
      throw new TenantTrailError(
        "no-connection",
        t(
          "The person did not let assistants ask {0}, which is open now. Nothing was read. Ask only about lakes that they named.",
          lake.label,
        ),
      );
    await this.#memory.update(agreedKey, [...agreed, key]);
  }
}

async function isAllowed({ label, root }: NamedLake): Promise<boolean> {
  const allow = t("Let assistants ask this lake");
  const detail = t(
    "Lake: {0}\n\nWhat you agreed to before was about another lake, and VS Code may remember it for every lake. The first rows of each answer go to the assistant's model. You are asked once for each lake.",
    onOneLine(root),
  );
  return (await askInDialog("warning", t("May assistants ask {0} too?", onOneLine(label)), detail, [allow])) === allow;
}

function changed(agreed: string | undefined, open: string): TenantTrailError {
  const again = t("Ask again, so that the person can agree to the lake that is open.");
  const why =
    agreed === undefined
      ? t("Nobody was asked about this question, and {0} is open now. Nothing of it is told.", open)
      : t("The question was about {0}, and {1} is open now. Nothing of it is told.", agreed, open);
  return new TenantTrailError("no-connection", `${why} ${again}`);
}

function keyOf({ connection, root }: Pick<ConnectionInfo, "connection" | "root">): string {
  return JSON.stringify([root, connection]);
}
