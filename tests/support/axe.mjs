// Its former name.
export { expectAccessible, violations } from "./accessible.mjs";
