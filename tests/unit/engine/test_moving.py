"""A process under another version of its diagram: what moves, what does not, and that nothing else
changes (decisions/0011). One diagram is written as `s>a a>end`; elements are described beside it.
"""

from datetime import UTC, datetime, timedelta

import orjson
import pytest

from service.engine import armed_timers, execute, open_tasks
from service.engine.api import (
    BroadcastSignal,
    Command,
    CompleteTask,
    DeliverMessage,
    FireTimer,
    RetryIncident,
    StartProcess,
)
from service.engine.faults import ProcessEnded
from service.engine.moving import Moved, Refused, move
from tests.constructs.driver import BEGAN, every_definition
from tests.unit.engine.moving_cases import Case, body, compiled

LINE = compiled("start>a a>b b>end")


def test_moving_to_the_same_diagram_changes_no_byte():
    for _, _, definition in every_definition():
        now = BEGAN
        data = {"more": True, "x": 1, "xs": [1, 2], "n": 2, "ok": True, "wait": "PT1H"}
        step = execute(definition, None, StartProcess(data, definition.start), now)
        for turn in range(8):
            if step.status != "running":
                break
            result = move(definition, definition, step.state, {}, now)
            assert isinstance(result, Moved), result
            assert result.step.state == step.state
            assert result.step.trace == ()
            tasks = open_tasks(definition, step.state, now)
            timers = armed_timers(definition, step.state, now)
            if tasks:
                values = {"more": turn < 3, "y": 1, "answer": 1}
                command: Command = CompleteTask(tasks[-1].task_no, values)
            elif timers:
                now = max(now, timers[0].due)
                command = FireTimer(timers[0].token_no)
            else:
                break
            step = execute(definition, step.state, command, now)


def test_a_process_that_ended_does_not_move():
    case = Case(LINE).complete("a").complete("b")

    with pytest.raises(ProcessEnded):
        case.try_move(LINE)


# ---------------------------------------------------------------- steps


def test_a_text_or_label_only_change_changes_no_byte():
    case = Case(LINE)
    renamed = compiled("start>a a>b b>end", a='<userTask id="a" name="Menyusun konsep"/>')
    before = case.state

    assert case.moved(renamed).state == before


def test_a_process_with_another_id_moves_with_all_its_steps():
    other = compiled("start>a a>b b>end", process="q")
    case = Case(LINE, judul="RKA")

    case.moved(other)

    assert [(task.path, task.data) for task in case.tasks] == [("q/a", {"judul": "RKA"})]
    assert case.complete("a").complete("b").step.status == "completed"


def test_a_new_step_after_the_active_one_is_visited():
    case = Case(LINE).moved(compiled("start>a a>c c>b b>end"))

    assert case.complete("a").open == ["c"]


def test_a_new_step_before_the_active_one_is_not_made_up_for():
    case = Case(LINE).complete("a")
    number = case.numbers["b"]

    case.moved(compiled("start>a a>c c>b b>end"))

    assert case.numbers == {"b": number}
    assert case.complete("b").step.status == "completed"


def test_a_removed_step_that_is_not_active_does_not_matter():
    case = Case(LINE).moved(compiled("start>a a>end"))

    assert case.complete("a").step.status == "completed"


def test_a_removed_active_step_is_refused():
    assert Case(LINE).refused(compiled("start>b b>end")) == {("moving.element-gone", "a")}


def test_a_removed_active_step_moves_to_the_step_that_a_person_chose_with_its_number_and_data():
    case = Case(LINE, judul="RKA")
    number = case.numbers["a"]

    case.moved(compiled("start>b b>end"), a="b")

    assert case.numbers == {"b": number}
    assert dict(case.tasks[0].data) == {"judul": "RKA"}
    assert [(it.kind, it.element_id) for it in case.step.trace] == [
        ("cancelled", "a"),
        ("entered", "b"),
    ]
    assert case.complete("b").step.status == "completed"


def test_a_choice_that_names_no_element_is_refused():
    found = Case(LINE).refused(compiled("start>b b>end"), a="nowhere", ghost="b")

    assert ("moving.pair-unknown", "a") in found
    assert ("moving.pair-unknown", "ghost") in found


def test_a_step_of_another_kind_is_refused_and_moves_when_a_person_confirms_it():
    by_hand = compiled("start>a a>b b>end", a='<manualTask id="a"/>')

    assert Case(LINE).refused(by_hand) == {("moving.kind-changed", "a")}
    case = Case(LINE).moved(by_hand, a="a")
    assert [task.kind for task in case.tasks] == ["manual"]


