const EDITOR = /node_modules\/@bpmn-io\/form-js-editor\/dist\/index\.es\.js$/;
const VIEWER = /node_modules\/@bpmn-io\/form-js-viewer\/dist\/index\.es\.js$/;
const MENU = /node_modules\/diagram-js\/lib\/features\/popup-menu\/PopupMenuComponent\.js$/;

const MENU_HEAD = /node_modules\/diagram-js\/lib\/features\/popup-menu\/PopupMenuHeader\.js$/;

/** What libraries say without asking anybody for a translation. The mark of bpmn.io stays. */
const WORDS = [
  [EDITOR, '"Build your form"', '"Formulir ini belum berisi apa pun"'],
  [
    EDITOR,
    '"Drag and drop components here to start designing."',
    '"Pilih komponen dari daftar di kiri, atau seret ke sini."',
  ],
  [
    EDITOR,
    '"Use the preview window to test your form."',
    '"Pratinjaunya tampak di sebelah kanan."',
  ],
  [EDITOR, '"Drag and drop components here."', '"Seret komponen ke sini."'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: text of the library
  [EDITOR, "`Remove ${entry.label}`", "`Hapus ${entry.label}`"],
  [EDITOR, "'Remove form field'", "'Hapus komponen'"],
  [VIEWER, "|| 'Select'", "|| 'Pilih'"],
  [VIEWER, "placeholder: 'Search'", "placeholder: 'Cari'"],
  [VIEWER, '"Browse"', '"Pilih berkas"'],
  [VIEWER, "'No files selected'", "'Belum ada berkas'"],
  [VIEWER, '"aria-label": "Increment"', '"aria-label": "Tambah"'],
  [VIEWER, '"aria-label": "Decrement"', '"aria-label": "Kurangi"'],
  [VIEWER, "placeholder: getLocaleReadableDateFormat()", "placeholder: 'hh/bb/tttt'"],
  [VIEWER, "'hh:mm' : 'hh:mm --'", "'jj.mm' : 'jj.mm'"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: text of the library
  [MENU, "${ entriesToShow.length === 1 ? 'result' : 'results' } found", "ditemukan"],
  // A sign of a font is no name, and a title counts only where there is none.
  [
    MENU_HEAD,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: text of the library
    "title=${ entry.title || entry.label }",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: text of the library
    "title=${ entry.title || entry.label } aria-label=${ entry.title || entry.label }",
  ],
];

/** Say it in Indonesian; a build stops when a sentence is no longer there to be replaced. */
export function inIndonesian() {
  return {
    name: "alur-in-indonesian",
    enforce: "pre",
    transform(code, id) {
      const here = WORDS.filter(([file]) => file.test(id));
      if (!here.length) return null;
      return {
        code: here.reduce((told, [, from, to]) => {
          if (!told.includes(from)) this.error(`${id} does not say ${from} any more`);
          return told.replaceAll(from, to);
        }, code),
        map: null,
      };
    },
  };
}
