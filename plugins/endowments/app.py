"""The component: what componentize-py looks for."""

from endowments import Endowments
from mitra import export

Handler, Migration = export(Endowments())