def test_a_step_is_never_mapped_to_what_no_person_does():
    with_gateway = compiled("start>x.g x.g>b b>end")
    waiting = compiled("start>r r>end", r='<receiveTask id="r" messageRef="m_surat"/>')

    assert Case(LINE).refused(with_gateway, a="x.g") == {("moving.kind-changed", "a")}
    assert Case(LINE).refused(waiting, a="r") == {("moving.kind-changed", "a")}


def test_a_boundary_event_that_the_active_step_had_not_is_refused():
    guarded = compiled("start>a a>b b>end t>b", t=timer("t", "P3D", attached="a"))

    assert Case(LINE).refused(guarded) == {("moving.surroundings-changed", "a")}


def test_a_changed_condition_downstream_holds_when_the_process_comes_there():
    flows = "start>a a>x.g x.g>b?n=1 x.g>c?n=2 b>end c>end"
    turned = flows.replace("?n=1", "?n=9").replace("?n=2", "?n=1")
    case = Case(compiled(flows), n=1).moved(compiled(turned))

    assert case.complete("a").open == ["c"]


def test_a_condition_that_the_process_passed_is_never_looked_at_again():
    flows = "start>a a>x.g x.g>b?n=1 x.g>c?n=2 b>end c>end"
    turned = flows.replace("?n=1", "?n=9").replace("?n=2", "?n=1")
    case = Case(compiled(flows), n=1).complete("a")

    assert case.moved(compiled(turned)).open == ["b"]


# ---------------------------------------------------------------- side by side

FORKED = compiled("start>p.f p.f>a p.f>b a>p.j b>p.j p.j>c c>end")
WIDER = compiled("start>p.f p.f>a p.f>b p.f>d a>p.j b>p.j d>p.j p.j>c c>end")


def test_a_token_that_waits_at_an_unchanged_join_waits_on():
    longer = compiled("start>p.f p.f>a p.f>b a>p.j b>p.j p.j>n n>c c>end")
    case = Case(FORKED).complete("a").moved(longer)

    assert case.open == ["b"]
    assert case.complete("b").open == ["n"]


def test_a_flow_is_known_by_its_source_when_its_id_is_another_one():
    case = Case(FORKED).complete("a")
    renamed = compiled(
        "start>p.f p.f>a p.f>b a>p.j p.j>c c>end",
        other='<sequenceFlow id="Flow_9" sourceRef="b" targetRef="p.j"/>',
    )

    assert case.moved(renamed).complete("b").open == ["c"]


def test_a_changed_join_at_which_a_token_waits_is_refused():
    later = compiled("start>p.f p.f>a p.f>b a>n n>p.j b>p.j p.j>c c>end")
    case = Case(FORKED).complete("a")

    assert case.refused(later) == {("moving.join-changed", "p.j")}
    assert case.refused(WIDER) == {("moving.join-changed", "p.j")}


def test_a_parallel_branch_added_while_the_process_is_between_fork_and_join_is_refused():
    case = Case(FORKED)

    result = case.try_move(WIDER)

    assert isinstance(result, Refused)
    [found] = result.obstacles
    assert found.code == "moving.join-starved"
    assert found.params == {"join": "p/p.j", "sources": "p/d"}


def test_a_parallel_branch_added_before_the_fork_is_reached_is_done_with_the_others():
    one = compiled("start>s s>p.f p.f>a p.f>b a>p.j b>p.j p.j>c c>end")
    two = compiled("start>s s>p.f p.f>a p.f>b p.f>d a>p.j b>p.j d>p.j p.j>c c>end")
    case = Case(one).moved(two).complete("s")

    assert case.open == ["a", "b", "d"]
    assert case.complete("a").complete("b").complete("d").open == ["c"]


def test_a_parallel_branch_added_after_the_join_was_passed_does_not_matter():
    assert Case(FORKED).complete("a").complete("b").moved(WIDER).open == ["c"]


def test_branches_that_would_no_longer_be_joined_are_refused():
    in_a_row = compiled("start>a a>b b>c c>end")
    merged = compiled("start>p.f p.f>a p.f>b a>x.j b>x.j x.j>c c>end")

    assert ("moving.no-longer-joined", "a") in Case(FORKED).refused(in_a_row)
    assert ("moving.no-longer-joined", "a") in Case(FORKED).refused(merged)


