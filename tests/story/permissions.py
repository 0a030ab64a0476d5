"""Who gets what: one row for every address of the site, and six people who ask for it.

A row has two lines of answers, to GET and to POST, in the order of ``PEOPLE``; ``login`` leads to the log-in page. What
is posted is empty, so 422 says: you may, but fill it in. The words after them name the objects in the address: ids of
client A's world, or after ``=`` the text itself.
"""

from dataclasses import dataclass, field

PEOPLE = ("nobody", "Ane", "Eve", "Dora", "Bob", "phone")


@dataclass(frozen=True)
class Row:
    get: str
    post: str
    objects: dict[str, str] = field(default_factory=dict)

    def answers(self, method: str) -> dict[str, str]:
        return dict(zip(PEOPLE, (self.get if method == "get" else self.post).split(), strict=True))


def row(get: str, post: str, **objects: str) -> Row:
    return Row(get, post, objects)


def all_(code: int) -> str:
    """Everybody, also who is not logged in."""
    return " ".join([str(code)] * len(PEOPLE))


def people(code: int) -> str:
    """Everybody who is logged in, whichever client's."""
    return f"login {code} {code} {code} {code} login"


def facilitators(code: int) -> str:
    """Facilitators of any client: pages outside the engagements."""
    return f"login {code} 403 403 {code} login"


def members(code: int) -> str:
    """Everybody in client A."""
    return f"login {code} {code} {code} 404 login"


def facilitator(code: int) -> str:
    """The facilitator of client A alone."""
    return f"login {code} 403 403 404 login"


def editors(code: int) -> str:
    """The facilitator, and the department's own lead."""
    return f"login {code} 403 {code} 404 login"


NO, NOBODY = "login 405 405 405 405 login", all_(405)
READ, MANAGE, EDIT = members(200), facilitator(200), editors(200)

