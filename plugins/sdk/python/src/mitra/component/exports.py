"""What the host calls: `describe`, `handle` and `migrate`."""

from componentize_py_types import Err
from wit_world import exports
from wit_world.imports import conversation, types

from mitra.component import Exported, describe, turns
from mitra.component.host import ImportedHost
from mitra.department import Department, MigrationError
from mitra.outcome import Bug, Refused, RetryLater


def exported(department: Department) -> tuple[Exported, Exported]:
    """Two classes that stand for this department."""

    class Handler(exports.Handler):
        def describe(self) -> types.Department:
            return describe.department(department.describe())

        def handle(self, turn: conversation.Turn) -> conversation.Outcome:
            try:
                return turns.outcome(department.handle(turns.turn(turn), ImportedHost()))
            except Refused as fault:
                raise Err(conversation.Fault_Refused(fault.words)) from None
            except RetryLater as fault:
                raise Err(conversation.Fault_RetryLater(fault.seconds)) from None
            except Bug as fault:
                raise Err(conversation.Fault_Bug(fault.words)) from None

    class Migration(exports.Migration):
        def migrate(self, from_schema: int, state: bytes) -> bytes:
            try:
                return department.migrate(from_schema, state)
            except MigrationError as error:
                raise Err(str(error)) from None

    return Handler, Migration
