"""Regular expressions of XPath, as `matches`, `replace` and `split` take them (DMN 1.5 §10.3.4.3).

A matcher of our own: Python's backtracks without end on some patterns and speaks another dialect.
Ours never looks at one place of the text twice in the same state, so its time grows with the
length of the text times that of the pattern, and the budget of the evaluation ends it before that.
"""

from service.feel.patterns.pattern import Pattern, compile_pattern, end_of, group_text
from service.feel.patterns.reader import BadPattern

__all__ = ["BadPattern", "Pattern", "compile_pattern", "end_of", "group_text"]
