"""Commands about demonstration data."""

from __future__ import annotations

from cyclopts import App

from cli.settings import load_settings

demo = App(name="demo", help="Demonstration data. ข้อมูลสาธิต")


@demo.command(name="load")
def load_demo() -> int:
    """Load the demonstration province; only what is absent. นำเข้าข้อมูลสาธิตจังหวัดแพร่

    Everything in it is labelled as demonstration data. Nothing that people did there is
    overwritten. Needs SIMITI_DEMO_PASSWORD, the password of all demo accounts.
    """
    from cli import keeping

    return keeping.load_demo(load_settings())
