from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import astuple, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deflect.cleaning import Cleaner, cleaner
from deflect.config import PrivacySettings, VendorSettings
from deflect.types import CleanTicket, LeftOut, Message, Requester, Ticket
from tests.cleaning.made import agent, customer, message, ticket

KEY = b"k" * 32
VENDOR = VendorSettings.model_validate({"name": "Acme Maps", "addresses": ("help@acme.example", "@acme.example")})
PRIVACY = PrivacySettings.model_validate({})
CLEANER = Cleaner(VENDOR, PRIVACY, KEY)
STEPS = "Open Settings > Maps and press Save. Then empty the cache of your browser."


def clean(raw: Ticket) -> CleanTicket:
    found = CLEANER.clean(raw)
    assert isinstance(found, CleanTicket)
    return found


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from strings(each)


def everything(found: CleanTicket) -> str:
    return "\n".join(strings(astuple(found)))


def test_a_whole_ticket() -> None:
    raw = ticket(
        customer(
            "<p>Hi Tomos,</p><p>since the update to <b>3.2.1</b> the map is white:</p><pre>TypeError: map is null</pre>"
            "<p>Please see <a href='https://shop.example/map'>the page</a>.</p><p>Kind "
            "regards,<br>Maria Ruiz<br>Shop Ltd</p>",
            "html",
        ),
        agent(
            "Hello Maria,\n\nthank you for contacting us.\n\n1. Open Settings > Maps\n2. Press Save\n\n"
            "I will check with our developers. Let me know if it works!\n\nBest, Tomos – Acme Maps Support\n\n"
            "On 1 Mar 2026 at 10:00, Maria Ruiz <maria@shop.example> wrote:\n> the map is white",
            agent_id="tomos",
        ),
        customer("That worked, thanks!"),
        subject="Re: Map is white",
        requester=Requester("17", "Maria Ruiz", "maria@shop.example"),
        language="en-GB",
        tags=("maps", "v3"),
    )
    found = clean(raw)
    assert found.id == "desk:7"
    assert found.subject == "Map is white"
    assert found.question.startswith("since the update to 3.2.1 the map is white:\n\n```\nTypeError: map is null\n```")
    assert found.answer == "1. Open Settings > Maps\n2. Press Save"
    assert found.language == "en"
    assert found.solved
    assert found.tags == ("maps", "v3")
    assert found.created_at == raw.created_at
    assert found.customer.startswith("c-")
    assert (found.agent or "").startswith("a-")
    for private in ("Maria", "Ruiz", "Tomos", "maria@shop.example", "shop.example"):
        assert private not in everything(found), private


WHOLE = {
    "en": (
        "Hi Lea,\n\nthe map stays white after the update.\n\nKind regards,\nMaria Ruiz",
        "the map stays white after the update.",
        "Hi Maria,\n\nThank you for your message. Please empty the cache of the plugin and "
        "reload the page.\n\nLet me know "
        "if that helps.\n\nBest,\nLea",
        "Please empty the cache of the plugin and reload the page.",
    ),
    "de": (
        "Guten Tag Frau Weber,\n\ndie Karte bleibt nach dem Update weiß.\n\nMit freundlichen Grüßen\nPetra Maier",
        "die Karte bleibt nach dem Update weiß.",
        "Hallo Frau Maier,\n\nvielen Dank für Ihre Nachricht. Leeren Sie den Cache des Plugins "
        "und laden Sie die Seite neu.\n\n"
        "Bei weiteren Fragen melden Sie sich gern.\n\nViele Grüße\nLea Weber",
        "Leeren Sie den Cache des Plugins und laden Sie die Seite neu.",
    ),
    "fr": (
        "Bonjour,\n\nla carte reste blanche après la mise à jour.\n\nCordialement,\nJean Petit",
        "la carte reste blanche après la mise à jour.",
        "Bonjour Jean,\n\nMerci pour votre message. Videz le cache de l'extension et rechargez "
        "la page.\n\nN'hésitez pas à nous "
        "écrire.\n\nBien à vous,\nLea",
        "Videz le cache de l'extension et rechargez la page.",
    ),
    "ar": (
        "مرحبا،\n\nتبقى الخريطة بيضاء بعد التحديث الأخير للإضافة.\n\nمع تحياتي\nأحمد",
        "تبقى الخريطة بيضاء بعد التحديث الأخير للإضافة.",
        "مرحبا أحمد،\n\nشكرا لتواصلك معنا. امسح ذاكرة التخزين المؤقت للإضافة ثم أعد تحميل "
        "الصفحة.\n\nلا تتردد في الكتابة "
        "إلينا.\n\nمع أطيب التحيات\nليلى",
        "امسح ذاكرة التخزين المؤقت للإضافة ثم أعد تحميل الصفحة.",
    ),
    "cy": (
        "Helo Tomos,\n\nmae'r map yn aros yn wyn ar ôl y diweddariad.\n\nCofion,\nGwen",
        "mae'r map yn aros yn wyn ar ôl y diweddariad.",
        "Helo Gwen,\n\nDiolch am eich neges. Cliriwch storfa'r ategyn ac ail-lwythwch y dudalen "
        "wedyn.\n\nRhowch wybod os yw'n "
        "gweithio.\n\nCofion gorau\nTomos",
        "Cliriwch storfa'r ategyn ac ail-lwythwch y dudalen wedyn.",
    ),
}


