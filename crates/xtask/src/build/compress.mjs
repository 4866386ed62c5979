// node compress.mjs DIR: writes FILE.br (quality 11) and FILE.gz (level 9) beside every file worth compressing.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const worth = /\.(html|js|css|wasm|json|svg|webmanifest|txt)$/;
const directory = process.argv[2];
const files = (await readdir(directory, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && worth.test(entry.name))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

await Promise.all(
  files.map(async (file) => {
    const content = await readFile(file);
    const parameters = {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    };
    // Node's gzip writes no time and no name, so equal content gives equal bytes.
    await writeFile(file + ".br", await promisify(brotliCompress)(content, { params: parameters }));
    await writeFile(file + ".gz", await promisify(gzip)(content, { level: 9 }));
  }),
);
