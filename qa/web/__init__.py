"""The chat page.

Gradio asks the network for updates and reports its use unless told otherwise before it is imported: here.
"""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_OFFLINE", "1")
