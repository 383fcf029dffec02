"""`make bench`: every benchmark, one after the other."""

from __future__ import annotations

from bench import law, road, sample

if __name__ == "__main__":
    print("The sample scenario, whole process:")
    sample.main()
    print("\nThe whole road, every family of requirement:")
    road.main()
    print("\nThe law, every route and item:")
    law.main()
