// Journeys through the release build against the real server. `cargo xtask test --only journeys` sets the
// variables; by hand: LINLI_CHROMIUM=/usr/bin/chromium LINLI_SHELL=/usr/bin/chromium-headless-shell LINLI_SERVER=../target/debug/linli-server LINLI_DIST=../dist.
import { defineConfig } from "@playwright/test";

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const browser = (executablePath) => ({ launchOptions: { executablePath, args: ARGS } });
const whole = browser(process.env.LINLI_CHROMIUM);
// Chromium without windows, where there is one (docs/decisions/0031-chromium-without-windows.md).
const shell = browser(process.env.LINLI_SHELL ?? process.env.LINLI_CHROMIUM);

export default defineConfig({
  outputDir: "../target/linli/journeys",
  snapshotPathTemplate: "{testDir}/snapshots/{testFileName}/{arg}{ext}",
  globalSetup: "./support/community.mjs",
  // A test that passes at the second try hides a defect.
  retries: 0,
  workers: process.env.LINLI_SHELL ? 4 : 2,
  fullyParallel: true,
  forbidOnly: true,
  // For a machine half as fast as ours with four of them at work; nothing waits so long where all is well.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    // A small phone, as most residents have.
    viewport: { width: 360, height: 640 },
    hasTouch: true,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    contextOptions: { reducedMotion: "no-preference" },
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    // LINLI_TRACE=1 keeps a trace of every test; recording slows a small machine down.
    trace: process.env.LINLI_TRACE ? "on" : "off",
    screenshot: "only-on-failure",
  },
  projects: [
    // Suite and journeys share a community that somebody has lived in; it is made once, before all else, so that both can run side by side.
    { name: "lived in", testDir: "accessibility", testMatch: "seed.setup.mjs", use: shell },
    // What takes longest begins first.
    { name: "everywhere", testDir: "accessibility", testMatch: "everywhere.spec.mjs", dependencies: ["lived in"], use: shell },
    { name: "accessibility", testDir: "accessibility", testIgnore: ["everywhere.spec.mjs", "both-modes.spec.mjs"], dependencies: ["lived in"], use: shell },
    { name: "phone", testDir: "journeys", testIgnore: "push.spec.mjs", dependencies: ["lived in"], use: shell },
    // The shell has no notifications.
    { name: "phone that is told", testDir: "journeys", testMatch: "push.spec.mjs", dependencies: ["lived in"], use: whole },
    // It compares what the two walks everywhere have met.
    { name: "both modes", testDir: "accessibility", testMatch: "both-modes.spec.mjs", dependencies: ["everywhere"], use: shell },
  ],
});
