// Undoes the compression inside @sparticuz/chromium: node unpack.mjs PACKAGE_BIN TARGET
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";

const [source, target] = process.argv.slice(2);
mkdirSync(target, { recursive: true });
for (const name of readdirSync(source).filter((name) => name.endsWith(".br"))) {
  const unpacked = brotliDecompressSync(readFileSync(join(source, name)));
  writeFileSync(join(target, name.slice(0, -".br".length)), unpacked);
}