def test_two_steps_side_by_side_never_become_one():
    assert ("moving.two-on-one", "b") in Case(FORKED).refused(compiled("start>a a>c c>end"), b="a")


def test_a_choice_side_by_side_that_becomes_parallel_under_a_token_is_refused():
    flows = "start>x.f x.f>a?n=1 x.f>b?n=2 a>x.j b>x.j x.j>c c>end"
    case = Case(compiled(flows), n=1)

    found = case.refused(FORKED)

    assert {code for code, _ in found} == {"moving.join-starved"}


def test_tokens_before_an_inclusive_join_are_joined_as_the_new_diagram_says():
    flows = "start>o.f o.f>a?n>0 o.f>b?n>1 a>o.j b>o.j o.j>c c>end"
    longer = flows.replace("b>o.j", "b>d d>o.j")
    case = Case(compiled(flows), n=2).moved(compiled(longer))

    assert case.complete("a").complete("b").open == ["d"]
    assert case.complete("d").open == ["c"]


# ---------------------------------------------------------------- instances, scopes, calls


def instances(inside="", more="", tag="userTask"):
    return (
        f'<{tag} id="each"{more}><multiInstanceLoopCharacteristics>{inside}'
        f"<loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></{tag}>"
    )


def many(loop):
    return compiled("start>each each>c c>end", each=loop)


def test_a_live_multi_instance_moves_when_only_its_name_changes():
    case = Case(many(instances()))
    first = case.tasks[0].task_no
    case.make(CompleteTask(first, {}))

    case.moved(many(instances(more=' name="Bidang menyampaikan data"')))

    assert [task.instance for task in case.tasks] == [1, 2]
    for task in case.tasks:
        case.make(CompleteTask(task.task_no, {}))
    assert case.open == ["c"]


@pytest.mark.parametrize(
    "changed",
    [
        instances().replace(">3<", ">4<"),
        instances("<completionCondition>=nrOfCompletedInstances = 2</completionCondition>"),
        instances().replace("istics>", 'istics isSequential="true">', 1),
        instances(tag="manualTask"),
    ],
    ids=["collection", "completion", "order", "body"],
)
def test_a_live_multi_instance_that_changed_is_refused(changed):
    found = Case(many(instances())).refused(many(changed))

    assert ("moving.multi-instance-live", "each") in found


def test_a_multi_instance_that_is_not_reached_may_change():
    one = compiled("start>a a>each each>end", each=instances())
    two = compiled("start>a a>each each>end", each=instances().replace(">3<", ">2<"))

    assert Case(one).moved(two).complete("a").open == ["each", "each"]


def around(inside, more=""):
    return compiled(
        "start>sub sub>c c>end", sub=f'<subProcess id="sub">{more}{body(inside)}</subProcess>'
    )


def test_tokens_in_a_subprocess_move_with_it():
    case = Case(around("start1>a a>b b>end1")).moved(around("start1>a a>n n>b b>end1"))

    assert [task.path for task in case.tasks] == ["p/sub/a"]
    assert case.complete("a").open == ["n"]


def test_a_subprocess_that_was_dissolved_under_a_token_is_refused():
    found = Case(around("start1>a a>end1")).refused(compiled("start>a a>c c>end"))

    assert ("moving.element-gone", "sub") in found


def test_a_step_that_went_into_a_subprocess_is_refused_even_when_chosen():
    case = Case(compiled("start>a a>c c>end"))

    assert case.refused(around("start1>a a>end1")) == {("moving.element-gone", "a")}
    result = case.try_move(around("start1>a a>end1"), a="sub/a")
    assert isinstance(result, Refused)
    assert [found.code for found in result.obstacles] == ["moving.other-scope"]


def test_data_objects_that_a_live_subprocess_gains_are_refused():
    mine = '<dataObject id="d1" name="catatan"/>'
    found = Case(around("start1>a a>end1")).refused(around("start1>a a>end1", mine))

    assert found == {("moving.data-objects-changed", "sub")}


def test_a_data_object_added_to_the_process_leaves_all_data_as_they_are():
    more = compiled("start>a a>b b>end", d='<dataObject id="d" name="catatan"/>')
    case = Case(LINE, judul="RKA").moved(more)

    assert dict(case.tasks[0].data) == {"judul": "RKA"}


def calling(inside, called="sub"):
    return compiled(
        "start>k k>c c>end",
        k=f'<callActivity id="k" calledElement="{called}"/>',
        called={called: body(inside)},
    )


