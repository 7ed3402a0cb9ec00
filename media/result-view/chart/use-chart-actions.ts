import { useEffect, useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { ChartDeclaration } from "../../../src/protocol/chart/chart-spec.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import type { ChartPicture } from "../../../src/protocol/result-page.ts";
import type { ChartPictures } from "../../shared/chart/chart.tsx";
import type { ResultHost } from "../result-host.ts";

/** How long the word about what was done stays, in milliseconds. */
const noticeTime = 6000;

export interface ChartActions {
  readonly notice: string | undefined;
  readonly savePicture: (format: ChartPicture["format"], pictures: ChartPictures, title: string) => void;
  readonly keep: (chart: ChartDeclaration) => void;
}

/** What the host does with a chart, with a word when it is done or failed. */
export function useChartActions(host: ResultHost): ChartActions {
  const [notice, setNotice] = useState<string | undefined>(undefined);
  useEffect(() => {
    if (notice === undefined) return;
    const timer = setTimeout(() => setNotice(undefined), noticeTime);
    return () => clearTimeout(timer);
  }, [notice]);
  const run = async (work: () => Promise<string | undefined>): Promise<void> => {
    try {
      setNotice(await work());
    } catch (error) {
      if (!(error instanceof CancelledError)) setNotice(error instanceof Error ? error.message : String(error));
    }
  };
  return {
    notice,
    savePicture: (format, pictures, title) =>
      void run(async () => {
        const content = pictures[format](pictures.background);
        const saved = await host.request("savePicture", { format, title, content });
        return saved === null ? undefined : t("Saved {0}", saved.path);
      }),
    keep: (chart) =>
      void run(async () => {
        const { file } = await host.request("keepChart", chart);
        return t("The chart is in the header of {0}. Save the file to keep it.", file);
      }),
  };
}
