import "./styles/editor.css";
import "./styles/table.css";
import { watchTables } from "./table/page.js";

watchTables(document);
