from __future__ import annotations

from hypothesis import settings

# The first example compiles grammars and schema: no time limit for one example. Limits are test_pathological's matter.
settings.register_profile("gaixml", deadline=None)
settings.load_profile("gaixml")
