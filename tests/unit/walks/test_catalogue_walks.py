"""Each SOP of the catalogue can be walked to its end, kept, and passes when it runs again."""

import pytest

from service.running.catalogue import read_catalogue
from service.running.judging import Called, judge
from service.running.walks.acts import acts_of, acts_text
from service.running.walks.ground import ground_of_judged
from service.running.walks.kept import came_out, out_of, out_text, run_kept
from tests.walked import to_the_end

CATALOGUE = read_catalogue()


def ground_of(key):
    entry = CATALOGUE.entry(key)

    def find(name):
        other = CATALOGUE.entries.get(name)
        if other is None:
            return None
        return Called(other.raw, other.diagram, other.process, CATALOGUE.forms)

    judged = judge(entry.raw, None, find_form=CATALOGUE.forms.get, find_called=find)
    return ground_of_judged(judged, "Asia/Jakarta")


@pytest.mark.parametrize("key", sorted(CATALOGUE.entries))
def test_a_sop_of_the_catalogue_is_walked_to_its_end_kept_and_passes_again(key):
    ground = ground_of(key)

    walked = to_the_end(ground)

    kept = out_text(came_out(ground, walked))
    again = acts_of(acts_text(walked.acts))
    assert run_kept(ground, again, out_of(kept)) is None
    # Every step that the document numbers and a token came to is told with its name.
    assert walked.log[-1].code == "walk.log-ended"
