"""Processes with event subprocesses under another version of their diagram (decisions/0011)."""

from datetime import timedelta

from service.engine.api import DeliverMessage, FireTimer
from tests.constructs.driver import BEGAN
from tests.unit.engine.moving_cases import Case, body, compiled

MESSAGE = '<messageEventDefinition messageRef="m_surat"/>'


def timer(text):
    return f"<timerEventDefinition><timeDuration>{text}</timeDuration></timerEventDefinition>"


def handler(trigger, *, interrupting="true", steps="go>h h>stop", key="sub"):
    """Return an event subprocess that asks for step h."""
    begin = f'<startEvent id="go" isInterrupting="{interrupting}">{trigger}</startEvent>'
    inside = body(steps, go=begin, stop='<endEvent id="stop"/>')
    return f'<subProcess id="{key}" triggeredByEvent="true">{inside}</subProcess>'


def handled(trigger=MESSAGE, flows="start>a a>b b>end", **how):
    return compiled(flows, sub=handler(trigger, **how))


PLAIN = compiled("start>a a>b b>end")


def test_what_is_armed_waits_on_behind_a_new_step():
    case = Case(handled(timer("P3D")))
    case.now += timedelta(days=1)

    case.moved(handled(timer("P3D"), flows="start>a a>c c>b b>end"))

    assert case.due == {"go": BEGAN + timedelta(days=3)}
    assert case.complete("a").open == ["c"]


def test_an_event_subprocess_that_has_begun_goes_on():
    case = Case(handled(interrupting="false")).make(DeliverMessage("surat", {}))

    case.moved(handled(interrupting="false", steps="go>h h>n n>stop"))

    assert case.open == ["a", "h"]
    assert case.complete("h").open == ["a", "n"]
    assert case.make(DeliverMessage("surat", {})).open == ["a", "h", "n"]


def test_one_more_or_one_less_in_a_scope_that_has_begun_is_refused():
    one = ("moving.process-handlers-differ", "")

    assert Case(PLAIN).refused(handled()) == {one}
    assert one in Case(handled()).refused(PLAIN)


def test_one_more_in_a_scope_that_has_not_begun_is_armed_with_it():
    def around(inside):
        return compiled("start>a a>s s>end", s=f'<subProcess id="s">{inside}</subProcess>')

    steps = body("start2>b b>end2")
    case = Case(around(steps)).moved(around(steps + handler(MESSAGE)))

    assert case.complete("a").make(DeliverMessage("surat", {})).open == ["h"]


def test_one_more_in_a_subprocess_that_goes_on_is_refused():
    def around(inside):
        return compiled("start>s s>end", s=f'<subProcess id="s">{inside}</subProcess>')

    steps = body("start2>b b>end2")

    found = Case(around(steps)).refused(around(steps + handler(MESSAGE)))
    assert found == {("moving.handlers-differ", "s")}


def test_a_changed_trigger_is_refused_and_a_timer_counts_anew_when_a_person_chooses_so():
    old, new = handled(timer("P3D")), handled(timer("P7D"))
    case = Case(old)
    case.now += timedelta(days=1)

    assert case.refused(new) == {("moving.timer-changed", "go")}
    case.moved(new, **{"sub/go": "sub/go"})

    assert case.due == {"go": case.now + timedelta(days=7)}
    case.now = case.due["go"]
    assert case.make(FireTimer(case.step.armed[0].token_no)).open == ["h"]


def test_one_that_no_longer_interrupts_is_refused():
    case = Case(handled())

    assert case.refused(handled(interrupting="false")) == {("moving.boundary-changed", "go")}


def test_one_that_becomes_an_ordinary_subprocess_is_refused():
    plain = '<subProcess id="sub"><startEvent id="go"/></subProcess>'
    case = Case(handled(interrupting="false")).make(DeliverMessage("surat", {}))

    found = case.refused(compiled("start>a a>b b>sub sub>end", sub=plain))

    assert ("moving.kind-changed", "sub") in found


# ---------------------------------------------------------------- compensation

UNDO = '<userTask id="undo_a" isForCompensation="true"/>'
BACK = '<intermediateThrowEvent id="back"><compensateEventDefinition/></intermediateThrowEvent>'
CATCH = "<compensateEventDefinition/>"


def undone(flows="start>a a>b b>back back>end", inside=None):
    """Return a process in which step a, or subprocess s, can be undone."""
    if inside is None:
        return compiled(flows, back=BACK, undo_a=UNDO + caught("a"))
    return compiled(flows, back=BACK, s=f'<subProcess id="s">{inside}</subProcess>')


def caught(step):
    return (
        f'<boundaryEvent id="on_{step}" attachedToRef="{step}">{CATCH}</boundaryEvent>'
        f'<association id="tie_{step}" sourceRef="on_{step}" targetRef="undo_{step}"/>'
    )


def steps(flows):
    return body(flows, undo_a=UNDO + caught("a"))


def test_what_completed_is_still_undone_in_another_version():
    case = Case(undone()).complete("a").moved(undone("start>a a>b b>c c>back back>end"))

    assert case.complete("b").complete("c").open == ["undo_a"]


