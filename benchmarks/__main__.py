"""``make bench``: every benchmark, one after another."""

from benchmarks import figures, rendering

for benchmark in (figures, rendering):
    print(f"\n{benchmark.__doc__.splitlines()[0]}")
    benchmark.main()