def test_tokens_in_a_called_process_move_with_it():
    case = Case(calling("start1>a a>end1")).moved(calling("start1>a a>n n>end1"))

    assert [task.path for task in case.tasks] == ["p/k/a"]
    assert case.complete("a").open == ["n"]


def test_a_call_of_another_process_is_refused_while_it_runs():
    found = Case(calling("start1>a a>end1")).refused(calling("start1>a a>end1", "other"))

    assert found == {("moving.call-changed", "k")}


# ---------------------------------------------------------------- what waits


def timer(name, text, attached=None, interrupting="true"):
    inside = f"<timerEventDefinition><timeDuration>{text}</timeDuration></timerEventDefinition>"
    if attached is None:
        return f'<intermediateCatchEvent id="{name}">{inside}</intermediateCatchEvent>'
    return (
        f'<boundaryEvent id="{name}" attachedToRef="{attached}" cancelActivity="{interrupting}">'
        f"{inside}</boundaryEvent>"
    )


def waiting(text):
    return compiled("start>t t>a a>end", t=timer("t", text))


def test_a_timer_that_did_not_change_keeps_its_instant():
    case = Case(waiting("P3D"))
    case.now += timedelta(days=1)

    case.moved(compiled("start>t t>n n>a a>end", t=timer("t", "P3D")))

    assert case.due == {"t": BEGAN + timedelta(days=3)}
    assert not case.step.armed
    assert not case.step.disarmed


def test_a_changed_timer_is_refused_and_counts_anew_when_a_person_chooses_so():
    case = Case(waiting("P3D"))
    case.now += timedelta(days=1)
    number = armed_timers(case.definition, case.state, case.now)[0].token_no

    assert case.refused(waiting("P7D")) == {("moving.timer-changed", "t")}
    case.moved(waiting("P7D"), t="t")

    assert case.due == {"t": case.now + timedelta(days=7)}
    assert case.step.disarmed == (number,)
    assert [(it.token_no, it.due) for it in case.step.armed] == [(number, case.due["t"])]


def test_a_timer_that_is_not_armed_may_change():
    one = compiled("start>a a>t t>end", t=timer("t", "P3D"))
    two = compiled("start>a a>t t>end", t=timer("t", "P7D"))
    case = Case(one).moved(two).complete("a")

    assert case.due == {"t": BEGAN + timedelta(days=7)}


def guarded(text="P3D", interrupting="true", way="b"):
    return compiled(
        f"start>a a>b b>end t>{way}", t=timer("t", text, attached="a", interrupting=interrupting)
    )


def test_a_boundary_timer_keeps_its_instant_and_its_step():
    case = Case(guarded())
    case.now += timedelta(days=2)

    case.moved(compiled("start>a a>b b>end t>n n>end", t=timer("t", "P3D", attached="a")))

    assert case.due == {"t": BEGAN + timedelta(days=3)}
    case.now = case.due["t"]
    case.make(FireTimer(armed_timers(case.definition, case.state, case.now)[0].token_no))
    assert case.open == ["n"]


@pytest.mark.parametrize("changed", [guarded("P9D"), guarded(interrupting="false")])
def test_a_changed_boundary_timer_is_refused(changed):
    assert Case(guarded()).refused(changed) == {("moving.timer-changed", "t")}


def test_a_boundary_event_that_is_gone_is_refused():
    assert ("moving.surroundings-changed", "a") in Case(guarded()).refused(LINE)


def receiving(message="m_surat", name="", tag="receiveTask", more=""):
    return compiled(
        "start>r r>c c>end",
        r=f'<{tag} id="r" name="{name}" messageRef="{message}">{more}</{tag}>',
    )


def test_a_message_receive_that_is_renamed_waits_on():
    case = Case(receiving()).moved(receiving(name="Menerima surat pengantar"))

    assert case.make(DeliverMessage("surat", {})).open == ["c"]


def test_a_receive_of_another_message_is_refused_unless_a_person_chooses_so():
    case = Case(receiving())

    assert case.refused(receiving("m_nota")) == {("moving.message-changed", "r")}
    case.moved(receiving("m_nota"), r="r")
    assert case.make(DeliverMessage("nota", {})).open == ["c"]


def listening(signal="s_libur", name=""):
    return compiled(
        "start>w w>c c>end",
        w=f'<intermediateCatchEvent id="w" name="{name}">'
        f'<signalEventDefinition signalRef="{signal}"/></intermediateCatchEvent>',
    )


