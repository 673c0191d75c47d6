"""Every way in, who asks, and what they get. A field or route that is missing here fails a test.

All of them ask about the things of one organisation (`Tenant.OWN`), by its real ids. Outcomes:
`OK`, the code of the refusal, `NULL` for a field that is null, `EMPTY` for a page without edges.
"""

from tenancy.askers import Stage, Tenant, Who, canary
from tenancy.asking import (
    ADOPTS,
    ANYBODY,
    DELEGATES,
    EMPTY,
    EVERY_STAGE,
    FORBIDDEN,
    IN_2561,
    NOT_FOUND,
    NULL,
    OF_A_LOST_REPORT,
    OF_ONES_OWN,
    OF_SCORERS,
    OF_THE_DISTRICT,
    OF_THE_NATION,
    OF_THE_PROVINCE,
    OK,
    ONE_CORRECTION,
    OWN_CHANGES,
    OWN_HISTORY,
    OWN_ONLY,
    OWN_ROWS,
    REVIEWS,
    SIGNED_IN,
    SUBMITTED,
    Case,
    ask_for_attachment,
    ask_for_central,
    ask_for_export,
    ask_for_file,
    ask_for_manifest,
    ask_for_sheet,
    ask_nothing,
    attach,
    attach_evidence,
    attach_to_report,
    begin_nowhere,
    buy_nothing,
    come_back_from_nowhere,
    comparison_of,
    entity,
    everybody,
    graphql,
    in_days,
    mutation,
    node,
    outcomes,
    page,
    query,
    send_central,
    send_no_workbook,
    sign_in_wrongly,
    sign_out,
    spreadsheet,
    stand_accepted,
    stand_adopted,
    stand_amending,
    stand_as_draft,
    stand_in_committee,
    stand_locked,
    stand_named,
    stand_submitted,
    stand_with_risk_removed,
    subscription,
    upload,
    webhook_as_seen,
)
from tenancy.selections import (
    everything,
    whole_query,
)
from tenancy.world import EDITION

