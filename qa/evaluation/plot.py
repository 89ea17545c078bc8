"""Draws the risk-coverage curve."""

from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import QuotableError, UsageError
from qa.evaluation.evaluate import Evaluation, Measured

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SUFFIXES = (".png", ".svg")
_INCHES = 5.6, 4.4
_DOTS_AN_INCH = 150
_CURVE, _CHOSEN, _TARGET, _REFERENCE = "#1f4e79", "#c0392b", "#b9770e", "#7f8c8d"


def require(file: Path) -> None:
    """Check that a picture can be drawn into a file.

    Raises:
        UsageError: It does not end in .png or .svg, or its folder does not exist.
        QuotableError: matplotlib is not installed.
    """
    if file.suffix.lower() not in SUFFIXES:
        raise UsageError(f"{file} ends in {file.suffix!r}; name a .png or .svg file")
    if not file.parent.is_dir():
        raise UsageError(f"{file} cannot be written: there is no folder {file.parent}")
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        raise QuotableError("the picture needs matplotlib: pip install '.[evaluate]'") from error


def draw(evaluation: Evaluation, file: Path) -> None:
    """Draw risk against coverage, first and later turns of conversations side by side.

    Args:
        evaluation: The figures.
        file: A .png or .svg file, which is replaced.

    Raises:
        UsageError: The file cannot be written.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure  # without pyplot, which looks for a display

    width, height = _INCHES
    figure = Figure(figsize=(width * len(evaluation.parts), height), layout="constrained")
    panels = figure.subplots(1, len(evaluation.parts), squeeze=False)[0]
    for axes, (name, measured) in zip(panels, evaluation.parts.items(), strict=True):
        _draw_curve(axes, measured)
        axes.set_title(f"{name.replace('_', ' ').capitalize()}: {_counts(measured)}", fontsize=10)
    try:
        with rc_context({"svg.fonttype": "none"}):  # words stay words, which can be searched and read aloud
            figure.savefig(file, dpi=_DOTS_AN_INCH)
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}") from error


def _draw_curve(axes: "Axes", measured: Measured) -> None:
    coverage, risk = zip(*((point.coverage, point.risk) for point in measured.curve), strict=True)
    area = measured.figures["aurc"]
    axes.plot(coverage, risk, color=_CURVE, label=f"the least confident left out (area {area:.3f})")
    axes.axhline(risk[-1], color=_REFERENCE, linestyle=":", label=f"everything answered (risk {risk[-1]:.2f})")
    if measured.target:
        point = measured.target
        axes.axvline(point.coverage, color=_TARGET, linestyle="--", linewidth=1)
        label = f"75 % of the answerable answered (confidence ≥ {point.confidence:.2f})"
        axes.plot(point.coverage, point.risk, "s", color=_TARGET, label=label)
    if measured.threshold:
        point = measured.threshold
        label = f"threshold in use (confidence ≥ {point.confidence:.2f})"
        axes.plot(point.coverage, point.risk, "o", color=_CHOSEN, label=label)
    axes.set(xlim=(0, 1.02), ylim=(0, 1.02))
    axes.set_xlabel("coverage: share of all questions that are answered")
    axes.set_ylabel("risk: share of these answers that is wrong")
    axes.grid(alpha=0.25)
    axes.legend(fontsize=8, loc="best")


def _counts(measured: Measured) -> str:
    counts = measured.figures
    return f"{counts['answerable']} answerable, {counts['unanswerable']} not"
