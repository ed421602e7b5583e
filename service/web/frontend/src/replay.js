import "./replay/page.js";
