// What the scene places on the globe: sites and regions.
export { nameRegions, paintRegions } from "./regions.ts";
export { layOutSites, paintSites, siteAt, spotSites } from "./sites.ts";
