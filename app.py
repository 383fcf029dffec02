"""The app's entry: `streamlit run app.py`. It only hands over; pages live in `planner/ui`.

The guard keeps child processes, which may import this file again, from starting a second app.
"""

from __future__ import annotations

if __name__ == "__main__":
    from planner.ui.navigation import run

    run()
