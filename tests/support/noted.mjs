// What all workers of a run have noted together: each tells the others what it adds, in a file that is there as long as the run.
import { createHash } from "node:crypto";
import { appendFile, open } from "node:fs/promises";
import { dirname, join } from "node:path";

// Of a text of any length, as long as this; two that are told apart nowhere are not to be expected.
const SIGNS = 16;
const short = (text) => createHash("sha256").update(text).digest("base64url").slice(0, SIGNS);

export class Noted {
  #name;
  #known = new Set();
  #untold = [];
  #read = 0;

  constructor(name) {
    this.#name = name;
  }

  // Known once the run has begun; tests are listed without one.
  get #file() {
    return join(dirname(process.env.LINLI_DEMO_DATABASE), `${this.#name}.txt`);
  }

  has(text) {
    return this.#known.has(short(text));
  }

  add(text) {
    const key = short(text);
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.#untold.push(key);
  }

  // Takes in what others have told since.
  async hear() {
    const file = await open(this.#file, "a+");
    try {
      const { size } = await file.stat();
      // Half a line is read the next time.
      const whole = size - (size % (SIGNS + 1));
      if (whole <= this.#read) return;
      const { buffer } = await file.read(Buffer.alloc(whole - this.#read), 0, whole - this.#read, this.#read);
      for (const key of buffer.toString("latin1").split("\n")) if (key) this.#known.add(key);
      this.#read = whole;
    } finally {
      await file.close();
    }
  }

  async tell() {
    const told = this.#untold.splice(0);
    if (told.length > 0) await appendFile(this.#file, told.map((key) => `${key}\n`).join(""));
  }
}