TABLE = {
    "admin": row("login login login login login login", "login login login login login login"),
    "home": row("login 200 200 302 200 login", NO),
    "new_engagement": row(facilitators(200), facilitators(422)),
    "set_language": row(NOBODY, all_(302)),
    "person": row(people(200), people(302)),
    "goto": row(people(200), NO),
    "account_login": row("200 302 302 302 302 200", "200 302 302 302 302 200"),
    "account_logout": row("302 200 200 200 200 302", all_(302)),
    "account_inactive": row(all_(200), NOBODY),
    "account_signup": row("200 302 302 302 302 200", "200 302 302 302 302 200"),
    "account_change_password": row(people(200), people(200)),
    "account_set_password": row(people(302), people(302)),
    "account_reset_password": row(all_(200), all_(200)),
    "account_reset_password_done": row(all_(200), NOBODY),
    "account_reset_password_from_key_done": row(all_(200), NOBODY),
    "account_reset_password_from_key": row(all_(200), all_(200), uidb36="=1", key="=set-password"),
    "handbook:home": row(all_(200), NOBODY),
    "handbook:method": row(all_(200), NOBODY, key="=krippendorffs-alpha"),
    "join:code": row(all_(200), all_(422)),
    "join:room": row("302 302 302 302 302 200", NOBODY),
    "join:live": row("286 286 286 286 286 200", NOBODY),
    "join:ballot": row(NOBODY, all_(302)),
    "join:language": row(NOBODY, all_(302)),
    "join:dissent": row(NOBODY, all_(302)),
    "join:board": row(all_(204), NOBODY),
    "join:add_card": row(NOBODY, all_(302)),
    "join:change_card": row(NOBODY, all_(302)),
    "join:dot": row(NOBODY, all_(302)),
    "join:ball": row(NOBODY, all_(302)),
    "join:answers": row("302 302 302 302 302 200", NOBODY),
    "join:answers_file": row("302 302 302 302 302 200", NOBODY),
    "join:delete_answers": row(NOBODY, all_(302)),
    "join:door": row("200 200 200 200 200 302", "422 422 422 422 422 302"),
    "job": row(READ, NO),
    "cancel_job": row(NO, facilitator(302)),
    "stop_job": row(NO, facilitator(302)),
    "library:home": row(facilitators(200), facilitators(422)),
    "library:file": row(READ, NO),
    "import_workbook": row(facilitators(200), facilitators(422)),
    "faulty_workbook": row(people(404), NO),
    "blank_workbook": row(people(200), NO),
    "clients:home": row(READ, NO),
    "clients:settings": row(MANAGE, facilitator(422)),
    "clients:departments": row(MANAGE, facilitator(422)),
    "clients:department": row(MANAGE, facilitator(422)),
    "clients:members": row(MANAGE, facilitator(422)),
    "clients:member": row(MANAGE, facilitator(422)),
    "clients:remove_member": row(NO, facilitator(302)),
    "clients:invite_again": row(NO, facilitator(302)),
    "export_workbook": row(MANAGE, NO),
    "imports": row(MANAGE, NO),
    # Much hangs on what was imported here.
    "undo_import": row(NO, facilitator(409), pk="imported"),
    "remove_absent": row(NO, facilitator(302), pk="imported"),
    "framework:home": row(READ, NO),
    "framework:choose": row(MANAGE, NO),
    "framework:use": row(NO, facilitator(302)),
    "workshop:home": row(READ, NO),
    "workshop:new": row(MANAGE, facilitator(422)),
    "workshop:prepare": row(MANAGE, facilitator(422)),
    "workshop:invite": row(MANAGE, NO),
    "workshop:poster": row(MANAGE, NO),
    "workshop:poster_pdf": row(MANAGE, NO),
    "workshop:calendar": row(facilitator(409), NO),
    "workshop:presurvey": row(MANAGE, NO),
    "workshop:start_presurvey": row(NO, facilitator(409)),
    "workshop:end_presurvey": row(NO, facilitator(409)),
    "workshop:compare": row(READ, NO),
    "workshop:session": row(READ, NO),
    "workshop:result": row(READ, NO),
    "workshop:minutes": row(READ, NO),
    "workshop:minutes_pdf": row(READ, NO),
    "workshop:ballots": row(MANAGE, NO, kind="=csv"),
    "workshop:console": row(MANAGE, NO),
    "workshop:board": row(MANAGE, NO),
    "workshop:close": row(NO, facilitator(409)),
    "workshop:begin": row(NO, facilitator(302)),
    "workshop:open": row(NO, facilitator(302)),
    "workshop:go_on": row(NO, facilitator(409)),
    "workshop:second_round": row(NO, facilitator(409)),
    "workshop:skip": row(NO, facilitator(409)),
    "workshop:reopen_statement": row(NO, facilitator(409)),
    "workshop:turn_to": row(NO, facilitator(409), activity="=break"),
    "workshop:dissent": row(NO, facilitator(409)),
    "workshop:withdraw": row(NO, facilitator(409)),
    "workshop:comment": row(NO, facilitator(302)),
    "workshop:participants": row(MANAGE, NO),
    "workshop:merge": row(NO, facilitator(422)),
    "workshop:part": row(NO, facilitator(302)),
    "workshop:notes": row(NO, facilitator(302)),
    "workshop:reveal": row(NO, facilitator(302)),
    "workshop:projector": row(MANAGE, NO),
    "workshop:screen": row(MANAGE, NO),
    "workshop:cards": row(MANAGE, NO),
    "workshop:group_cards": row(NO, facilitator(409)),
    "workshop:rename_group": row(NO, facilitator(409)),
    "workshop:hide_card": row(NO, facilitator(409)),
    "workshop:beside": row(READ, NO),
    "workshop:balls": row(MANAGE, NO),
    "workshop:show_balls": row(NO, facilitator(409)),
    "workshop:erase_word": row(NO, facilitator(409)),
    "workshop:qr": row(MANAGE, NO),
    "workshop:rehearsal": row(MANAGE, facilitator(302)),
    "workshop:rehearsal_play": row(NO, facilitator(302)),
    "workshop:rehearsal_end": row(NO, facilitator(409)),
    "workshop:reopen_session": row(facilitator(409), facilitator(409)),
    "assessment:home": row(READ, NO),
    "assessment:agreement": row(READ, NO),
    "assessment:targets": row(MANAGE, facilitator(302)),
    "assessment:waves": row(READ, NO),
    "assessment:add_wave": row(MANAGE, facilitator(422)),
    "assessment:wave": row(MANAGE, facilitator(422), pk="wave"),
    "assessment:remove_wave": row(NO, facilitator(302), pk="wave"),
    "assessment:place": row(MANAGE, facilitator(422)),
    "assessment:dimension": row(READ, NO, key="=customer-care"),
    "assessment:outcomes": row(READ, NO, key="=customer-care"),
    "journey:home": row(READ, NO),
    "journey:print": row(READ, NO),
    "journey:scores": row(READ, NO),
    "journey:example": row(NO, facilitator(409)),
    "journey:add_journey": row(MANAGE, facilitator(422)),
    "journey:journey": row(MANAGE, facilitator(422), pk="journey"),
    "journey:stage": row(MANAGE, facilitator(422), pk="stage"),
    "journey:move_stage": row(NO, facilitator(302), pk="stage"),
    "journey:remove_stage": row(NO, facilitator(409), pk="stage"),
    "journey:persona": row(MANAGE, facilitator(422), pk="persona"),
    "journey:add": row(MANAGE, facilitator(422)),
    "journey:touchpoint": row(READ, NO, pk="touchpoint"),
    "journey:edit": row(EDIT, editors(422), pk="touchpoint"),
    "journey:cell": row(editors(302), editors(302), pk="touchpoint", cell="=need"),
    "journey:move": row(NO, facilitator(409), pk="touchpoint"),
    "journey:put": row(NO, facilitator(409), pk="touchpoint"),
    "journey:copy": row(NO, facilitator(302), pk="touchpoint"),
    "journey:archive": row(NO, facilitator(302), pk="touchpoint"),
    "journey:restore": row(NO, facilitator(302), pk="archived touchpoint"),
    "journey:ratings": row(NO, facilitator(422), pk="touchpoint"),
    "journey:add_set_piece": row(EDIT, editors(422), pk="touchpoint"),
    "journey:set_piece": row(EDIT, editors(422), pk="set piece"),
    "journey:remove_set_piece": row(NO, editors(302), pk="set piece"),
    "journey:restore_set_piece": row(NO, editors(302), pk="removed set piece"),
    "channels:home": row(READ, NO),
    "channels:add_channel": row(MANAGE, facilitator(422)),
    "channels:channel": row(EDIT, editors(422), pk="channel"),
    "channels:delete_channel": row(NO, facilitator(409), pk="channel"),
    "channels:add_handoff": row(MANAGE, facilitator(422)),
    "channels:handoff": row(MANAGE, facilitator(422), pk="handoff"),
    "channels:delete_handoff": row(NO, facilitator(302), pk="handoff"),
    "channels:paths": row(READ, NO),
    "channels:what_if": row(READ, NO),
    "channels:add_path": row(MANAGE, facilitator(422)),
    "channels:path": row(MANAGE, facilitator(422), pk="path"),
    "channels:delete_path": row(NO, facilitator(302), pk="path"),
    "channels:systems": row(READ, NO),
    "channels:add_system": row(MANAGE, facilitator(422)),
    "channels:system": row(EDIT, editors(422), pk="system"),
    "channels:delete_system": row(NO, facilitator(302), pk="system"),
    "channels:add_link": row(MANAGE, facilitator(422)),
    "channels:link": row(MANAGE, facilitator(422), pk="link"),
    "channels:delete_link": row(NO, facilitator(302), pk="link"),
    "channels:undo": row(NO, facilitator(302), change_id="deleted row"),
    "initiatives:home": row(READ, NO),
    "initiatives:picture": row(READ, NO, theme="=light"),
    "initiatives:estimates": row(READ, NO),
    "initiatives:guard_rails": row(READ, NO),
    "initiatives:suggestions": row(READ, NO),
    "initiatives:take_suggestion": row(NO, facilitator(302), key="=ask-and-watch"),
    "initiatives:archived": row(READ, NO),
    "initiatives:new": row(EDIT, editors(422)),
    "initiatives:initiative": row(READ, NO),
    "initiatives:edit": row(EDIT, editors(422)),
    "initiatives:archive": row(NO, editors(302)),
    "initiatives:restore": row(NO, editors(302), initiative_id="archived initiative"),
    "initiatives:rate": row(READ, members(422)),
    "initiatives:remove_estimate": row(NO, "login 302 404 404 404 login"),
    "initiatives:new_benefit": row(EDIT, editors(422)),
    "initiatives:benefit": row(EDIT, editors(422), part_id="benefit"),
    "initiatives:remove_benefit": row(NO, editors(302), part_id="benefit"),
    "initiatives:new_measure": row(EDIT, editors(422)),
    "initiatives:measure": row(EDIT, editors(422), part_id="measure"),
    "initiatives:remove_measure": row(NO, editors(302), part_id="measure"),
    "plan:home": row(READ, NO),
    "plan:work_out": row(NO, facilitator(302)),
    "plan:budget": row(NO, facilitator(302)),
    "plan:add_pin": row(NO, facilitator(302)),
    "plan:pin": row(NO, facilitator(302)),
    "business_case:home": row(READ, NO),
    "business_case:quarters": row(READ, NO),
    "business_case:work_out": row(NO, facilitator(302)),
    "business_case:plot": row(READ, NO, name="=cash-flow", mode="=light"),
    "business_case:terms": row(MANAGE, facilitator(422)),
    "business_case:driver_base": row(MANAGE, facilitator(302), slug="=cost-to-serve"),
    "business_case:do_nothing": row(MANAGE, facilitator(422)),
    "business_case:add_assumption": row(MANAGE, facilitator(422)),
    "business_case:assumption": row(MANAGE, facilitator(422)),
    "business_case:delete_assumption": row(NO, facilitator(302)),
    "business_case:take_over": row(NO, facilitator(302), key="=retained-with-omnichannel"),
    "follow_up:home": row(READ, NO),
    "follow_up:history": row(READ, NO),
    "follow_up:item": row(READ, editors(422)),
    "follow_up:delete_reading": row(NO, editors(302)),
    "report:home": row(READ, NO),
    "report:make": row(NO, "login 302 302 403 404 login"),
    "report:page": row(READ, NO),
    "report:picture": row(members(404), NO, name="=x"),
    "report:download": row(READ, NO),
}
