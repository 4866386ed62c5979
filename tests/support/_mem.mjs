import { writeFile } from "node:fs/promises"; import { join } from "node:path";
import { chromium } from "@playwright/test";
import community from "./community.mjs"; import { Server, staff } from "./server.mjs";
await community(); const server=await Server.start();
const b=await chromium.launch({executablePath:"/usr/bin/chromium",args:["--no-sandbox","--disable-gpu"]});
const path=join(server.place,"l.toml");
await writeFile(path,['id = "long"','title = "long"','kind = "discussion"','publisher = "居委会"','created_at = "-30d 09:00"','body = "x"'].join("\n")+"\n");
await staff(server.database,"thread","open",path); await staff(server.database,"demo","posts","--thread","long","--count","10000");
const c=await b.newContext({viewport:{width:360,height:640},locale:"zh-CN"}); const page=await c.newPage(); const debug=await c.newCDPSession(page);
await page.goto(server.url+"/threads/long");
const more=page.getByRole("button",{name:/^再看一些/}).last();
for(let r=1;r<=90;r++){ const before=await more.textContent(); await page.waitForTimeout(620); await more.click(); await page.waitForFunction((x)=>[...document.querySelectorAll(".load-more button")].at(-1).textContent!==x,before);
 if(r%10==0){ await page.waitForTimeout(500); for(let i=0;i<3;i++) await debug.send("HeapProfiler.collectGarbage"); const {usedSize}=await debug.send("Runtime.getHeapUsage");
 const {result}=await debug.send("Runtime.evaluate",{expression:"WebAssembly.Memory.prototype"}); const {objects}=await debug.send("Runtime.queryObjects",{prototypeObjectId:result.objectId});
 const own=await debug.send("Runtime.callFunctionOn",{objectId:objects.objectId,functionDeclaration:"function(){return this.reduce((s,m)=>s+m.buffer.byteLength,0)}",returnByValue:true});
 const d=await debug.send("Memory.getDOMCounters"); console.log(r,(usedSize/1e6).toFixed(2),(own.result.value/1e6).toFixed(2),d.nodes,d.jsEventListeners); } }
await b.close(); await server.close(); process.exit(0);