def test_what_completed_and_could_not_be_undone_any_more_is_refused():
    case = Case(undone()).complete("a")

    lost = {("moving.compensation-changed", "a")}
    assert case.refused(compiled("start>a a>b b>back back>end", back=BACK)) == lost
    assert case.refused(compiled("start>b b>end")) == lost


def test_what_has_not_completed_may_lose_what_undoes_it():
    without = compiled("start>a a>b b>end")

    assert Case(undone()).moved(without).complete("a").complete("b").step.status == "completed"


def unfinished(inside="go>a a>h h>stop", *, undoable=True):
    """Return a process of which subprocess s fails while an event subprocess in it goes on."""
    beside = handler(MESSAGE, interrupting="false", steps=inside)
    undo_b = '<userTask id="undo_b" isForCompensation="true"/>'
    failed = '<endEvent id="failed"><errorEventDefinition errorRef="e_gagal"/></endEvent>'
    if undoable:
        beside = beside.replace("</subProcess>", f"{UNDO}{caught('a')}</subProcess>")
    inside = body("start2>m m>b b>x x>failed", failed=failed, sub=beside, undo_b=undo_b)
    border = '<boundaryEvent id="border" attachedToRef="s"><errorEventDefinition/></boundaryEvent>'
    return compiled(
        "start>s s>end border>d d>end",
        s=f'<subProcess id="s">{inside}{caught("b")}</subProcess>',
        border=border,
    )


def failed_with_two_begun():
    case = Case(unfinished())
    for _ in range(2):
        case.make(DeliverMessage("surat", {})).complete("a")
    return case.complete("m").complete("b").complete("x")


def test_a_process_moves_while_an_unfinished_event_subprocess_is_being_undone():
    case = failed_with_two_begun()
    assert case.open == ["undo_a"]

    case.moved(unfinished("go>a a>h h>k k>stop"))

    assert case.complete("undo_a").open == ["undo_a"]
    assert case.complete("undo_a").complete("undo_b").open == ["d"]


def test_an_unfinished_event_subprocess_that_could_not_be_undone_any_more_is_refused():
    case = failed_with_two_begun()

    lost = ("moving.compensation-changed", "sub")
    assert lost in case.refused(unfinished(undoable=False))


def test_undoing_goes_on_where_it_stands():
    case = Case(undone()).complete("a").complete("b")

    case.moved(undone("start>a a>b b>back back>n n>end"))

    assert case.open == ["undo_a"]
    assert case.complete("undo_a").open == ["n"]


def test_a_step_of_the_flow_never_becomes_one_that_undoes():
    case = Case(undone()).complete("a").complete("b")
    drawn = compiled("start>a a>b b>back back>undo_a undo_a>end", back=BACK)

    assert ("moving.other-scope", "undo_a") in case.refused(drawn)


def test_a_scope_that_completed_is_restored_by_the_other_version():
    old = undone("start>s s>b b>back back>end", inside=steps("start2>a a>end2"))
    new = undone("start>s s>b b>back back>n n>end", inside=steps("start2>a a>x x>end2"))
    case = Case(old).complete("a").moved(new).complete("b")

    assert case.open == ["undo_a"]
    case.moved(new)
    assert case.complete("undo_a").open == ["n"]


def test_a_scope_that_is_being_undone_does_not_move_to_where_it_is_not_undone_so():
    old = undone("start>s s>b b>back back>end", inside=steps("start2>a a>end2"))
    new = undone("start>s s>b b>back back>end", inside=body("start2>a a>end2"))
    case = Case(old).complete("a").complete("b")

    assert ("moving.undoing-changed", "") in case.refused(new)


# ---------------------------------------------------------------- transactions

CANCEL = "<cancelEventDefinition/>"
LEAVE = f'<boundaryEvent id="out" attachedToRef="s">{CANCEL}</boundaryEvent>'


def booking(inside="s2>a a>b b>stop", behind="out>c c>end", tag="transaction"):
    parts = body(
        inside,
        s2='<startEvent id="s2"/>',
        stop=f'<endEvent id="stop">{CANCEL}</endEvent>',
        undo_a=UNDO + caught("a"),
    )
    return compiled(f"start>s s>end {behind}", s=f'<{tag} id="s">{parts}</{tag}>', out=LEAVE)


def test_a_transaction_that_is_being_undone_is_left_by_the_boundary_event_of_the_other_version():
    case = Case(booking()).complete("a").complete("b")

    case.moved(booking(behind="out>n n>end"))

    assert case.open == ["undo_a"]
    assert case.complete("undo_a").open == ["n"]


def test_a_transaction_that_goes_on_never_becomes_an_ordinary_subprocess():
    case = Case(booking())
    plain = compiled(
        "start>s s>end out>c c>end",
        s=f'<subProcess id="s">{steps("start2>a a>end2")}</subProcess>',
        out=f'<boundaryEvent id="out" attachedToRef="s">{timer("P1D")}</boundaryEvent>',
    )

    assert ("moving.kind-changed", "s") in case.refused(plain)