@pytest.mark.parametrize("language", WHOLE)
def test_question_and_answer_in_each_language(language: str) -> None:
    asked, question, told, answer = WHOLE[language]
    found = clean(ticket(customer(asked), agent(told)))
    assert (found.question, found.answer, found.language) == (question, answer, language)


@pytest.mark.parametrize("language", WHOLE)
def test_a_new_question_is_cleaned_the_same_way(language: str) -> None:
    asked, question, _, _ = WHOLE[language]
    assert CLEANER.clean_question(asked) == (question, language)
    as_html = "<div>" + asked.replace("\n", "<br>") + "</div>"
    assert CLEANER.clean_question(as_html) == (question, language)


def test_a_new_question_has_its_subject_and_no_secrets() -> None:
    question, language = CLEANER.clean_question(
        "It fails since Monday. Write to maria@shop.example", "Re: Map is white"
    )
    assert question.startswith("Map is white\n\nIt fails since Monday.")
    assert "maria@shop.example" not in question
    assert language == "en"
    assert CLEANER.clean_question("Hello!") == ("", "und")
    assert CLEANER.clean_question("") == ("", "und")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (ticket(customer("x"), status="spam"), "spam"),
        (ticket(customer("x"), status="deleted"), "deleted"),
        (ticket(customer("x"), merged_into="8"), "merged"),
        (ticket(), "empty"),
        (ticket(customer("")), "empty"),
        (ticket(customer("Thanks!\nMaria")), "empty"),
        (ticket(customer("> only\n> quoted")), "empty"),
        (ticket(customer("<p>&nbsp;</p>", "html"), subject="Question"), "empty"),
        (ticket(agent(STEPS), subject="Welcome"), "empty"),
        (ticket(message("customer", "only a private note", public=False), subject="Map is white"), "empty"),
        (ticket(customer("I am out of the office until Monday."), subject="Automatic reply: Map"), "auto-reply"),
        (ticket(customer("Ich bin derzeit nicht im Büro.")), "auto-reply"),
        (ticket(message("bot", "This is an automated message."), subject="x"), "auto-reply"),
        (ticket(customer("x"), requester=Requester(email="MAILER-DAEMON@mx.example")), "bounce"),
        (ticket(message("system", "This is the mail system at host mx.example."), subject="x"), "bounce"),
        (ticket(customer("Hello website owner, get dofollow links.")), "spam"),
    ],
)
def test_what_is_left_out(raw: Ticket, reason: str) -> None:
    assert CLEANER.clean(raw) == LeftOut("desk:7", reason)  # type: ignore[arg-type]


def test_answered_mail_is_no_spam_and_a_subject_alone_is_a_question() -> None:
    assert isinstance(
        CLEANER.clean(ticket(customer("Hello website owner, get dofollow links."), agent(STEPS))), CleanTicket
    )
    assert clean(ticket(customer(""), subject="Map stays white")).question == "Map stays white"


@pytest.mark.parametrize("minutes", [None, 0.0, 12.5])
def test_the_minutes_that_agents_spent_are_kept(minutes: float | None) -> None:
    assert clean(replace(ticket(customer("The map is white.")), minutes=minutes)).minutes == minutes


def test_counts_public_replies_and_times_the_first() -> None:
    raw = ticket(
        customer("The map is white."),
        message("agent", "note", public=False, minutes=1),
        message("bot", "We got it.", minutes=2),
        message("agent", STEPS, minutes=5),
        message("agent", STEPS, minutes=9),
    )
    assert (clean(raw).replies, clean(raw).first_response_seconds) == (2, 300)
    unanswered = clean(ticket(customer("The map is white."), message("agent", "note", public=False)))
    assert (unanswered.replies, unanswered.first_response_seconds) == (0, None)
    early = clean(ticket(message("agent", STEPS, minutes=-5), customer("The map is white.")))
    assert (early.replies, early.first_response_seconds) == (1, 0)


