"""`make bench`: every benchmark, one after the other."""

from __future__ import annotations

import os

from bench import app, beyond, crowd, excel, excel_out, law, nation, optimiser, peers, road, sample, sweeps, uploads

if __name__ == "__main__":
    print("The sample scenario, whole process:")
    sample.main()
    print("\nThe whole road, every family of requirement:")
    road.main()
    print("\nMany plans:")
    sweeps.main()
    print("\nThe optimiser:")
    optimiser.main()
    print("\nFrom a thousand people to a nation:")
    nation.main()
    print("\nBeyond a plan, whole processes:")
    beyond.main()
    print("\nBeside what a user would pick instead:")
    peers.main((*peers.SIZES, *((100_000,) if os.environ.get("LARGE") else ())))
    print("\nThe law, every route and item:")
    law.main()
    print("\nWorkbooks in: planner check, whole process:")
    excel.main()
    print("\nWorkbooks out: plan.xlsx, forms and packs, each in a process of its own:")
    excel_out.main()
    print("\nThe app in a real browser:")
    app.main()
    print("\nThe app while two others upload hostile files:")
    uploads.main()
    print("\nThe app with eight people at once:")
    crowd.main()
