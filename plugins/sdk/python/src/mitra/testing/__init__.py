"""Conversations without a host: for a department's own tests, with any test runner."""

from mitra.testing.conversation import Conversation
from mitra.testing.description import check_description
from mitra.testing.host import MemoryHost, MemoryTimer
from mitra.testing.spoken import spoken

__all__ = ["Conversation", "MemoryHost", "MemoryTimer", "check_description", "spoken"]