def test_who_waits_for_a_signal_waits_on_for_the_same_one():
    case = Case(listening()).moved(listening(name="Menunggu hari libur"))

    assert case.make(BroadcastSignal("libur", {})).open == ["c"]


def test_a_wait_for_another_signal_is_refused_unless_a_person_chooses_so():
    case = Case(listening())

    assert case.refused(listening("s_kerja")) == {("moving.signal-changed", "w")}
    case.moved(listening("s_kerja"), w="w")
    assert case.make(BroadcastSignal("kerja", {})).open == ["c"]


def watched(signal="s_libur", interrupting="true"):
    return compiled(
        "start>a a>end b>c c>end",
        b=f'<boundaryEvent id="b" attachedToRef="a" cancelActivity="{interrupting}">'
        f'<signalEventDefinition signalRef="{signal}"/></boundaryEvent>',
    )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (watched("s_kerja"), "moving.signal-changed"),
        (watched(interrupting="false"), "moving.boundary-changed"),
    ],
)
def test_a_changed_boundary_signal_is_refused(changed, code):
    assert Case(watched()).refused(changed) == {(code, "b")}


def waiting_for(condition="n = 1", beside=False, interrupting="true"):
    definition = (
        f"<conditionalEventDefinition><condition>{condition}</condition>"
        "</conditionalEventDefinition>"
    )
    if beside:
        return compiled(
            "start>a a>end b>c c>end",
            b=f'<boundaryEvent id="b" attachedToRef="a" cancelActivity="{interrupting}">'
            f"{definition}</boundaryEvent>",
        )
    return compiled(
        "start>w w>c c>end",
        w=f'<intermediateCatchEvent id="w">{definition}</intermediateCatchEvent>',
    )


def test_a_wait_for_another_condition_is_refused_unless_a_person_chooses_so():
    case = Case(waiting_for())

    assert case.refused(waiting_for("n = 2")) == {("moving.condition-changed", "w")}
    assert case.moved(waiting_for("n = 2"), w="w").open == []


def test_a_move_does_not_make_a_condition_come_true():
    case = Case(waiting_for())

    assert ("moving.would-go-on", "") in case.refused(waiting_for("1 = 1"), w="w")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (waiting_for("n = 2", beside=True), "moving.condition-changed"),
        (waiting_for(beside=True, interrupting="false"), "moving.boundary-changed"),
    ],
)
def test_a_changed_boundary_condition_is_refused(changed, code):
    assert Case(waiting_for(beside=True)).refused(changed) == {(code, "b")}


SURAT = '<messageEventDefinition messageRef="m_surat"/>'
NOTA = '<messageEventDefinition messageRef="m_nota"/>'
LIBUR = '<signalEventDefinition signalRef="s_libur"/>'


def several(*definitions, parallel="true", tag="intermediateCatchEvent", at="", flows=""):
    event = f'<{tag} id="w" parallelMultiple="{parallel}" {at}>{"".join(definitions)}</{tag}>'
    return compiled(flows or "start>w w>c c>end", w=event)


def test_what_has_come_of_several_events_moves_with_the_process():
    flows = "start>w w>n n>c c>end"
    case = Case(several(SURAT, LIBUR)).make(BroadcastSignal("libur", {}))

    case.moved(several(SURAT, LIBUR, flows=flows))

    assert case.open == []
    assert case.make(DeliverMessage("surat", {})).open == ["n"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (several(SURAT, LIBUR, NOTA), "moving.event-choice-changed"),
        (several(SURAT, LIBUR, parallel="false"), "moving.event-choice-changed"),
        (several(NOTA, LIBUR), "moving.message-changed"),
        (several(LIBUR, SURAT), "moving.kind-changed"),
    ],
)
def test_other_events_together_are_refused(changed, code):
    assert (code, "w") in Case(several(SURAT, LIBUR)).refused(changed)


@pytest.mark.parametrize(
    ("parallel", "signals", "opened"),
    [("false", 0, ["c"]), ("true", 0, ["a"]), ("true", 1, ["c"])],
)
def test_several_events_at_the_border_move_with_their_task(parallel, signals, opened):
    at = {"parallel": parallel, "tag": "boundaryEvent", "at": 'attachedToRef="a"'}
    old = several(SURAT, LIBUR, flows="start>a a>end w>c c>end", **at)
    new = several(SURAT, LIBUR, flows="start>a a>n n>end w>c c>end", **at)
    case = Case(old).moved(new)
    for _ in range(signals):
        case.make(BroadcastSignal("libur", {}))

    assert case.make(DeliverMessage("surat", {})).open == opened


