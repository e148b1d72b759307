"""The chat page.

Gradio asks the network for updates and reports its use unless told otherwise before it is imported: here. It also
imports matplotlib where that is installed, which would make a folder outside the cache.
"""

import os

from platformdirs import user_cache_path

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("MPLCONFIGDIR", str(user_cache_path("factsheet-qa") / "matplotlib"))
