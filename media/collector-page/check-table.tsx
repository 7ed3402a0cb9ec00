import type { JSX } from "preact";
import { t } from "../../src/base/translated.ts";
import type { SourceCheck, SourceCheckState, SourceId } from "../../src/protocol/collector.ts";
import type { OfferedSource } from "../../src/protocol/collector-page.ts";
import { Checkbox } from "../shared/controls.tsx";
import { Icon } from "../shared/icon.tsx";
import { Message } from "../shared/message.tsx";
import { sourceName } from "./source-name.ts";
import type { Check } from "./use-check.ts";
import "./check-table.css";

/** What a check found: how the collector signs in, then each source with its next step, as the results arrive. */
export function CheckTable(props: {
  readonly check: Check;
  readonly sources: readonly OfferedSource[];
  /** The sources that are to be collected, where they can be chosen. */
  readonly choice?: {
    readonly chosen: readonly SourceId[];
    readonly onChange: (source: SourceId, isChosen: boolean) => void;
  };
}): JSX.Element {
  const { check, sources, choice } = props;
  const resultOf = (source: OfferedSource | undefined): SourceCheck | undefined =>
    check.sources.find((each) => each.source === source?.source);
  return (
    <>
      <SignInLine check={check} />
      {check.failure !== undefined && <Message icon="error" tone="error" text={check.failure} />}
      {check.outcome?.warnings.map((warning) => (
        <Message key={warning} icon="warning" text={warning} />
      ))}
      <table class="collector-table check-table" aria-busy={check.isRunning}>
        <thead>
          <tr>
            <th scope="col">{t("Source")}</th>
            <th scope="col">{t("Result")}</th>
            <th scope="col">{t("What was found")}</th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source, index) => (
            <tr key={source.source}>
              <th scope="row" class="check-source">
                {choice ? (
                  <Checkbox
                    label={t("Collect {0}", sourceName(source))}
                    checked={choice.chosen.includes(source.source)}
                    onChange={(isChosen) => choice.onChange(source.source, isChosen)}
                  >
                    {sourceName(source)}
                  </Checkbox>
                ) : (
                  sourceName(source)
                )}
              </th>
              <Found result={resultOf(source)} before={resultOf(sources[index - 1])} isRunning={check.isRunning} />
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function SignInLine({ check }: { readonly check: Check }): JSX.Element | null {
  const { outcome } = check;
  if (check.isRunning && check.sources.length === 0) {
    return (
      <p class="check-sign-in" role="status">
        <Icon name="loading" spin /> {t("Signing in…")}
      </p>
    );
  }
  if (!outcome) return null;
  const { signIn, certificate } = outcome;
  if (!signIn.works) return <Message icon="error" tone="error" text={joined(signIn.detail, signIn.nextStep)} />;
  return (
    <p class="check-sign-in" role="status">
      <span class="collector-good">
        <Icon name="pass" />
      </span>{" "}
      {signIn.detail}
      {certificate && (
        <span class="check-certificate">
          {t(
            "Certificate {0} (SHA-1 {1}), valid until {2}",
            certificate.thumbprintSha256,
            certificate.thumbprintSha1,
            certificate.expires.slice(0, 10),
          )}
        </span>
      )}
    </p>
  );
}

interface Look {
  readonly icon: string;
  readonly tone: string;
  readonly word: string;
}

const looks: Readonly<Record<SourceCheckState, Look>> = {
  works: { icon: "pass", tone: "collector-good", word: t("works") },
  "missing-permission": { icon: "lock", tone: "collector-warning", word: t("missing permission") },
  "missing-licence": { icon: "circle-slash", tone: "collector-warning", word: t("missing licence") },
  throttled: { icon: "clock", tone: "collector-warning", word: t("throttled") },
  unreachable: { icon: "debug-disconnect", tone: "collector-bad", word: t("unreachable") },
  "not-offered": { icon: "circle-slash", tone: "collector-warning", word: t("not offered") },
  failed: { icon: "error", tone: "collector-bad", word: t("failed") },
};

function Found(props: {
  readonly result: SourceCheck | undefined;
  /** That of the line above. */
  readonly before: SourceCheck | undefined;
  readonly isRunning: boolean;
}): JSX.Element {
  const { result } = props;
  if (!result) {
    return (
      <>
        <td class="collector-state">
          {props.isRunning ? (
            <>
              <Icon name="loading" spin />
              {t("checking")}
            </>
          ) : (
            t("not checked")
          )}
        </td>
        <td />
      </>
    );
  }
  const { icon, tone, word } = looks[result.state];
  return (
    <>
      <td class="collector-state">
        <span class={`codicon codicon-${icon} ${tone}`} aria-hidden="true" />
        {word}
      </td>
      <td>
        {result.detail}
        {result.nextStep !== "" && (
          <div class="check-next">
            {result.nextStep === props.before?.nextStep ? t("The next step is the same as above.") : result.nextStep}
          </div>
        )}
      </td>
    </>
  );
}

function joined(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== "").join(" ");
}