def test_private_notes_are_not_read() -> None:
    secret = "PRIVATE-NOTE"
    raw = ticket(
        message("agent", f"{secret} first", public=False),
        customer("The map is white since yesterday."),
        message("agent", f"{secret} {STEPS}", public=False, is_solution=True, agent_id="lea"),
        message("customer", f"{secret} from the customer", public=False),
    )
    found = clean(raw)
    assert secret not in everything(found)
    assert found.answer is None
    assert found.agent is None


PUBLIC = st.builds(
    Message,
    author=st.sampled_from(["customer", "agent", "bot", "system"]),
    body=st.sampled_from(
        ["The map is white.", STEPS, "", "Thanks", "<p>It is <b>broken</b></p>", "> old", "Hi Ana,\n\nsee below"]
    )
    | st.text(max_size=60),
    created_at=st.just(datetime(2026, 3, 1, tzinfo=UTC)),
    public=st.just(True),
    format=st.sampled_from(["text", "html", "markdown"]),
    agent_id=st.sampled_from([None, "lea", "tomos"]),
    is_solution=st.booleans(),
)
NOTES = st.builds(
    Message,
    author=st.sampled_from(["customer", "agent"]),
    body=st.sampled_from(["Zxqv note", f"Zxqv {STEPS}", "<p>Zxqv</p>", "Kind regards,\nZxqv"]),
    created_at=st.just(datetime(2026, 3, 1, tzinfo=UTC)),
    public=st.just(False),
    format=st.sampled_from(["text", "html"]),
    is_solution=st.booleans(),
)
TICKETS = st.builds(
    Ticket,
    id=st.sampled_from(["1", "2"]),
    source=st.just("desk"),
    created_at=st.just(datetime(2026, 3, 1, tzinfo=UTC)),
    messages=st.lists(PUBLIC | NOTES, max_size=6).map(tuple),
    subject=st.sampled_from(["", "Map is white", "Help"]) | st.text(max_size=30),
    status=st.sampled_from(["open", "pending", "solved", "closed"]),
    language=st.sampled_from([None, "de", "xx-YY", ""]),
    requester=st.builds(Requester, name=st.none() | st.text(max_size=12), email=st.none() | st.text(max_size=12)),
    tags=st.lists(st.text(max_size=8), max_size=3).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(TICKETS)
def test_any_ticket_gives_a_result_without_private_notes_and_always_the_same(raw: Ticket) -> None:
    found = CLEANER.clean(raw)
    assert found == Cleaner(VENDOR, PRIVACY, KEY).clean(raw)
    if isinstance(found, LeftOut):
        return
    assert found.question
    assert found.answer is None or found.answer.strip()
    assert len(found.question) <= cleaner.QUESTION_LIMIT + 4
    assert "Zxqv" not in everything(found)
    without_notes = replace(raw, messages=tuple(each for each in raw.messages if each.public))
    told = sum(not each.public for each in raw.messages)
    assert replace(found, notes=0) == CLEANER.clean(without_notes)
    assert found.notes == told


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200), st.text(max_size=50))
def test_any_new_question_gives_text_and_language(text: str, subject: str) -> None:
    question, language = CLEANER.clean_question(text, subject)
    assert question == question.strip("\n")
    assert language


def test_long_questions_and_answers_end_at_a_sentence() -> None:
    asked = "The map is white on the page of the shop. " * 200
    told = "Open the page and press the button that is there. " * 400
    found = clean(ticket(customer(asked), agent(told)))
    assert cleaner.QUESTION_LIMIT // 2 < len(found.question) <= cleaner.QUESTION_LIMIT
    assert found.question.endswith(".")
    assert cleaner.ANSWER_LIMIT // 2 < len(found.answer or "") <= cleaner.ANSWER_LIMIT
    assert (found.answer or "").endswith(".")


@pytest.mark.parametrize("before", range(cleaner.QUESTION_LIMIT - 60, cleaner.QUESTION_LIMIT + 460, 13))
def test_no_address_is_cut_so_that_a_part_of_it_passes(before: int) -> None:
    address = "maria.ruiz.of.the.shop@mail.shop.example"
    text = ("lorem " * before)[: before - 1] + " " + address + " ipsum" * 200
    found = clean(ticket(customer(text)))
    assert "maria" not in found.question
    assert "shop.example" not in found.question


