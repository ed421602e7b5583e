"""One process from start to end, as the holders of its roles would do it.

Each move is a command that a page makes too: the same authority, the same validation of forms,
the same documents. Whoever may do an open task does it; at the first review that can send back,
the work is sent back once; outside agencies' parts are recorded as they would be.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.commands.complete_task import complete_task
from service.commands.record_arrival import record_arrival
from service.commands.start_process import TwinFound, start_process
from service.errors import AlurError, NotFound
from service.forms import FileRef, make_answers, make_file_names
from service.forms.file_kinds import media_type
from service.queries.callers import caller_by_login, demo_accounts
from service.queries.inbox import my_tasks
from service.queries.starting import startable_sops
from service.queries.tasks import task_view
from service.store import blobs, uploads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.clock import Clock
    from service.queries.callers import DemoAccount
    from service.queries.starting import StartableSop
    from service.queries.tasks import TaskView
    from service.running.results import Moved

#: Moves after which a process that does not end is given up.
_MOST_MOVES = 500


class NotPlayable(AlurError):
    """No jabatan of this store can start that SOP."""

    code = "play.not-playable"


class Stuck(AlurError):
    """The process waits for something that no jabatan of this store can do."""

    code = "play.stuck"


@dataclass(frozen=True, slots=True)
class Played:
    """A process that was played to its end."""

    instance_id: UUID
    number: str
    moves: int
    returns: int


@dataclass(slots=True)
class Player:
    """Plays one SOP in a demo store; `told` hears of each move."""

    session: Session
    clock: Clock
    random: Random
    told: Callable[[str, Mapping[str, str]], None]
    #: element ids whose review has been played as sent back
    sent_back: set[str] = field(default_factory=set)
    #: how often each deciding element was passed
    turns: dict[str, int] = field(default_factory=dict)
    moves: int = 0

    def play(self, key: str) -> Played:
        """Start the SOP with this key and complete it.

        Raises NotPlayable, Stuck, and whatever a command refuses.
        """
        return self.finish(self.start(key))

    def finish(self, started: Moved) -> Played:
        """Go on with a process until it ends. Raises Stuck and whatever a command refuses."""
        while True:
            if self.moves >= _MOST_MOVES:
                raise Stuck(number=started.number)
            if self.move(started).status != "running":
                return Played(started.instance_id, started.number, self.moves, len(self.sent_back))

    # ------------------------------------------------------------ who

    def _accounts(self) -> tuple[DemoAccount, ...]:
        return demo_accounts(self.session)

    def _caller(self, account: DemoAccount) -> Caller:
        caller = caller_by_login(self.session, account.login, self.clock.now(), confirmed=True)
        if caller is None:
            raise NotFound
        return caller

    # ------------------------------------------------------------ start

    def start(self, key: str) -> Moved:
        """Start the SOP with this key and go no further. Raises NotPlayable."""
        caller, sop = self._starter(key)
        now = self.clock.now()
        year = now.year
        result = start_process(
            self.session,
            caller,
            version_id=sop.version_id,
            title=f"{sop.title} {year} (contoh)",
            year=year,
            kind=next(iter(sop.kinds), ""),
            basis="Disposisi contoh",
            confirmed=True,
            now=now,
        )
        if isinstance(result, TwinFound):
            raise NotPlayable(key=key)
        self.told("play.started", {"number": result.number, "title": sop.title})
        return result

    def _starter(self, key: str) -> tuple[Caller, StartableSop]:
        """Return who starts the SOP: its Ketua Tim where the store has one."""
        found: list[tuple[Caller, StartableSop]] = []
        for account in self._accounts():
            caller = self._caller(account)
            today = self.clock.now().date()
            found.extend(
                (caller, sop)
                for sop in startable_sops(self.session, caller, today=today)
                if sop.key == key
            )
        if not found:
            raise NotPlayable(key=key)
        leading = (
            pair for pair in found if any(holder.role == "ketua_tim" for holder in pair[0].holders)
        )
        return next(leading, found[0])

    # ------------------------------------------------------------ moves

    def move(self, started: Moved) -> Moved:
        """Do whatever some jabatan can do now in the process. Raises Stuck."""
        for account in self._accounts():
            caller = self._caller(account)
            view = self._task_of(caller, started.instance_id)
            if view is not None:
                self.moves += 1
                return self._do(account, caller, view)
        raise Stuck(number=started.number)

    def _task_of(self, caller: Caller, instance_id: UUID) -> TaskView | None:
        """Return a task of the process that this person may do now."""
        now = self.clock.now()
        for card in my_tasks(self.session, caller, today=now.date()).cards:
            if card.instance_id != instance_id:
                continue
            view = task_view(
                self.session, caller, instance_id, card.task_no, today=now.date(), now=now
            )
            if view.holder is not None:
                return view
        return None

    def _do(self, account: DemoAccount, caller: Caller, view: TaskView) -> Moved:
        if view.returns and view.place.element_id not in self.sent_back and not self.sent_back:
            return self._send_back(account, caller, view)
        typed = self._answers(view)
        files = self._files(caller, view, typed)
        act = record_arrival if view.task_kind == "receive" else complete_task
        result = act(
            self.session,
            caller,
            instance_id=view.instance_id,
            task_no=view.task_no,
            typed=typed,
            ticks=[line.name for line in view.requirements],
            files=files,
            now=self.clock.now(),
        )
        self._tell("play.recorded" if view.recording else "play.completed", account, view)
        return result

    def _send_back(self, account: DemoAccount, caller: Caller, view: TaskView) -> Moved:
        self.sent_back.add(view.place.element_id)
        result = complete_task(
            self.session,
            caller,
            instance_id=view.instance_id,
            task_no=view.task_no,
            typed={},
            outcome=view.returns[0].value,
            reason="Contoh: mohon dilengkapi",
            now=self.clock.now(),
        )
        self._tell("play.returned", account, view)
        return result

    def _answers(self, view: TaskView) -> dict[str, object]:
        if view.form is None:
            return {}
        given: dict[str, object] = {}
        if view.decision is not None and len(view.forward) > 1:
            # In turn: every branch is seen, and loops end.
            turn = self.turns.get(view.place.element_id, 0)
            self.turns[view.place.element_id] = turn + 1
            given[view.decision] = view.forward[turn % len(view.forward)].value
        given.update(self._team(view))
        return make_answers(view.form, view.context, self.random, given)

    def _team(self, view: TaskView) -> dict[str, object]:
        """Return a team as an office would name it, where the form asks for one."""
        if view.form is None or any(
            view.form.field(key) is None for key in ("ketua_tim", "anggota_tim")
        ):
            return {}
        holders = [
            holder
            for account in self._accounts()
            for holder in self._caller(account).holders
            if view.holder is not None and holder.office_id == view.holder.office_id
        ]
        named = {
            role: [str(holder.holding_id) for holder in holders if holder.role == role]
            for role in ("ketua_tim", "anggota_tim")
        }
        return {"ketua_tim": named["ketua_tim"][0], "anggota_tim": named["anggota_tim"]}

    def _files(
        self, caller: Caller, view: TaskView, typed: Mapping[str, object]
    ) -> dict[str, list[FileRef]]:
        if view.form is None:
            return {}
        named = make_file_names(view.form, typed, view.context)
        return {
            key: [FileRef(self._upload(caller, name), name) for name in names]
            for key, names in named.items()
        }

    def _upload(self, caller: Caller, name: str) -> str:
        now = self.clock.now()
        content = f"%PDF-1.4\n% DATA CONTOH {name} {self.moves}\n%%EOF\n".encode()
        made = blobs.put(self.session, caller.pemda_id, io.BytesIO(content), media_type(name), now)
        uploads.record_upload(self.session, caller.pemda_id, caller.person_id, made, now)
        return made.sha256

    def _tell(self, code: str, account: DemoAccount, view: TaskView) -> None:
        self.told(
            code,
            {
                "jabatan": account.title,
                "agency": view.agency or "",
                "step": view.place.title,
            },
        )
