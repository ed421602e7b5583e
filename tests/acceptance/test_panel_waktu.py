"""The panel of the modeller, in JavaScript, counts a waktu as the table does, in Python."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from service.diagrams.table.waktu import read_waktu, written_waktu

pytestmark = pytest.mark.browser

SOURCE = Path("service/web/frontend/src/modeller/panel/waktu.js")

_NUMBERS = ("1", "2", "0", "15", "1,5", "1.25", "2,333", "½", "1½", "1 ½", "12345", "")
_UNITS = (
    *("menit", "Menit", "mnt", "jam", "jm.", "hari", "hr", "HK", "minggu", "mgg", "bulan", "bln"),
    *("tahun", "thn", "'", "\N{PRIME}", "''", "detik", "hari kerja", "Hari (kerja)", ""),
)
_WHOLE = (
    *("", "  ", "menit", "Disesuaikan", "disesuaikan dengan jadwal", "Menyesuaikan", "1-2 hari"),
    *("2 x 24 jam", "1 jam 30 menit", "1 jam, 30 menit", "1 hari 1 hari", "1 hari 2 jam", "30'."),
    *(
        "maks. 3 hari",
        "Paling lama 2 jam",
        "± 5 menit",
        "+/- 1 jam",
        "sekitar 3 hari",
        "1 (satu) hr",
    ),
    *("setengah jam", "setengah hari", "1,5 jam 30 menit", "9999 jam 59 menit", "600001 menit"),
    *(
        "0,5 menit",
        "90 menit",
        "a constructor",
        "1 constructor",
        "3  hari   kerja.",
        "1 hari " * 12,
    ),
)


def test_panel_and_table_count_the_same_of_whatever_is_typed(browser):
    texts = [*(f"{number} {unit}" for number, unit in product(_NUMBERS, _UNITS)), *_WHOLE]
    source = SOURCE.read_text().replace("export function", "function")
    page = browser.new_page()

    read = page.evaluate(
        f"""(texts) => {{ {source}
        return texts.map((typed) => {{
          const {{ text, iso, adjusted }} = readWaktu(typed);
          return [text, iso ?? null, adjusted, writtenWaktu(iso) ?? ""];
        }}); }}""",
        texts,
    )

    page.close()
    table = [read_waktu(text) for text in texts]
    said = [[one.text, one.iso, one.adjusted, written_waktu(one.iso)] for one in table]
    wrong = [(text, js, py) for text, js, py in zip(texts, read, said, strict=True) if js != py]
    assert wrong == []
