"""Every table of the system in one place: what migrations and catalogue checks look at."""

from plan_core.attachments import model as attachments
from plan_core.audit import model as audit
from plan_core.comparison import profile_model, view_model
from plan_core.db import outbox
from plan_core.db.base import Base
from plan_core.framework import model as framework
from plan_core.intake import model as intake
from plan_core.integration import export_model, upsert_model
from plan_core.integration import model as integration
from plan_core.notifications import model as notifications
from plan_core.people import model as people
from plan_core.people import model_delegation
from plan_core.places import model as places
from plan_core.plans import model as plans
from plan_core.plans import model_parts, model_steps
from plan_core.publishing import model as publishing
from plan_core.reporting import model as reporting

ROOMS = (
    attachments,
    audit,
    export_model,
    framework,
    intake,
    integration,
    model_delegation,
    notifications,
    outbox,
    people,
    places,
    plans,
    profile_model,
    model_parts,
    model_steps,
    publishing,
    reporting,
    upsert_model,
    view_model,
)
metadata = Base.metadata
