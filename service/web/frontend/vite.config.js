import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { constants, gzipSync } from "node:zlib";
import { defineConfig } from "vite";
import { withoutCodeEditors } from "./vite.code-editors.js";
import { onePreact } from "./vite.form-editor.js";
import { inIndonesian } from "./vite.words.js";

const OUT = resolve(import.meta.dirname, "../static/build");

/** Offices sit behind thin lines: what never changes is compressed once, here, not per request. */
function compressed() {
  return {
    name: "alur-compressed",
    apply: "build",
    async closeBundle() {
      const folder = join(OUT, "assets");
      if (!existsSync(folder)) return;
      for (const name of await readdir(folder)) {
        if (!/\.(js|css|svg)$/.test(name)) continue;
        const raw = await readFile(join(folder, name));
        await writeFile(
          join(folder, `${name}.gz`),
          gzipSync(raw, { level: constants.Z_BEST_COMPRESSION }),
        );
      }
    },
  };
}

/** Markup of libraries whose style attributes our policy (style-src 'self') would block. */
const STYLED =
  /node_modules\/(bpmn-js\/lib\/features\/(align|distribute)-elements|bpmn-js-properties-panel\/dist)\//;

/** Drawing properties become attributes of their own; the panel's height stands in modeller.css. */
function withoutInlineStyles() {
  return {
    name: "alur-without-inline-styles",
    transform(code, id) {
      if (!STYLED.test(id)) return null;
      const mended = code
        .replace('<div style="height: 100%" ', "<div ")
        .replace(/ style="((?:[a-z-]+:[^;"]+;?)+)"/g, (_, style) =>
          style
            .split(";")
            .filter(Boolean)
            .map((part) => part.replace(/^([a-z-]+):\s*(.*)$/, ' $1="$2"'))
            .join(""),
        );
      return mended === code ? null : { code: mended, map: null };
    },
  };
}

export default defineConfig({
  base: "/static/build/",
  plugins: [
    withoutCodeEditors(),
    withoutInlineStyles(),
    onePreact(),
    inIndonesian(),
    compressed(),
  ],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    // A data: font would need a wider CSP than we send (security.md §4).
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // htmx carries an eval that its own setting (allowEval: false) and our CSP both forbid.
      checks: { eval: false },
      input: {
        app: "src/app.js",
        replay: "src/replay.js",
        modeller: "src/modeller.js",
        table: "src/table.js",
        forms: "src/forms.js",
      },
      // Apart from the viewer that modeller and replay share, which would be called after it.
      output: {
        codeSplitting: {
          groups: [
            {
              name: "lettering",
              test: /src\/lettering\.js$/,
              includeDependenciesRecursively: false,
            },
          ],
        },
      },
    },
  },
});
