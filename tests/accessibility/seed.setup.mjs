import { test } from "../support/test.mjs";
import { live } from "./seed.mjs";

test("a community that was lived in", async ({ page, context, server }) => live({ page, context, server }));