def test_names_of_customers_and_agents_are_redacted_everywhere() -> None:
    raw = ticket(
        customer("Bartholomew wrote that the map is white.\n\nRegards,\nBartholomew Quill"),
        agent(
            "Hi Bartholomew,\n\nplease do what Philippa told Bartholomew: empty the cache of "
            "the page.\n\nBest,\nPhilippa Wren"
        ),
        subject="Map of Bartholomew Quill is white",
        requester=Requester("1", "Bartholomew Quill", "b.quill@gmail.com"),
        tags=("from-bartholomew", "b.quill@gmail.com"),
    )
    found = everything(clean(raw))
    for private in ("Bartholomew", "Quill", "Philippa", "b.quill@gmail.com"):
        assert private not in found, private


def test_the_vendors_name_stays_even_where_agents_sign_with_it() -> None:
    raw = ticket(
        customer("The map of Acme Maps is white."),
        agent("Update Acme Maps to 3.2 and save the page.\n\nBest,\nLea Acme"),
    )
    found = clean(raw)
    assert found.question == "The map of Acme Maps is white."
    assert found.answer == "Update Acme Maps to 3.2 and save the page."


def test_the_version_changes_with_what_changes_the_result(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(vendor: VendorSettings = VENDOR, privacy: PrivacySettings = PRIVACY, key: bytes = KEY) -> str:
        return Cleaner(vendor, privacy, key).version

    same = version()
    assert same == CLEANER.version == version(VENDOR.model_copy(update={"language": "de"}))
    different = {
        same,
        version(VENDOR.model_copy(update={"name": "Other"})),
        version(VENDOR.model_copy(update={"addresses": ("help@acme.example",)})),
        version(privacy=PRIVACY.model_copy(update={"secret_patterns": ("AM-[0-9]{8}",)})),
        version(privacy=PRIVACY.model_copy(update={"keep": ("AM-[0-9]{8}",)})),
        version(key=b"q" * 32),
    }
    monkeypatch.setattr(cleaner, "CODE_VERSION", "other")
    different.add(version())
    monkeypatch.setattr(cleaner, "RULES_VERSION", "other")
    different.add(version())
    assert len(different) == 8


def test_results_do_not_depend_on_the_hash_seed() -> None:
    code = (
        "from datetime import UTC, datetime\n"
        "from deflect.cleaning import Cleaner\nfrom deflect.config import PrivacySettings, VendorSettings\n"
        "from deflect.types import Message, Ticket\n"
        "when = datetime(2026, 3, 1, tzinfo=UTC)\n"
        "told = (Message('customer', 'Hi Ana,\\nmy map je ne sais pas is white und nicht da.\\nBest, Bob', when),"
        " Message('agent', 'Hi Bob, empty the cache of the page. Let me know!\\nAna', when))\n"
        "made = Cleaner(VendorSettings(), PrivacySettings(), b'k' * 32)\n"
        "print(made.version, made.clean(Ticket('1', 's', when, told)))\n"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_only_the_first_and_last_messages_of_a_very_long_ticket_are_read_and_the_solution() -> None:
    chatter = [customer("Hm.") if number % 2 else agent("Which version?") for number in range(200)]
    chatter[100] = agent(STEPS, is_solution=True)
    found = clean(ticket(customer("The map is white."), *chatter))
    assert found.question == "The map is white."
    assert found.answer == STEPS


def test_cleaning_loads_no_heavy_library() -> None:
    code = (
        "import sys, deflect.cleaning\n"
        "heavy = {'torch', 'faiss', 'onnxruntime', 'sklearn', 'scipy', 'sqlalchemy', 'lxml', 'py3langid', 'numpy'}\n"
        "assert not heavy & {name.split('.')[0] for name in sys.modules}, heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_nothing_in_cleaning_logs_or_prints() -> None:
    for path in Path(cleaner.__file__).parent.glob("*.py"):
        names = {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
        assert not names & {"print", "logging", "warnings"}, path.name


@pytest.mark.parametrize("kept", [30, 38, 41, 47])
@pytest.mark.parametrize("end", ["", "…", "..."])
def test_a_subject_that_a_form_cut_from_the_message_holds_no_half_of_a_value(kept: int, end: str) -> None:
    text = "Please send the refund to IBAN DE89 3704 0044 0532 0130 00, the cart is empty."
    found = clean(ticket(customer(text), agent(STEPS), subject=text[:kept] + end))
    assert "DE89" not in found.subject
    assert "3704" not in found.subject + found.question
    assert found.subject.startswith("Please send the refund")
    assert found.question.count("Please send the refund") == 1
