"""Many pages: worker processes, rows of a versioned schema, and jobs that can be killed and resumed."""

from unchaff.batch.many import extract_many
from unchaff.batch.plan import Plan
from unchaff.batch.pool import Pool
from unchaff.batch.process import WorkerLimits
from unchaff.batch.result import Result, result_of
from unchaff.sources import Raw

__all__ = ["Plan", "Pool", "Raw", "Result", "WorkerLimits", "extract_many", "result_of"]