CASES = (
    # What anybody signed in may see: the register, the framework, themselves.
    query("viewer", everybody(OK, signed_out=NULL)),
    query("rateLimit", ANYBODY),
    query("provinces", SIGNED_IN),
    query("province", SIGNED_IN, 'code: "54"'),
    query("organisation", SIGNED_IN, 'code: "9000000"'),
    Case(
        "Query.place",
        "",
        graphql('{ place(by: { organisationCode: "9000000" }) { id } }'),
        SIGNED_IN,
        names_things=False,
    ),
    query("organisations", SIGNED_IN, 'first: 5, provinceCode: "54"'),
    query("areaOutlines", SIGNED_IN, 'provinceCode: "54"'),
    page("/outlines/54/district.json", SIGNED_IN),
    query("frameworkEditions", SIGNED_IN),
    query("frameworkEdition", SIGNED_IN, f'code: "{EDITION}"'),
    Case(
        "Query.nodes",
        "of nothing",
        graphql("{ nodes(ids: []) { id } }"),
        SIGNED_IN,
        names_things=False,
    ),
    # An organisation's own.
    query(
        "plan",
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
        about="of one's own",
    ),
    query(
        "peerRows",
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
        'missionCode: "1.1"',
    ),
    query(
        "delegations",
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
        "first: 3",
    ),
    query("colleagues", {**DELEGATES, Who.STRANGER: OK}),
    query(
        "earlierPlans",
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
    ),
    query(
        "documents",
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
        "first: 3",
        about="of one's own",
    ),
    Case(
        "Query.documents",
        "behind a document",
        graphql(
            whole_query("documents", "first: 3, after: $after", "$after: String"),
            lambda things: {"after": things.gid("Document")},
        ),
        outcomes(
            stranger=NOT_FOUND, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN
        ),
    ),
    query("history", OWN_HISTORY, "first: 50", about="of one's own"),
    Case(
        "Query.history",
        "of a row",
        graphql(
            whole_query("history", "first: 50, filter: {initiativeId: $row}", "$row: ID!"),
            lambda things: {"row": things.gid("Initiative")},
        ),
        {**OWN_HISTORY, Who.STRANGER: EMPTY},
    ),
    Case(
        "Query.history",
        "of a risk",
        graphql(
            whole_query("history", "first: 50, filter: {riskId: $risk}", "$risk: ID!"),
            lambda things: {"risk": things.gid("PlanRisk")},
        ),
        {**OWN_HISTORY, Who.STRANGER: EMPTY},
    ),
    query("changes", OWN_HISTORY, "first: 50"),
    Case(
        "Query.submittedChanges",
        "",
        graphql(
            whole_query("submittedChanges", "organisationCode: $code, first: 50", "$code: String!"),
            lambda things: {"code": things.code},
        ),
        {**everybody(OK), Who.SIGNED_OUT: "UNAUTHENTICATED", Who.OPERATOR: FORBIDDEN},
    ),
    query("changeHeads", OF_THE_PROVINCE, 'first: 50, provinceCode: "54"'),
    query("removedInitiatives", OWN_HISTORY, "first: 50"),
    query("removedRisks", OWN_HISTORY, "first: 50"),
    subscription(
        "planChanged",
        outcomes(
            stranger=NOT_FOUND, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN
        ),
        lambda things: things.gid("Plan"),
        "planId",
    ),
    node("Plan", OWN_ONLY),
    node("Initiative", OWN_ONLY),
    node("BudgetCell", OWN_ONLY),
    node("Amendment", OWN_ONLY),
    node("PlanRisk", OWN_ONLY),
    node("Document", OWN_ONLY),
    node("Attachment", OWN_ONLY),
    node("Revision", SUBMITTED),
    node("Report", SUBMITTED),
    node("SubmittedInitiative", SUBMITTED),
    # What differs, asked for on its own.
    comparison_of("Revision", "changes { ...AllPlanDiff }", SUBMITTED),
    comparison_of("Revision", "amendment { changes { ...AllAmendmentChanges } }", SUBMITTED),
    comparison_of("Amendment", "changes { ...AllAmendmentChanges }", OWN_ONLY),
    Case(
        "Query.plan",
        "what differs from what was submitted",
        graphql(f"{{ plan {{ changes {{ ...AllPlanDiff }} }} }}\n{everything('PlanDiff')}"),
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
        names_things=False,
    ),
    # What was submitted.
    Case(
        "Query.revisionDiff",
        "of two submissions",
        graphql(
            whole_query("revisionDiff", "fromId: $from, toId: $to", "$from: ID!, $to: ID!"),
            lambda things: {"from": things.gid("FirstRevision"), "to": things.gid("Revision")},
        ),
        outcomes(stranger=NOT_FOUND, elsewhere=NOT_FOUND, members=OK, area=OK, operator=FORBIDDEN),
    ),
    query("comparison", OF_THE_PROVINCE, 'provinceCode: "54"'),
    query("comparison", OF_THE_DISTRICT, 'provinceCode: "54", districtCode: "5406"'),
    query("coverageGaps", OF_THE_PROVINCE, 'provinceCode: "54"'),
    query("coverageGaps", OF_THE_DISTRICT, 'provinceCode: "54", districtCode: "5406"'),
    query(
        "budgetComparison",
        OF_THE_PROVINCE,
        'provinceCode: "54", measure: PER_HEAD, against: FIRST_REVISION',
    ),
    query(
        "budgetComparison",
        OF_THE_DISTRICT,
        'provinceCode: "54", districtCode: "5406", view: BOTH, against: REVISION_BEFORE',
    ),
    query("comparisonMap", OF_THE_PROVINCE, 'measure: COVERAGE, provinceCode: "54"'),
    query(
        "comparisonMap",
        OF_THE_DISTRICT,
        'measure: TOTAL, provinceCode: "54", districtCode: "5406"',
    ),
    query("nation", OF_THE_NATION),
    query(
        "search",
        outcomes(
            stranger=OK,
            elsewhere=FORBIDDEN,
            members=OK,
            area=OK,
            operator=FORBIDDEN,
            neighbour_district=OK,  # its own district
        ),
        'text: "canary", provinceCode: "54"',
    ),
    query("pivot", OF_THE_PROVINCE, 'provinceCode: "54", rows: [ORGANISATION, MISSION]'),
    query(
        "pivot",
        OF_THE_DISTRICT,
        'provinceCode: "54", districtCode: "5406", rows: [DISTRICT], columns: FISCAL_YEAR',
    ),
    query(
        "organisationProfile",
        outcomes(
            stranger=NOT_FOUND,
            elsewhere=NOT_FOUND,
            members=OK,
            area=OK,
            operator=FORBIDDEN,
        ),
        'organisationCode: "9000000"',
    ),
    query(
        "organisationProfile",
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
        about="one's own",
    ),
    spreadsheet(
        "organisation=9000000",
        outcomes(
            stranger=NOT_FOUND,
            elsewhere=NOT_FOUND,
            members=OK,
            area=OK,
            operator=FORBIDDEN,
        ),
        "of the organisation",
        "profile",
    ),
    query("submissions", OF_THE_PROVINCE, 'provinceCode: "54"'),
    query("submissions", OF_THE_DISTRICT, 'provinceCode: "54", districtCode: "5406"'),
    query("areaProgress", OF_THE_PROVINCE, 'provinceCode: "54"'),
    query("areaProgress", OF_THE_DISTRICT, 'provinceCode: "54", districtCode: "5406"'),
    Case(
        "Query.comparisons",
        "of every province",
        # Everything below is looked at by `comparison`; of all provinces it would be too much.
        graphql(
            """{ comparisons { province { code } organisations { organisation { code nameTh }
            revisionId total years { be amount } } totals { submitted total } } }"""
        ),
        OF_THE_NATION,
        names_things=False,
    ),
    query("series", OF_THE_PROVINCE, 'provinceCode: "54"'),
    query("series", OF_THE_DISTRICT, 'provinceCode: "54", districtCode: "5406"'),
    query("quality", OF_THE_PROVINCE, 'provinceCode: "54"'),
    query("quality", OF_THE_DISTRICT, 'provinceCode: "54", districtCode: "5406"'),
    query(
        "submittedInitiatives",
        outcomes(
            stranger=EMPTY,
            elsewhere=FORBIDDEN,
            members=OK,
            area=OK,
            operator=FORBIDDEN,
            neighbour_district=EMPTY,
        ),
        'organisationCode: "9000000", provinceCode: "54"',
    ),
    query(
        "areaReports", OF_THE_PROVINCE, 'fiscalYear: 2561, round: TWELVE_MONTHS, provinceCode: "54"'
    ),
    query(
        "areaReports",
        OF_THE_DISTRICT,
        'fiscalYear: 2561, round: TWELVE_MONTHS, provinceCode: "54", districtCode: "5406"',
    ),
    # Reporting on one's own plan.
    query("reportingSheet", OF_ONES_OWN, f"{IN_2561}, round: TWELVE_MONTHS"),
    query("reportOwners", OF_ONES_OWN, f"{IN_2561}, round: TWELVE_MONTHS"),
    query("sar", OF_ONES_OWN, IN_2561),
    query("carryOver", OF_ONES_OWN, IN_2561),
    query("reports", OF_ONES_OWN, IN_2561),
    query(
        "inbox",
        outcomes(
            stranger=FORBIDDEN,
            elsewhere=OK,  # their own area's
            members=FORBIDDEN,
            area=OK,
            operator=FORBIDDEN,
            nation=FORBIDDEN,
        ),
        EVERY_STAGE,
    ),
    query(
        "inbox",
        outcomes(
            stranger=FORBIDDEN,
            elsewhere=FORBIDDEN,
            members=FORBIDDEN,
            area=OK,
            operator=FORBIDDEN,
            nation=FORBIDDEN,
        ),
        f'districtCode: "5406", {EVERY_STAGE}',
    ),
    spreadsheet("", OF_THE_NATION, "of the nation", "nation"),
    *(
        case
        for screen in ("", "coverage", "map", "submissions", "quality", "progress", "series")
        for case in (
            spreadsheet("province=54", OF_THE_PROVINCE, "of the province", screen),
            spreadsheet("province=54&district=5406", OF_THE_DISTRICT, "of the district", screen),
        )
    ),
    spreadsheet("province=54&rows=MISSION", OF_THE_PROVINCE, "of the province", "pivot"),
    spreadsheet(
        "province=54&district=5406&rows=MISSION", OF_THE_DISTRICT, "of the district", "pivot"
    ),
    # Changing an organisation's own.
    mutation(
        "startPlan",
        outcomes(
            stranger="DRAFT_EXISTS",
            elsewhere=FORBIDDEN,
            members="DRAFT_EXISTS",
            area=FORBIDDEN,
            operator=FORBIDDEN,
            viewer=FORBIDDEN,
        ),
        lambda _things: {"editionCode": EDITION},
        names_things=False,
    ),
    mutation(
        "setBudgetCells",
        OWN_CHANGES,
        lambda things: {"cells": [{"id": things.gid("BudgetCell"), "version": 1, "state": "NONE"}]},
    ),
    mutation(
        "setInitiative",
        OWN_CHANGES,
        lambda things: {
            "id": things.gid("Initiative"),
            "version": things.initiative_version,
            "kind": "MEASURE",
        },
    ),
    mutation(
        "addInitiative",
        OWN_CHANGES,
        lambda things: {
            "planId": things.gid("Plan"),
            "missionCode": "1.1",
            "kind": "PROJECT",
            "title": "โครงการใหม่",
        },
    ),
    mutation(
        "moveInitiative",
        OWN_CHANGES,
        lambda things: {
            "id": things.gid("Initiative"),
            "version": things.initiative_version,
            "missionCode": "1.2",
        },
    ),
    mutation(
        "removeInitiative",
        OWN_CHANGES,
        lambda things: {"id": things.gid("Initiative"), "version": things.initiative_version},
    ),
    mutation("restoreInitiative", OWN_CHANGES, lambda things: {"id": things.gid("Initiative")}),
    mutation(
        "setInitiatives",
        OWN_CHANGES,
        lambda things: {
            "rows": [
                {
                    "id": things.gid("Initiative"),
                    "version": things.initiative_version,
                    "kind": "MEASURE",
                    "cells": [{"id": things.gid("BudgetCell"), "version": 1, "state": "NONE"}],
                }
            ]
        },
    ),
    mutation(
        "addInitiatives",
        OWN_CHANGES,
        lambda things: {
            "planId": things.gid("Plan"),
            "missionCode": "1.1",
            "rows": [{"kind": "PROJECT", "title": "โครงการใหม่"}],
        },
    ),
    mutation(
        "removeInitiatives",
        OWN_CHANGES,
        lambda things: {
            "rows": [{"id": things.gid("Initiative"), "version": things.initiative_version}]
        },
    ),
    mutation("restoreInitiatives", OWN_CHANGES, lambda things: {"ids": [things.gid("Initiative")]}),
    # The parts beside its rows.
    mutation(
        "setSection",
        OWN_CHANGES,
        lambda things: {
            "planId": things.gid("Plan"),
            "code": "RATIONALE",
            "version": things.section_version,
            "body": "ข้อความใหม่",
        },
        prepare=stand_as_draft,
    ),
    mutation(
        "addRisk",
        OWN_CHANGES,
        lambda things: {
            "planId": things.gid("Plan"),
            "category": "FINANCIAL",
            "text": "ความเสี่ยงใหม่",
            "answeredBy": [things.gid("Initiative")],
        },
    ),
    mutation(
        "setRisk",
        OWN_CHANGES,
        lambda things: {
            "id": things.gid("PlanRisk"),
            "version": things.risk_version,
            "text": "ความเสี่ยงใหม่",
        },
    ),
    mutation(
        "moveRisk",
        OWN_CHANGES,
        lambda things: {
            "id": things.gid("PlanRisk"),
            "version": things.risk_version,
            "category": "COMPLIANCE",
        },
    ),
    mutation(
        "removeRisk",
        OWN_CHANGES,
        lambda things: {"id": things.gid("PlanRisk"), "version": things.risk_version},
    ),
    mutation(
        "restoreRisk",
        OWN_CHANGES,
        lambda things: {"id": things.gid("PlanRisk")},
        prepare=stand_with_risk_removed,
    ),
    mutation(
        "setSheet",
        OWN_CHANGES,
        lambda things: {
            "initiativeId": things.gid("Initiative"),
            "version": 0,
            "rationale": "เหตุผล",
        },
    ),
    mutation(
        "setResponsible",
        OWN_CHANGES,
        lambda things: {
            "rows": [{"initiativeId": things.gid("Initiative"), "version": 0, "unit": "กองคลัง"}]
        },
    ),
    mutation(
        "setAppointment",
        OWN_CHANGES,
        lambda things: {
            "planId": things.gid("Plan"),
            "version": things.appointment_version,
            "orderNumber": "๑/๒๕๖๑",
        },
    ),
    mutation(
        "setCommittee",
        OWN_CHANGES,
        lambda things: {
            "planId": things.gid("Plan"),
            "version": things.appointment_version,
            "committee": "MONITORING",
            "members": [{"name": "กรรมการใหม่"}],
        },
    ),
    mutation(
        "explainPlanFinding",
        OWN_CHANGES,
        lambda things: {
            "planId": things.gid("Plan"),
            "key": "SHEETS_MISSING",
            "text": "อยู่ระหว่างแต่งตั้ง",
        },
        prepare=stand_as_draft,
    ),
    mutation(
        "sendToCommittee",
        OWN_CHANGES,
        lambda things: {"planId": things.gid("Plan"), "version": things.plan_version},
        prepare=stand_as_draft,
    ),
    mutation(
        "takeBack",
        OWN_CHANGES,
        lambda things: {"planId": things.gid("Plan"), "version": things.plan_version},
        prepare=stand_in_committee,
    ),
    mutation(
        "submitPlan",
        ADOPTS,
        lambda things: {"planId": things.gid("Plan"), "version": things.plan_version},
        prepare=stand_in_committee,
    ),
    mutation(
        "returnPlan",
        REVIEWS,
        lambda things: {
            "revisionId": things.gid("Revision"),
            "reasons": [
                {
                    "part": "ROW",
                    "initiativeId": things.gid("Initiative"),
                    "reason": canary(Tenant.OWN, Stage.SUBMITTED, "reason"),
                }
            ],
        },
        prepare=stand_submitted,
    ),
    mutation(
        "acceptPlan",
        REVIEWS,
        lambda things: {"revisionId": things.gid("Revision")},
        prepare=stand_submitted,
    ),
    mutation(
        "setConsistency",
        REVIEWS,
        lambda things: {
            "revisionId": things.gid("Revision"),
            "initiativeIds": [things.gid("Initiative")],
            "verdict": "CONSISTENT",
        },
        prepare=stand_submitted,
    ),
    mutation(
        "addComment",
        outcomes(
            stranger=NOT_FOUND,
            elsewhere=NOT_FOUND,
            members=OK,
            area=OK,
            operator=FORBIDDEN,
            viewer=FORBIDDEN,
            nation=FORBIDDEN,
        ),
        lambda things: {
            "revisionId": things.gid("Revision"),
            "initiativeId": things.gid("Initiative"),
            "text": canary(Tenant.OWN, Stage.SUBMITTED, "comment"),
        },
        prepare=stand_submitted,
    ),
    mutation(
        "adoptPlan",
        ADOPTS,
        lambda things: {
            "planId": things.gid("Plan"),
            "version": things.plan_version,
            "signedBy": canary(Tenant.OWN, Stage.SUBMITTED, "signer"),
            "signedAs": "นายก",
            "orderNumber": "๒/๒๕๖๑",
            "signedOn": "2018-01-15",
        },
        prepare=stand_accepted,
    ),
    mutation(
        "publishPlan",
        ADOPTS,
        lambda things: {"planId": things.gid("Plan"), "version": things.plan_version},
        prepare=stand_adopted,
    ),
    mutation(
        "setProgress",
        OWN_CHANGES,
        lambda things: {
            "fiscalYear": 2561,
            "round": "SIX_MONTHS",
            "entries": [
                {
                    "initiativeId": things.gid("Reported"),
                    "version": things.progress_version,
                    "status": "IN_PROGRESS",
                }
            ],
        },
    ),
    mutation(
        "unlockProgress",
        ADOPTS,
        lambda things: {
            "fiscalYear": 2561,
            "round": "SIX_MONTHS",
            "initiativeId": things.gid("Reported"),
            "reason": "เหตุผล",
        },
        prepare=stand_locked,
    ),
    mutation(
        "submitReport",
        {**ADOPTS, **dict.fromkeys((Who.STRANGER, Who.APPROVER, Who.DELEGATE), "CONFLICT")},
        lambda _things: {"fiscalYear": 2561, "round": "SIX_MONTHS", "fingerprint": "unseen"},
        about="of another sheet than the one there is",
        names_things=False,
    ),
    mutation(
        "setSar",
        {**OWN_CHANGES, Who.STRANGER: "CONFLICT", Who.EDITOR: "CONFLICT", Who.APPROVER: "CONFLICT"},
        lambda _things: {
            "fiscalYear": 2561,
            "entries": [{"dimensionCode": "1", "version": 99, "selfScore": "50"}],
        },
        about="over a version that there is not",
        names_things=False,
    ),
    mutation(
        "setSarScore",
        {
            **everybody(FORBIDDEN),
            Who.NEIGHBOUR_PROVINCE: NOT_FOUND,
            Who.PROVINCE: OK,
        },
        lambda things: {
            "reportId": things.gid("Report"),
            "scores": [{"dimensionCode": "1", "score": "75.5"}],
        },
    ),
    mutation(
        "setCentralScore",
        {
            **everybody(FORBIDDEN),
            Who.NEIGHBOUR_PROVINCE: NOT_FOUND,
            Who.PROVINCE: OK,
        },
        lambda things: {
            "reportId": things.gid("Report"),
            "source": canary(Tenant.OWN, Stage.SUBMITTED, "source"),
            "scoredOn": "2018-11-30",
            "scores": [{"dimensionCode": "1", "score": "75.5"}],
        },
    ),
    Case(
        "GET /reports/central.xlsx",
        "",
        ask_for_central,
        OF_SCORERS,
        names_things=False,
    ),
    Case(
        "POST /reports/central/preview",
        "of a table",
        send_central,
        OF_SCORERS,
        names_things=False,
    ),
    mutation(
        "carryOver",
        {**OWN_CHANGES, Who.EDITOR: "SAME_EDITION", Who.APPROVER: "SAME_EDITION"},
        lambda things: {
            "fiscalYear": 2561,
            "planId": things.gid("Plan"),
            "rows": [{"initiativeId": things.gid("Reported"), "missionCode": "1.1"}],
        },
    ),
    Case(
        "GET /reports/sheet.xlsx",
        "",
        ask_for_sheet,
        OF_ONES_OWN,
        names_things=False,
    ),
    Case(
        "POST /reports/preview",
        "of a file that is none",
        send_no_workbook,
        {
            **OWN_CHANGES,
            Who.STRANGER: "WORKBOOK_UNKNOWN",
            Who.EDITOR: "WORKBOOK_UNKNOWN",
            Who.APPROVER: "WORKBOOK_UNKNOWN",
        },
        names_things=False,
    ),
    mutation(
        "openAmendment",
        ADOPTS,
        lambda things: {
            "planId": things.gid("Plan"),
            "version": things.plan_version,
            "kind": "ADD",
            "reason": "เหตุผล",
        },
        prepare=stand_adopted,
    ),
    mutation(
        "setAmendment",
        OWN_CHANGES,
        lambda things: {
            "id": things.gid("Amendment"),
            "version": 1,
            "kind": "CORRECT",
            "reason": "เหตุผล",
        },
        prepare=stand_amending,
    ),
    mutation(
        "setAmendmentReason",
        OWN_CHANGES,
        lambda things: {
            "amendmentId": things.gid("Amendment"),
            "initiativeId": things.gid("Initiative"),
            "version": 0,
            "reason": "เหตุผล",
        },
        prepare=stand_amending,
    ),
    mutation(
        "cancelAmendment",
        ADOPTS,
        lambda things: {"planId": things.gid("Plan"), "version": things.plan_version},
        prepare=stand_amending,
    ),
    mutation(
        "correctReading",
        OWN_CHANGES,
        lambda things: {
            "documentId": things.gid("Document"),
            "version": things.reading_version,
            "correction": ONE_CORRECTION,
        },
    ),
    mutation(
        "explainFinding",
        OWN_CHANGES,
        lambda things: {
            "documentId": things.gid("Document"),
            "version": things.reading_version,
            "findingKey": things.finding,
            "text": "เหตุผล",
        },
    ),
    mutation(
        "acceptDocument",
        {**OWN_CHANGES, Who.EDITOR: "DRAFT_EXISTS", Who.APPROVER: "DRAFT_EXISTS"},
        lambda things: {"documentId": things.gid("Document"), "version": things.reading_version},
    ),
    mutation("discardDocument", OWN_CHANGES, lambda things: {"documentId": things.gid("Document")}),
    mutation(
        "switchPost",
        {**everybody(NOT_FOUND), Who.EDITOR: OK},
        lambda things: {"postId": things.gid("Post")},
        about="to another person's post",
    ),
    # One's own, in whatever post.
    query("notifications", {**everybody(EMPTY), Who.EDITOR: OK}, "first: 5"),
    Case(
        "Query.notifications",
        "behind a notification",
        graphql(
            whole_query("notifications", "first: 5, after: $after", "$after: String"),
            lambda things: {"after": things.gid("Notification")},
        ),
        {**everybody(NOT_FOUND), Who.EDITOR: EMPTY},
    ),
    *(
        Case(
            "Query._entities",
            f"of a {type_name}",
            entity(type_name),
            # A list with a null for who may not see it: whose words come is looked at.
            SIGNED_IN,
            names_things=False,
        )
        for type_name in ("Revision", "SubmittedInitiative")
    ),
    Case("Query._service", "", graphql("{ _service { sdl } }"), ANYBODY, names_things=False),
    Case("Query.unreadCount", "", graphql("{ unreadCount }"), SIGNED_IN, names_things=False),
    query("savedViews", SIGNED_IN),
    mutation(
        "saveView",
        SIGNED_IN,
        lambda _things: {"name": "งบต่อหัว", "query": "tab=pivot&rows=DISTRICT"},
        names_things=False,
    ),
    mutation(
        "removeView",
        everybody(NOT_FOUND),
        lambda things: {"id": things.gid("SavedView")},
        about="of nobody",
    ),
    mutation(
        "upsertInitiatives",
        OWN_CHANGES,
        lambda things: {
            "planId": things.gid("Plan"),
            "system": "e-laas",
            "rows": [
                {
                    "externalId": str(things.initiative),
                    "id": things.gid("Initiative"),
                    "budgets": [{"fiscalYear": 2561, "state": "NONE"}],
                }
            ],
        },
    ),
    Case(
        "Query.initiative",
        "by its id",
        graphql(
            whole_query("initiative", "by: {id: $id}", "$id: ID!"),
            lambda things: {"id": things.gid("Initiative")},
        ),
        OWN_ROWS,
    ),
    Case(
        "Query.initiative",
        "by another system's name",
        graphql(
            whole_query(
                "initiative", 'by: {external: {system: "seed", value: $value}}', "$value: String!"
            ),
            lambda things: {
                "value": f"{canary(Tenant.OWN, Stage.PRIVATE, 'external')} {things.initiative}"
            },
        ),
        OWN_ROWS,
    ),
    query("externalReferences", {**OWN_ROWS, Who.STRANGER: OK}, "first: 50"),
    mutation(
        "removeExternalReferences",
        OWN_CHANGES,
        lambda things: {"ids": [things.gid("ExternalReference")]},
        prepare=stand_named,
    ),
    Case(
        "Query.exportJobs",
        "",
        graphql(whole_query("exportJobs", "first: 5")),
        {**everybody(EMPTY), Who.EDITOR: OK},
        names_things=False,
    ),
    Case(
        "Query.exportJob",
        "",
        graphql(
            whole_query("exportJob", "id: $id", "$id: ID!"),
            lambda things: {"id": things.gid("ExportJob")},
        ),
        {**everybody(NULL), Who.EDITOR: OK},
    ),
    mutation(
        "startExport",
        {**SIGNED_IN, Who.OPERATOR: FORBIDDEN},
        # With a key: asked again it is the same export, so that nobody meets the limit.
        lambda _things: {"preset": "SUBMITTED", "format": "JSONL", "idempotencyKey": "k1"},
        names_things=False,
    ),
    Case(
        "GET /exports/{export_id}/file",
        "",
        ask_for_export,
        {**everybody(NOT_FOUND), Who.EDITOR: OK},
    ),
    Case(
        "GET /exports/{export_id}/manifest",
        "",
        ask_for_manifest,
        {**everybody(NOT_FOUND), Who.EDITOR: OK},
    ),
    query("mailSetting", SIGNED_IN),
    query("mails", SIGNED_IN),
    mutation(
        "markRead",
        {**everybody(NOT_FOUND), Who.EDITOR: OK},
        lambda things: {"ids": [things.gid("Notification")]},
    ),
    mutation(
        "setMailSetting",
        SIGNED_IN,
        lambda _things: {"digest": "DAILY", "language": "TH"},
        names_things=False,
    ),
    mutation(
        "setMailAddress",
        SIGNED_IN,
        lambda _things: {"address": "somsri@phrae.go.th"},
        names_things=False,
    ),
    mutation(
        "confirmMailAddress",
        everybody("CODE_EXPIRED"),
        lambda _things: {"code": "12345678"},
        names_things=False,
    ),
    # Files.
    Case(
        "POST /documents",
        "",
        upload,
        outcomes(
            stranger=OK,
            elsewhere=FORBIDDEN,
            members=OK,
            area=FORBIDDEN,
            operator=FORBIDDEN,
            viewer=FORBIDDEN,
        ),
        changes=True,
        names_things=False,
    ),
    Case(
        "GET /documents/{document_id}/file",
        "",
        ask_for_file,
        outcomes(
            stranger=NOT_FOUND, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN
        ),
    ),
    page("/documents/template.xlsx", SIGNED_IN),
    Case(
        "Query.attachments",
        "of a plan",
        graphql(
            whole_query("attachments", "subjectType: PLAN, subjectId: $id", "$id: ID!"),
            lambda things: {"id": things.gid("Plan")},
        ),
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
    ),
    query(
        "attachmentLimits",
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
    ),
    # The standing file is beside a report that is not there; a delegate may change reports' files.
    mutation("removeAttachment", OF_A_LOST_REPORT, lambda things: {"id": things.gid("Attachment")}),
    mutation(
        "restoreAttachment", OF_A_LOST_REPORT, lambda things: {"id": things.gid("Attachment")}
    ),
    Case(
        "POST /attachments/{subject_type}/{subject_id}",
        "",
        attach,
        OWN_CHANGES,
        changes=True,
    ),
    Case(
        "POST /attachments/{subject_type}/{subject_id}",
        "of an entry",
        attach_evidence,
        OWN_CHANGES,
        changes=True,
    ),
    Case(
        "POST /attachments/{subject_type}/{subject_id}",
        "of a report",
        attach_to_report,
        ADOPTS,
        changes=True,
    ),
    Case(
        "Query.attachments",
        "of an entry",
        graphql(
            whole_query("attachments", "subjectType: PROGRESS, subjectId: $id", "$id: ID!"),
            lambda things: {"id": things.gid("Progress")},
        ),
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
    ),
    Case(
        "Query.attachments",
        "of a report",
        graphql(
            whole_query("attachments", "subjectType: REPORT, subjectId: $id", "$id: ID!"),
            lambda things: {"id": things.gid("Report")},
        ),
        outcomes(
            stranger=NOT_FOUND, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN
        ),
    ),
    Case(
        "GET /attachments/{attachment_id}/file",
        "before it is submitted",
        ask_for_attachment,
        outcomes(
            stranger=NOT_FOUND,
            elsewhere=NOT_FOUND,
            members=OK,
            area=NOT_FOUND,
            operator=FORBIDDEN,
        ),
    ),
    mutation(
        "grantSigning",
        DELEGATES,
        lambda things: {
            "toPostId": things.gid("Post"),
            "kind": "ACTING",
            "position": canary(Tenant.OWN, Stage.SUBMITTED, "position"),
            "firstOn": in_days(100),
            "lastOn": in_days(101),
            "orderNumber": "๙/๒๕๖๙",
            "reason": canary(Tenant.OWN, Stage.PRIVATE, "why"),
        },
    ),
    mutation("revokeSigning", DELEGATES, lambda things: {"id": things.gid("Delegation")}),
    query("sessions", SIGNED_IN),
    mutation(
        "endSession",
        {**everybody(NOT_FOUND), Who.SIGNED_OUT: "UNAUTHENTICATED"},
        lambda things: {"id": things.gid("Session")},
    ),
    query("secondStep", SIGNED_IN),
    mutation(
        "beginSecondStep",
        {**everybody("SIGN_IN_FAILED"), Who.SIGNED_OUT: "UNAUTHENTICATED"},
        lambda _things: {"password": "wrong"},
        names_things=False,
    ),
    mutation(
        "confirmSecondStep",
        {**everybody("SECOND_STEP_NOT_BEGUN"), Who.SIGNED_OUT: "UNAUTHENTICATED"},
        lambda _things: {"code": "000000"},
        names_things=False,
    ),
    mutation(
        "endSecondStep",
        {**everybody("SIGN_IN_FAILED"), Who.SIGNED_OUT: "UNAUTHENTICATED"},
        lambda _things: {"password": "wrong", "code": "000000"},
        names_things=False,
    ),
    query("identities", SIGNED_IN),
    mutation(
        "unlinkIdentity",
        {**everybody(NOT_FOUND), Who.SIGNED_OUT: "UNAUTHENTICATED"},
        lambda things: {"id": things.gid("Identity")},
    ),
    query("accountEvents", SIGNED_IN, "first: 20"),
    query("apiTokens", SIGNED_IN),
    query("tokenScopes", SIGNED_IN),
    mutation(
        "createApiToken",
        {**SIGNED_IN, Who.OPERATOR: "TOKEN_SCOPES", Who.NATION: OK},
        lambda things: {
            "name": "สำเนา",
            "scopes": ["PLAN_READ"],
            "expiresAt": f"{in_days(30)}T00:00:00Z",
        },
        names_things=False,
    ),
    mutation(
        "rotateApiToken",
        {**everybody(NOT_FOUND), Who.SIGNED_OUT: "UNAUTHENTICATED"},
        lambda things: {"id": things.gid("ApiToken"), "expiresAt": f"{in_days(30)}T00:00:00Z"},
    ),
    mutation(
        "revokeApiToken",
        {**everybody(NOT_FOUND), Who.SIGNED_OUT: "UNAUTHENTICATED"},
        lambda things: {"id": things.gid("ApiToken")},
    ),
    query("programActs", {**DELEGATES, Who.STRANGER: OK}, "first: 50"),
    query("webhooks", {**DELEGATES, Who.STRANGER: OK}),
    Case(
        "Query.webhookMessages",
        "",
        graphql(
            whole_query("webhookMessages", "webhookId: $id, first: 5", "$id: ID!"),
            lambda things: {"id": things.gid("Webhook")},
        ),
        DELEGATES,
    ),
    mutation(
        "addWebhook",
        {**DELEGATES, Who.STRANGER: OK},
        lambda things: {"url": "https://receiver.example/new", "events": ["PLAN_SUBMITTED"]},
        names_things=False,
    ),
    mutation(
        "setWebhook",
        DELEGATES,
        lambda things: {
            **webhook_as_seen(things),
            "url": "https://receiver.example/other",
            "events": ["PLAN_SUBMITTED"],
        },
    ),
    mutation("rotateWebhookSecret", DELEGATES, webhook_as_seen),
    mutation("removeWebhook", DELEGATES, webhook_as_seen),
    mutation("testWebhook", DELEGATES, lambda things: {"id": things.gid("Webhook")}),
    mutation(
        "replayWebhookMessage", DELEGATES, lambda things: {"id": things.gid("WebhookMessage")}
    ),
    mutation(
        "replayWebhook",
        DELEGATES,
        lambda things: {"id": things.gid("Webhook"), "after": 0, "through": 1},
    ),
    # The doors themselves, and what is public.
    Case("POST /auth/sign-in", "", sign_in_wrongly, everybody(*["SIGN_IN_FAILED"] * 2)),
    page("/auth/providers", ANYBODY),
    Case("POST /auth/oidc/{key}/begin", "", begin_nowhere, everybody(*["OIDC_UNKNOWN"] * 2)),
    Case("GET /auth/oidc/{key}/callback", "", come_back_from_nowhere, everybody(*["303"] * 2)),
    Case("POST /oauth/token", "", buy_nothing, everybody(*["invalid_client"] * 2)),
    page("/.well-known/oauth-authorization-server", ANYBODY),
    Case("POST /auth/sign-out", "", sign_out, ANYBODY, names_things=False),
    Case("POST /graphql", "", ask_nothing, ANYBODY, names_things=False),
    page("/graphql", everybody(*["OPERATION_UNREADABLE"] * 2)),
    page("/health/live", ANYBODY),
    page("/health/ready", ANYBODY),
    page("/schema.graphql", ANYBODY),
    page("/schema-changes.md", ANYBODY),
    query(
        "publications",
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
    ),
    mutation(
        "publishReport",
        # The approver has just published it: the right is there, the report is out.
        {**ADOPTS, Who.DELEGATE: "ALREADY_PUBLISHED"},
        lambda things: {"reportId": things.gid("Report")},
    ),
    mutation(
        "withdrawPublication",
        {**ADOPTS, Who.APPROVER: NOT_FOUND, Who.DELEGATE: NOT_FOUND},
        lambda _things: {"kind": "PLAN", "period": EDITION, "number": 77, "reason": "ทดสอบ"},
        about="of a number that nobody published",
        names_things=False,
    ),
    # What is published: the same for everybody. Of the organisation next door, since `publishPlan`
    # above publishes texts that stand for submitted ones.
    page("/public", ANYBODY),
    page("/public?province=54", ANYBODY, about="of a province"),
    page("/public/style.css", ANYBODY),
    page("/public/catalogue.jsonld", ANYBODY),
    page("/public/catalogue.ckan.json", ANYBODY),
    page("/public/9000001", ANYBODY, about="of an organisation"),
    page("/public/9000001.json", ANYBODY, about="of an organisation, as data"),
    page("/public/9000001/2561-2564/plan", ANYBODY),
    page("/public/9000001/2561-2564/plan.json", ANYBODY),
    page("/public/9000001/2561/follow-up", everybody("404", signed_out="404"), about="not there"),
    page("/public/9000001/2561-2564/plan/2", ANYBODY),
    page("/public/9000001/2561-2564/plan/2.json", ANYBODY),
    page("/public/9000001/2561-2564/plan/2.csv", ANYBODY),
    page("/public/9000001/2561-2564/plan/2.xlsx", ANYBODY),
    page("/public/9000001/2561-2564/plan/2.zip", ANYBODY),
    page("/public/9000001/2561-2564/plan/2.datapackage.json", ANYBODY),
    page("/public/9000001/2561-2564/plan/2.jsonld", ANYBODY),
    page("/public/9000001/2561-2564/plan/2.ckan.json", ANYBODY),
    page("/robots.txt", ANYBODY),
    page("/sitemap.xml", ANYBODY),
    page("/", ANYBODY),
    page("/plan/of/nobody", ANYBODY, about="any address of the front end"),
    page("/documents/of-nobody", ANYBODY, about="the page of a document, before it asks"),
    page("/assets/app.js", ANYBODY),
    page("/developers", ANYBODY, about="the page for developers"),
    page("/developers.json", ANYBODY),
    page("/graphiql", ANYBODY),
    page("/graphiql/index.html", ANYBODY),
)

