// Every page of the app, for tests that look at all of them.
import { arrived, complete } from "./pages.mjs";
import { expect } from "./test.mjs";

const THREAD = "/threads/courtyard-benches";

// Where a resident can be: name, address, and the heading where it does not depend on the content. `{edited}` and `{hidden}` in an
// address are posts of the resident that was signed in, `{refused}` is a report.
export const SIGNED_IN = [
  { name: "home", path: "/", title: "王秀英，您好" },
  { name: "notices", path: "/notices", title: "公告" },
  { name: "notice", path: "/notices/finance-quarter", title: "上个季度公共收益收支公示" },
  { name: "polls", path: "/polls", title: "投票" },
  { name: "poll", path: "/polls/clinic-day-poll", title: "医生来义诊，哪一天方便？" },
  { name: "ballot", path: "/polls/courtyard/ballot", title: "5 号楼前的小院子添点什么？" },
  { name: "check", path: "/polls/courtyard/check", title: "核对您的选择" },
  { name: "receipt", path: "/polls/clinic-day-poll/receipt", title: "投票回执" },
  { name: "results", path: "/polls/parking-lines-poll/results", title: "结果：地面车位怎么重新划？" },
  { name: "recount", path: "/polls/parking-lines-poll/recount", title: "在这部手机上重数：地面车位怎么重新划？" },
  { name: "my votes", path: "/my-votes", title: "我的投票" },
  { name: "bring", path: "/polls/courtyard/bring" },
  { name: "threads", path: "/threads", title: "议事" },
  { name: "thread", path: THREAD, title: "小院子的长椅：要靠背，还是要多几张？" },
  { name: "news", path: `${THREAD}/news` },
  { name: "statements", path: "/threads/ebike-statements", title: "电动车充电怎么管？同意哪句点哪句" },
  { name: "answer", path: "/threads/ebike-statements/answer", title: "这句话您同意吗？" },
  { name: "propose", path: "/threads/ebike-statements/propose", title: "我也加一句" },
  { name: "opinions", path: "/threads/ebike-statements/opinions", title: "大家的看法：电动车充电怎么管？同意哪句点哪句" },
  { name: "report a statement", path: "/threads/ebike-statements/report?statement=ebike-statements-1", title: "举报这句话" },
  { name: "matters", path: "/matters", title: "办得怎么样" },
  { name: "matter", path: "/matters/handrail", title: "3 号楼楼梯右边加扶手" },
  { name: "moderation", path: "/moderation", title: "主持人处理记录" },
  { name: "write", path: `${THREAD}/write`, title: "说两句" },
  { name: "report", path: `${THREAD}/report?post=courtyard-benches-p1`, title: "举报这条发言" },
  { name: "my reports", path: "/my-reports", title: "我的反映" },
  { name: "edit", path: `${THREAD}/edit?post={edited}`, title: "改一改我的发言" },
  { name: "history", path: `${THREAD}/history?post={edited}`, title: "以前是怎么写的" },
  { name: "object", path: `${THREAD}/object?post={hidden}`, title: "请再看看" },
  { name: "object about a report", path: "/my-reports/{refused}/object", title: "请再看看" },
  { name: "me", path: "/me", title: "我的" },
  { name: "settings", path: "/settings", title: "设置" },
  { name: "help", path: "/help", title: "帮助" },
  { name: "privacy", path: "/privacy", title: "存了什么，存在哪里" },
  { name: "gallery", path: "/gallery" },
  { name: "not found", path: "/nowhere", title: "没有这个页面" },
];

// Opens a page and waits until everything it loads is there.
export async function open(page, { path, title }) {
  await page.goto(path);
  if (title) await arrived(page, title, { focused: false });
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  // The gallery shows what waiting looks like.
  if (path === "/gallery") await expect(page.getByRole("contentinfo").getByRole("link")).toBeVisible();
  else await complete(page);
}

// Where it is; `posts` are the resident's own, as `livedIn` gives them.
export const address = ({ path }, posts) => path.replace(/\{(\w+)\}/, (_, name) => posts[name]);
