import { t } from "../../../src/base/translated.ts";
import type { ChartDeclaration } from "../../../src/protocol/chart/chart-spec.ts";
import type { ChartPicture } from "../../../src/protocol/result-page.ts";
import type { ChartPictures } from "../../shared/chart/chart.tsx";
import { type Notice, useNotice } from "../../shared/use-notice.ts";
import type { ResultHost } from "../result-host.ts";

export interface ChartActions extends Pick<Notice, "notice" | "say"> {
  readonly savePicture: (
    format: ChartPicture["format"],
    pictures: ChartPictures,
    about: Pick<ChartPicture, "title" | "said">,
  ) => void;
  readonly keep: (chart: ChartDeclaration) => void;
}

/** What the host does with a chart, with a word when it is done or failed. */
export function useChartActions(host: ResultHost): ChartActions {
  const { notice, say, run } = useNotice();
  return {
    notice,
    say,
    savePicture: (format, pictures, about) =>
      void run(async () => {
        const content = pictures[format](pictures.background);
        const saved = await host.request("savePicture", { ...about, format, content });
        return saved === null ? undefined : t("Saved {0}", saved.path);
      }),
    keep: (chart) =>
      void run(async () => {
        const { file } = await host.request("keepChart", chart);
        return t("The chart is in the header of {0}. Save the file to keep it.", file);
      }),
  };
}