ROUTES_OF_PAGES = {
    "GET /public?province=54": "GET /public",
    "GET /public/9000001": "GET /public/{code}",
    "GET /public/9000001.json": "GET /public/{code}",
    "GET /public/9000001/2561-2564/plan": "GET /public/{code}/{period}/{name}",
    "GET /public/9000001/2561-2564/plan.json": "GET /public/{code}/{period}/{name}",
    "GET /public/9000001/2561/follow-up": "GET /public/{code}/{period}/{name}",
    "GET /public/9000001/2561-2564/plan/2": "GET /public/{code}/{period}/{name}/{number}",
    "GET /public/9000001/2561-2564/plan/2.json": "GET /public/{code}/{period}/{name}/{number}",
    "GET /public/9000001/2561-2564/plan/2.csv": "GET /public/{code}/{period}/{name}/{number}",
    "GET /public/9000001/2561-2564/plan/2.xlsx": "GET /public/{code}/{period}/{name}/{number}",
    "GET /public/9000001/2561-2564/plan/2.zip": "GET /public/{code}/{period}/{name}/{number}",
    "GET /public/9000001/2561-2564/plan/2.datapackage.json": (
        "GET /public/{code}/{period}/{name}/{number}"
    ),
    "GET /public/9000001/2561-2564/plan/2.jsonld": "GET /public/{code}/{period}/{name}/{number}",
    "GET /public/9000001/2561-2564/plan/2.ckan.json": "GET /public/{code}/{period}/{name}/{number}",
    "GET /documents/of-nobody": "GET /documents/{path}",
    "GET /plan/of/nobody": "GET /{path}",
    "GET /developers": "GET /{path}",
    "GET /outlines/54/district.json": "GET /outlines/{province_code}/{file}",
    "GET /assets/app.js": "GET /assets/{file_path}",
    "GET /graphiql/index.html": "GET /graphiql/{file_path}",
}
"""Routes with a made-up path in the table."""
