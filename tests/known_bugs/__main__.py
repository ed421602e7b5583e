"""`python -m tests.known_bugs` writes `service/docs/known-bugs.md` from the list."""

from tests.known_bugs.page import PAGE, page

PAGE.write_text(page(), "utf-8")
