import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { ofAttribute, wholeExtension } from "./extension_fields.js";
import { group } from "./parts.js";
import { isOne } from "./values.js";

const FEEL = "feel";

/** What a script task computes, and the variable that gets it. */
export function script(element) {
  if (!isOne(element, "bpmn:ScriptTask")) return null;
  const named = getBusinessObject(element).get("scriptFormat");
  // Another language is shown as it is: Cek diagram asks for FEEL, and one choice mends it.
  const languages = named && named !== FEEL ? [{ value: named, label: named }] : [];
  return group(
    "script",
    "Skrip",
    [
      ofAttribute("choice", element, "scriptFormat", {
        id: "alur-script-language",
        label: "Bahasa",
        hint: "Alur menghitung dengan FEEL.",
        options: () => [{ value: FEEL, label: "FEEL" }, ...languages],
      }),
      ofAttribute("lines", element, "script", {
        id: "alur-script",
        label: "Yang dihitung",
        hint: "Ungkapan, misalnya murni + perubahan.",
      }),
      wholeExtension("text", element, "alur:Result", "variable", {
        id: "alur-result",
        label: "Variabel hasil",
        hint: "Kosong hanya bila skripnya menyebut sendiri: {jumlah: murni + perubahan}.",
      }),
    ],
    true,
  );
}
