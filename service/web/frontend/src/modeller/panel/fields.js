import {
  CheckboxEntry,
  isCheckboxEntryEdited,
  isSelectEntryEdited,
  isTextAreaEntryEdited,
  isTextFieldEntryEdited,
  SelectEntry,
  TextAreaEntry,
  TextFieldEntry,
} from "@bpmn-io/properties-panel";
import { useService } from "bpmn-js-properties-panel";

const KINDS = {
  text: [TextFieldEntry, isTextFieldEntryEdited],
  lines: [TextAreaEntry, isTextAreaEntryEdited],
  choice: [SelectEntry, isSelectEntryEdited],
  check: [CheckboxEntry, isCheckboxEntryEdited],
};

/**
 * One field of the panel. `read` gives its value; `write` puts it, both told the injector. A `hint`
 * that follows from the value is a function. What `stays` cannot be emptied once it is chosen.
 *
 * An empty field is an absent value: the descriptor has no defaults, and an empty attribute would
 * say something that nobody typed.
 */
export function field(kind, { id, ...told }) {
  const [Entry, isEdited] = KINDS[kind];
  return { id, component: Field, isEdited, Entry, ...told };
}

function Field(props) {
  const { Entry, id, label, hint, read, write, options, stays, validate, element } = props;
  const none = () => (stays && read() ? [] : [{ value: "", label: "(tidak ada)" }]);
  const injector = useService("injector");
  const debounce = useService("debounceInput");
  return Entry({
    element,
    id,
    label,
    description: typeof hint === "function" ? hint() : hint,
    debounce,
    autoResize: true,
    validate,
    getOptions: options && (() => [...none(), ...options()]),
    getValue: () => read() ?? "",
    // The panel hands over what its own check refused too; that is shown, and not drawn.
    setValue: (value, refused) => {
      if (!refused) write(injector, value === "" || value === false ? undefined : value);
    },
  });
}
