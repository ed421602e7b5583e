/**
 * What the panels' libraries import for fields that ours do not have: editors of expressions and of
 * JSON in a window of their own. 177 KB compressed for drawing alone.
 */
const NEVER_OPENED =
  /^(@codemirror\/|@bpmn-io\/(feel-editor|feelers-editor|extract-process-variables)(\/|$)|focus-trap$)/;

/** What the libraries take from them; a build stops when it is more. */
const NAMES = [
  "Annotation",
  "EditorState",
  "EditorView",
  "FeelersEditor",
  "bracketMatching",
  "closeBrackets",
  "closeBracketsKeymap",
  "createFocusTrap",
  "defaultHighlightStyle",
  "defaultKeymap",
  "drawSelection",
  "foldGutter",
  "foldKeymap",
  "getVariablesForElement",
  "getVariablesForScope",
  "highlightSpecialChars",
  "history",
  "historyKeymap",
  "json",
  "jsonParseLinter",
  "keymap",
  "lineNumbers",
  "linter",
  "placeholder",
  "syntaxHighlighting",
];

/** Some are called when a library is loaded; one that is made after all says what is missing. */
const LEFT_OUT = `function leftOut() {
  if (new.target) throw new Error("Editors of code are left out (vite.code-editors.js).");
}
leftOut.define = leftOut;
export { leftOut as default, ${NAMES.map((name) => `leftOut as ${name}`).join(", ")} };`;

export function withoutCodeEditors() {
  const mark = "\0left-out:";
  return {
    name: "alur-without-code-editors",
    enforce: "pre",
    resolveId: (id) => (NEVER_OPENED.test(id) ? mark + id : null),
    load: (id) => (id.startsWith(mark) ? LEFT_OUT : null),
  };
}
