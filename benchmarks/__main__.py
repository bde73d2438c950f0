"""``make bench``: every benchmark, one after another."""

from benchmarks import figures, intake, rendering, scoring

for benchmark in (figures, rendering, scoring, intake):
    print(f"\n{benchmark.__doc__.splitlines()[0]}")
    benchmark.main()
