"""What the processor can do."""

from collections.abc import Collection
from pathlib import Path

_INT8_PRODUCTS = frozenset({"avx512_vnni", "avx_vnni", "amx_int8"})


def cpu_flags(cpuinfo: Path = Path("/proc/cpuinfo")) -> frozenset[str]:
    """Names of what the processor can do, as Linux gives them; none where there is no such file."""
    try:
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
    except OSError:
        return frozenset()
    return frozenset(next((line.partition(":")[2].split() for line in lines if line.startswith("flags")), []))


def multiplies_int8(flags: Collection[str]) -> bool:
    """Whether a processor with these flags adds up products of int8 in one step (VNNI or AMX).

    Without it int8 is slower than float32 (measured: three quarters of its speed), and its kernels saturate sums of
    two products at 16 bits, which makes other vectors (cosine 0.997).
    """
    return not _INT8_PRODUCTS.isdisjoint(flags)