@pytest.mark.parametrize("parallel", ["true", "false"])
def test_one_event_more_at_the_border_is_refused(parallel):
    at = {"parallel": parallel, "tag": "boundaryEvent", "at": 'attachedToRef="a"'}
    old, new = (
        several(*definitions, flows="start>a a>end w>c c>end", **at)
        for definitions in ((SURAT, LIBUR), (SURAT, LIBUR, NOTA))
    )

    codes = {code for code, _ in Case(old).refused(new)}

    assert codes & {"moving.boundaries-differ", "moving.event-choice-changed"}


def test_kept_messages_move_with_the_process():
    one = compiled("start>a a>r r>c c>end", r='<receiveTask id="r" messageRef="m_surat"/>')
    two = compiled("start>a a>n n>r r>c c>end", r='<receiveTask id="r" messageRef="m_surat"/>')
    case = Case(one).make(DeliverMessage("surat", {"nomor": 7})).moved(two)

    assert case.step.buffered == 1
    assert case.complete("a").complete("n").open == ["c"]
    assert dict(case.tasks[0].data) == {"nomor": 7}


def test_a_kept_message_that_nobody_would_take_any_more_is_refused():
    one = compiled("start>a a>r r>c c>end", r='<receiveTask id="r" messageRef="m_surat"/>')
    case = Case(one).make(DeliverMessage("surat", {}))

    assert case.refused(LINE) == {("moving.message-unwanted", "")}


def test_a_kept_message_is_not_taken_by_the_move_itself():
    flows = "start>p.f p.f>r p.f>a a>q r>end q>end"
    tasks = '<receiveTask id="{}" messageRef="{}"/>'
    old = compiled(flows, r=tasks.format("r", "m_nota"), q=tasks.format("q", "m_surat"))
    new = compiled(flows, r=tasks.format("r", "m_surat"), q=tasks.format("q", "m_surat"))
    case = Case(old).make(DeliverMessage("surat", {}))

    assert ("moving.message-waiting", "") in case.refused(new, r="r")


# ---------------------------------------------------------------- kendala proses


def test_a_held_token_goes_on_by_the_new_diagram_when_it_is_tried_again():
    flows = "start>a a>x.g x.g>b?n=1 x.g>c?n=2 b>end c>end"
    case = Case(compiled(flows), n=5).complete("a")
    assert case.step.incident is not None

    case.moved(compiled(flows.replace("?n=2", "?n=5")))

    assert case.make(RetryIncident(1)).open == ["c"]


def test_states_keep_values_that_json_lacks():
    on = datetime(2026, 11, 16, tzinfo=UTC)
    case = Case(LINE, pada=on, angka=2**70)

    case.moved(compiled("start>a a>c c>b b>end"))

    assert dict(case.tasks[0].data) == {"pada": on, "angka": 2**70}
    assert orjson.loads(case.state)[0] == 1


def counting(quantity):
    inside = f'<userTask id="z" startQuantity="{quantity}"/>'
    return compiled("start>p.f p.f>a p.f>b a>z b>z z>end", z=inside)


@pytest.mark.parametrize(("before", "after"), [(3, 2), (1, 3)])
def test_an_activity_that_needs_another_number_of_tokens_is_refused(before, after):
    case = Case(counting(before)).complete("a")

    assert case.refused(counting(after)) == {("moving.quantity-changed", "z")}


CHOICE = {
    "c": '<intermediateCatchEvent id="c"><messageEventDefinition messageRef="m_surat"/>'
    "</intermediateCatchEvent>",
    "d": '<intermediateCatchEvent id="d"><messageEventDefinition messageRef="m_nota"/>'
    "</intermediateCatchEvent>",
    "g": '<eventBasedGateway id="g"/>',
}


def test_an_event_behind_a_gateway_takes_the_flow_of_the_new_diagram():
    old = compiled("start>g g>c g>d c>u u>end d>end", **CHOICE)
    new = compiled(
        "start>g g>d c>u u>end d>end",
        **CHOICE,
        other='<sequenceFlow id="Flow_9" sourceRef="g" targetRef="c"/>',
    )
    case = Case(old).moved(new)

    step = execute(case.definition, case.state, DeliverMessage("surat", {}), case.now)

    assert "Flow_9" in [taken.element_id for taken in step.trace if taken.kind == "flow"]
