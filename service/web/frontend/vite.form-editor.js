const VIEWER = /node_modules\/@bpmn-io\/form-js-viewer\/dist\//;

/**
 * Editor and viewer are rendered together, but npm gives the editor an older preact of its own;
 * hooks of one do not work in the other.
 */
export function onePreact() {
  let editor;
  return {
    name: "alur-one-preact",
    enforce: "pre",
    async resolveId(source, importer) {
      if (!/^preact(\/|$)/.test(source) || !VIEWER.test(importer ?? "")) return null;
      editor ??= (await this.resolve("@bpmn-io/form-js-editor", importer)).id;
      return this.resolve(source, editor, { skipSelf: true });
    },
  };
}
