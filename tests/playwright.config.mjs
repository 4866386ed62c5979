// Journeys through the release build against the real server. `cargo xtask test --only journeys` sets the three
// variables; by hand: LINLI_CHROMIUM=/usr/bin/chromium LINLI_SERVER=../target/debug/linli-server LINLI_DIST=../dist.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  outputDir: "../target/linli/journeys",
  snapshotPathTemplate: "{testDir}/snapshots/{testFileName}/{arg}{ext}",
  globalSetup: "./support/community.mjs",
  // A test that passes at the second try hides a defect.
  retries: 0,
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    // A small phone, as most residents have.
    viewport: { width: 360, height: 640 },
    hasTouch: true,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    contextOptions: { reducedMotion: "no-preference" },
    actionTimeout: 10_000,
    navigationTimeout: 30_000,
    // LINLI_TRACE=1 keeps a trace of every test; recording slows a small machine down.
    trace: process.env.LINLI_TRACE ? "on" : "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.LINLI_CHROMIUM,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "phone", testDir: "journeys" },
    // The accessibility suite walks through a community that somebody has lived in; it is made once.
    { name: "lived in", testDir: "accessibility", testMatch: "seed.setup.mjs" },
    { name: "accessibility", testDir: "accessibility", dependencies: ["lived in"] },
  ],
});
