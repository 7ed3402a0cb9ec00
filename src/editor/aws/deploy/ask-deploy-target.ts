import { t } from "../../../base/translated.ts";
import { CancelledError } from "../../../protocol/errors.ts";
import { awsRegions } from "../../connections/aws-regions.ts";
import { askText } from "../../shown/input-box.ts";
import { pickOne } from "../../shown/quick-pick.ts";

const title = t("Deploy to AWS");

/** Asks in which region a stack is deployed. @param own the profile's, which comes first. @throws CancelledError */
export async function askRegion(own: string | undefined): Promise<string> {
  const others = Object.keys(awsRegions).filter((region) => region !== own);
  const choices = [...(own === undefined ? [] : [own]), ...others].map((region) => ({
    icon: "globe",
    label: region,
    description: [awsRegions[region], region === own ? t("the profile's own") : undefined]
      .filter((part) => part !== undefined)
      .join(" · "),
    value: region,
  }));
  return given(await pickOne(choices, { title, placeHolder: t("Region of the stack"), findsAll: true, stays: true }));
}

/** Asks for the name of a stack. @throws CancelledError */
export async function askStackName(isName: (text: string) => boolean): Promise<string> {
  const name = await askText({
    title,
    prompt: t("Name of the stack"),
    value: "tenanttrail",
    selectsValue: true,
    stays: true,
    problemOf: (text) =>
      isName(text.trim()) ? undefined : t("A name has letters, digits and hyphens, and begins with a letter"),
  });
  return given(name).trim();
}

function given(answer: string | undefined): string {
  if (answer === undefined) throw new CancelledError();
  return answer;
}
