// The colours of sheets and files: always those of the light theme, whatever the screen shows.
import type { Theme } from "../map/theme.ts";

export interface SheetTheme extends Theme {
  sea: string;
  ground: string;
  muted: string;
  line: string;
  noticeGround: string;
  noticeText: string;
}

/** As styles/theme.css has them; a test compares. */
export const LIGHT: SheetTheme = {
  sea: "#d9e6ec",
  land: "#f8f6f0",
  coast: "#7a909b",
  border: "#c3bcae",
  graticule: "rgb(70 100 120 / 16%)",
  name: "#6a6553",
  casing: "rgb(255 255 255 / 85%)",
  plate: "#f6f8f8",
  agreed: "#4a3fb5",
  disputed: "#b01560",
  text: "#1d2429",
  muted: "#56626b",
  ground: "#ffffff",
  line: "#d5dde1",
  noticeGround: "#fff3d6",
  noticeText: "#563c00",
  font: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  kinds: {
    interceptor: "#0063c6",
    radar: "#00735a",
    command: "#ab338a",
    port: "#5b4b00",
    place: "#4a5560",
    launch: "#b84a00",
    sea: "#3f6c94",
  },
};
