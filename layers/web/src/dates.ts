// Dates as far as they are known: 2016, 2016-05 or 2016-05-12.
import { language } from "./messages/index.ts";

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** A moment's day where the reader is, such as 2026-11-22. */
export function dayOf(moment: Date): string {
  const month = moment.getMonth() + 1;
  const day = moment.getDate();
  return [moment.getFullYear(), month, day].map((part) => String(part).padStart(2, "0")).join("-");
}

/** “12 May 2016”, “May 2016” or “2016”. */
export function dateText(date: string): string {
  const [year, month, day] = date.split("-");
  if (language.value !== "en" && month !== undefined) {
    const parts = { year: "numeric", month: "long", timeZone: "UTC" } as const;
    const time = Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1));
    return new Date(time).toLocaleDateString(language.value, day === undefined ? parts : { ...parts, day: "numeric" });
  }
  const name = month === undefined ? undefined : MONTHS[Number(month) - 1];
  return [day === undefined ? undefined : String(Number(day)), name, year]
    .filter((part) => part !== undefined)
    .join(" ");
}
