"""Commands about outlines of districts and subdistricts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from cli.settings import load_settings
from plan_core.places.outline_rules import OutlineLevel

area_map = App(name="map", help="Outlines of districts and subdistricts. แผนที่เขตปกครอง")


@area_map.command(name="load")
def load_map(
    file: Path,
    *,
    source: str,
    licence: str,
    code_property: Annotated[str, Parameter(name="--property")] = "code",
) -> int:
    """Load outlines from GeoJSON in place of those of the same provinces. นำเข้าแผนที่เขตปกครอง

    The file is a FeatureCollection of Polygons and MultiPolygons in longitude and latitude
    (WGS 84), of districts or of subdistricts. All of it is checked first; a fault refuses the file
    and leaves what was loaded before. Positions are rounded to 0.0001 degrees and borders
    simplified until a province has at most 12,000 points. Needs SIMITI_OPERATOR_DATABASE_URL.

    Parameters
    ----------
    file
        The GeoJSON file, at most 64 MB.
    source
        Who made it, as it is to be named under each map.
    licence
        The licence it is under, shown beside the source.
    code_property
        The property that holds the official code of four or six digits (TH before it is left out);
        a feature without it is known by its id.
    """
    from cli import mapping
    from plan_core.places.outline_actions import Credit

    return mapping.load(load_settings(), file, Credit(source, licence), code_property)


@area_map.command(name="list")
def list_maps() -> int:
    """Say of which provinces there are outlines, and from where. แสดงรายการแผนที่"""
    from cli import mapping

    return mapping.show(load_settings())


@area_map.command(name="remove")
def remove_map(province: str, *, level: OutlineLevel) -> int:
    """Take a province's outlines out; it is drawn as tiles again. ลบแผนที่ของจังหวัด

    Parameters
    ----------
    province
        The 2-digit code.
    level
        Of districts or of subdistricts.
    """
    from cli import mapping

    return mapping.remove(load_settings(), province, level)
