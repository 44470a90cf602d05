"""deflect.toml as typed settings: an unknown key is an error that names the nearest known one."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Self, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from deflect import languages
from deflect.errors import ConfigError

FILE_NAME = "deflect.toml"
MOST = 1e9
Amount = float | tuple[float, ...]
CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Section(BaseModel):
    """A table of deflect.toml: frozen, and closed to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class VendorSettings(Section):
    """Who you are: used to tell your own mail from your customers'."""

    name: str = Field("", description="Your name as customers know it, shown on the help centre.")
    addresses: tuple[str, ...] = Field(
        (), description="Your own e-mail addresses or whole domains (`@example.com`): mail from them is an agent's."
    )
    language: str = Field("en", description="Language that articles are written in where tickets allow, ISO 639-1.")

    @field_validator("language")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in languages.NAMES:
            near = languages.meant(value)
            hint = f'did you mean "{near}"?' if near else "it has two letters, such as en or de"
            raise PydanticCustomError("language", "this is no ISO 639-1 code: {hint}", {"hint": hint})
        return value


class EncoderSettings(Section):
    """The model that turns text into vectors."""

    model: str = Field(
        "all-MiniLM-L6-v2",
        description="The bundled model, `multilingual`, the folder of a sentence-transformers model, or the name "
        "of one that you downloaded before: deflect fetches none.",
    )
    precision: Literal["auto", "fp32", "int8"] = Field(
        "auto", description="`auto` uses int8 if it passes the quality check on your own tickets, else fp32."
    )


class ClusterSettings(Section):
    """How recurring questions are found."""

    min_size: int = Field(5, ge=2, le=1000, description="Fewest tickets that make a recurring question.")
    granularity: float = Field(
        0.5,
        ge=0.0,
        le=1.0,
        description="0 finds few broad topics, 1 many fine questions: higher raises precision, lowers recall.",
    )


class DraftingSettings(Section):
    """How articles are drafted."""

    articles: int = Field(200, ge=1, le=10_000, description="Draft at most this many articles, largest question first.")
    sentences: int = Field(8, ge=1, le=40, description="Most sentences of an answer.")
    customers: int = Field(
        3,
        ge=2,
        le=1000,
        description="Fewest different customers who asked a question that is drafted, and in whose tickets a word of a "
        "draft stands: higher hides more of what is one customer's own, and loses more sentences. Words that two "
        "agents used, or that are in words.txt or your documentation, pass as well.",
    )
    endpoint: str = Field(
        "",
        description="Address of a server with OpenAI's interface whose model may word drafts, such as "
        "`http://127.0.0.1:8080/v1`; empty: no server is asked, and nothing leaves this machine.",
    )
    model: str = Field("", max_length=200, description="Name of the model to ask that server for.")
    time_limit: float = Field(60.0, gt=0, le=3600, description="Seconds the server has to word one draft.")
    key_variable: str = Field(
        "",
        pattern=r"^([A-Za-z_][A-Za-z0-9_]*)?$",
        examples=["MODEL_KEY"],
        description="Environment variable that holds the server's key.",
    )
    key_file: str = Field(
        "", description="File that holds the server's key and that only you can read; relative to the workspace."
    )

    @field_validator("endpoint")
    @classmethod
    def _safe(cls, value: str) -> str:
        fault = _fault_of(value)
        if fault:
            raise PydanticCustomError("endpoint", "{fault}", {"fault": fault})
        return value.rstrip("/")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.endpoint and not self.model:
            raise PydanticCustomError("endpoint", "endpoint is set, and model is not")
        if self.key_variable and self.key_file:
            raise PydanticCustomError("endpoint", "key_variable and key_file are both set, and there is one key")
        return self


class SuggestSettings(Section):
    """When a suggestion is given and when deflect abstains."""

    max_wrong: float = Field(
        0.05,
        gt=0.0,
        lt=1.0,
        description="Share of the answers given that may be wrong. The least confidence to answer with is found in "
        "your past tickets so that it holds; with too few of them, nothing is answered. Lower raises precision and "
        "lowers coverage.",
    )
    threshold: Literal["history"] | float = Field(
        "history",
        description='Least confidence to answer with, 0 to 1; `"history"`: the one that keeps to max_wrong. A number '
        "takes its place, and nothing is guaranteed then: higher raises precision and lowers coverage.",
    )
    sensitive: dict[str, tuple[str, ...]] = Field(
        {},
        description="Topics that a person answers, with your own words instead of the built-in ones: `{ refund = "
        '["refund*", "money back"] }`; `*` stands for any ending, `[]` turns a topic off. Built in: refund, legal, '
        "security, angry, account.",
    )
    stale_months: int = Field(
        24,
        ge=0,
        le=1200,
        description="Abstain where agents last answered with the article so many months before the newest ticket: "
        "lower raises precision and lowers coverage; 0 never does.",
    )
    alternatives: int = Field(3, ge=0, le=20, description="How many further candidates to name.")

    @field_validator("sensitive")
    @classmethod
    def _told_by_words(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for topic, words in value.items():
            if not all(re.search(r"\w", word) for word in words):
                raise PydanticCustomError(
                    "sensitive",
                    "a word of {topic} has no letter: it would find nothing, or every question; [] turns a topic off",
                    {"topic": topic},
                )
        return value

    @field_validator("threshold", mode="before")
    @classmethod
    def _found_or_set(cls, value: object) -> object:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if value != "history" and not (number and 0 <= float(str(value)) <= 1):
            raise PydanticCustomError("threshold", 'this is a number from 0 to 1, or "history"')
        return value


class SiteSettings(Section):
    """The static help centre."""

    title: str = Field("", description="Title of the help centre; empty: the vendor's name and 'Help'.")
    base_url: str = Field(
        "",
        description="Address it will be published at, for canonical links, the sitemap and the page for lost ones.",
    )
    contact_url: str = Field("", description="Where a customer who found nothing goes: an address or mailto: link.")
    feedback_url: str = Field(
        "",
        description="Where `Was this helpful?` posts answers: an address, or a path such as `/feedback` on the same "
        "server; empty: by mail if contact_url is a mailto: link, else nobody is asked.",
    )
    accent: str = Field(
        "",
        pattern=r"^(#[0-9a-fA-F]{6})?$",
        examples=["#0b6e4f"],
        description="Your colour, such as `#0b6e4f`, for links and buttons; the others follow from it. One that cannot "
        "be read on white (below 4.5:1, WCAG AA) is refused.",
    )
    accent_dark: str = Field(
        "",
        pattern=r"^(#[0-9a-fA-F]{6})?$",
        examples=["#0b6e4f"],
        description="The same on a dark ground; empty: a lighter tone of accent.",
    )
    logo: str = Field("", description="File in `theme/` that is shown beside the title: .svg, .png or .webp.")
    font: str = Field(
        "",
        pattern=r"^[\w ,'\"-]*$",
        examples=["Inter, sans-serif"],
        description="Names of fonts as in CSS, such as `Inter, sans-serif`; empty: the system's.",
    )
    font_file: str = Field("", description="File in `theme/` with the first of these fonts: .woff2.")
    footer: str = Field("", description="Text of the footer, one line of Markdown, links as whole addresses.")
    show_drafts: bool = Field(
        True,
        description="As long as no article is validated, let `deflect run` build a preview of the drafts, marked as "
        "such and hidden from search engines.",
    )


class WidgetSettings(Section):
    """The suggestions in your contact form."""

    service: str = Field(
        "",
        pattern=r"^(https?://[^\s?#]+)?$",
        examples=["https://help.example.com"],
        description="Address of `deflect serve` as your customers' browsers reach it; empty: the help centre's own "
        "index is searched in the browser, and nothing typed leaves it.",
    )
    control: float = Field(
        0.1,
        ge=0.0,
        le=0.9,
        description="Share of visitors who see no suggestions, so that their effect can be measured: higher tells the "
        "effect sooner and helps fewer; 0 measures nothing.",
    )
    key: str = Field(
        "",
        pattern=r"^[A-Za-z0-9_-]{0,100}$",
        examples=["web-2026"],
        description="Public key that the widget sends to `deflect serve`, of your choice; whoever reads the page knows "
        "it. Changing it keeps pages with the old one out. Empty: none is asked for.",
    )


class ServeSettings(Section):
    """Who may ask `deflect serve`."""

    origins: tuple[str, ...] = Field(
        (), description="Origins of the pages whose widget may ask, such as `https://www.acme.example`."
    )
    per_minute: int = Field(
        120,
        ge=1,
        le=1_000_000,
        description="Calls a minute that one address may make without an API key: higher lets a busy office through, "
        "and whoever tries to wear the service out.",
    )
    catch_up: int = Field(
        60,
        ge=1,
        le=86_400,
        description="Seconds between two looks for tickets whose call never came, in ticket systems that call once: "
        "lower notes them sooner and asks the ticket system more often.",
    )

    @field_validator("origins")
    @classmethod
    def _bare(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            if not re.fullmatch(r"https?://[^\s/?#@*]+", origin):
                raise PydanticCustomError("origin", "an origin is https:// and a host, without a path")
        return tuple(origin.lower() for origin in value)


class PrivacySettings(Section):
    """What counts as personal data besides the built-in rules."""

    secret_patterns: tuple[str, ...] = Field(
        (), description="Regular expressions for your own secrets, such as your licence key format."
    )
    keep: tuple[str, ...] = Field((), description="Words, addresses and numbers that are yours and may be published.")


class DeskSettings(Section):
    """When your support desk works, for the figures in business hours."""

    time_zone: str = Field("UTC", description="Where your desk is, such as `Europe/Berlin`.")
    opens: str = Field("09:00", pattern=CLOCK, description="When it opens, in that time zone.", examples=["09:00"])
    closes: str = Field("17:00", pattern=CLOCK, description="When it closes, the same day.", examples=["17:30"])
    weekend: tuple[Weekday, ...] = Field(("saturday", "sunday"), description="Days on which it stays closed.")

    @field_validator("time_zone")
    @classmethod
    def _there(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            near = difflib.get_close_matches(value, available_timezones(), n=1)
            hint = f'did you mean "{near[0]}"?' if near else "it is a place such as Europe/Berlin, or UTC"
            raise PydanticCustomError("time_zone", "this is no time zone: {hint}", {"hint": hint}) from None
        return value

    @model_validator(mode="after")
    def _works(self) -> Self:
        if self.opens >= self.closes:
            raise PydanticCustomError("desk", "closes must be later than opens, on the same day")
        if set(self.weekend) >= set(get_args(Weekday)):
            raise PydanticCustomError("desk", "weekend leaves no day to work on")
        return self


class TierSettings(Section):
    """By what a ticket counts as investigated (tier 2) or as one for a developer (tier 3); all others are tier 1.

    0 switches a rule off. Lower numbers put more tickets into tier 2.
    """

    developers: tuple[str, ...] = Field(
        (), description="Names or ids of developers as your ticket system has them: what they answer is tier 3."
    )
    handed_over: bool = Field(True, description="Tier 3 if an agent wrote, or noted, that developers look at it.")
    unknown: bool = Field(
        True,
        description="Tier 2 if it asks no recurring question, got no answer that other customers got too, and no link "
        "to an article.",
    )
    replies: int = Field(2, ge=0, le=1000, description="Tier 2 from so many replies by agents.")
    exchanges: int = Field(1, ge=0, le=1000, description="Tier 2 if the customer had to write back so often.")
    agents: int = Field(2, ge=0, le=1000, description="Tier 2 from so many different agents.")
    reopened: bool = Field(True, description="Tier 2 if it came back after it was solved.")
    minutes: float = Field(0.0, ge=0, le=1e6, description="Tier 2 from so many minutes of work, where they are noted.")


class CostSettings(Section):
    """What support costs you. A number; [low, high] or [low, likely, high] where you are not sure; [] is not known yet.

    No price is built in: an option whose prices are not known is shown with what it needs.
    """

    currency: str = Field(
        "",
        max_length=8,
        description="What prices are in, such as `EUR`; it is only shown. Without it the report writes ¤.",
    )
    owner_hour: Amount = Field((), description="What an hour of your own is worth.")
    minutes_a_reply: Amount = Field(
        (), description="Minutes that a reply takes you. Not needed where tickets come with the minutes spent on them."
    )
    growth: Amount = Field(
        (),
        description="Growth of your tickets a year: 0.2 is a fifth more, -0.2 fewer. []: as measured, else none.",
    )
    hours_an_article: Amount = Field(
        (), description="Hours to check and finish one drafted article. Without it nobody can say which articles pay."
    )
    part_time_salary: Amount = Field((), description="Salary a month of somebody hired in part time.")
    part_time_hours: Amount = Field((), description="Hours a week of that.")
    full_time_salary: Amount = Field((), description="Salary a month of somebody hired in full time.")
    full_time_hours: Amount = Field((), description="Hours a week of that.")
    overhead: Amount = Field((), description="What comes on top of a salary, such as 0.3: insurance, place, machine.")
    contractor_hour: Amount = Field(
        (10.0, 150.0),
        description="Price of an hour of a contractor. An article of 2019 on outsourcing support names developers at "
        "10 to 250 US dollars an hour, mostly under 150; put your own offers here.",
    )
    reply_price: Amount = Field((), description="Price a reply of support as a service.")
    reply_minimum: Amount = Field(0.0, description="Least that such a service charges a month.")
    plan_price: Amount = Field((), description="Price a month of a plan of support as a service.")
    plan_tickets: Amount = Field((), description="Tickets a month that the plan includes.")
    plan_extra: Amount = Field((), description="Price of each ticket beyond; []: a further plan is bought.")
    service_hours: Amount = Field((), description="Hours a week that such a service answers in.")
    service_least: Amount = Field(
        150.0,
        description="Tickets a month below which a service is said not to pay: 150 in an article of 2019 on "
        "outsourcing support. It changes no price; it is shown where you have fewer.",
    )
    escalation: Amount = Field((), description="Share of what others handle that comes back to you, 0 to 1.")
    ramp_months: Amount = Field(
        (), description="Months until somebody new handles all of tier 1, growing evenly; 0 is at once."
    )
    training_hours: Amount = Field((), description="Hours of your own to train somebody new, once.")
    languages: tuple[str, ...] = Field((), description="Languages a service or new person answers in; empty: all.")

    @field_validator("*")
    @classmethod
    def _ordered(cls, value: object, info: ValidationInfo) -> object:
        if info.field_name in ("currency", "languages"):
            return value
        given = value if isinstance(value, tuple) else (value,)
        least = -1.0 if info.field_name == "growth" else None
        fault = _fault_of_amount([float(each) for each in given], beyond=least)
        if not fault and info.field_name == "escalation" and any(each > 1 for each in given):
            fault = "a share is 0 to 1"
        if fault:
            raise PydanticCustomError("amount", "{fault}", {"fault": fault})
        return value


class ReportSettings(Section):
    """What `deflect report` is told that tickets do not say."""

    customers: str = Field(
        "",
        description="CSV file of your customers, with the headings customer, renewal_date and renewed: says how many "
        "renew by the support they had. From the workspace's folder; empty: there is none.",
    )
    renewal_days: int = Field(
        365,
        ge=1,
        le=3650,
        description="Days before a renewal whose tickets count. Fewer: more renewals can be counted.",
    )
    waited_hours: float = Field(
        24.0, gt=0, le=10_000, description="A customer waited if a first reply took longer than so many hours."
    )
    visitors: float = Field(
        0.0, ge=0, le=MOST, description="Visitors of your help centre a month, by your web statistics; 0: not known."
    )


class LintSettings(Section):
    """The content checklist of `deflect lint`."""

    off: dict[str, str] = Field(
        {}, description='Rules that are not checked, each with the reason: `{ "also-asked" = "We have no tickets" }`.'
    )


class Settings(Section):
    """All settings of a workspace, with their defaults."""

    vendor: VendorSettings = Field(default_factory=VendorSettings)
    encoder: EncoderSettings = Field(default_factory=EncoderSettings)
    clusters: ClusterSettings = Field(default_factory=ClusterSettings)
    drafting: DraftingSettings = Field(default_factory=DraftingSettings)
    suggest: SuggestSettings = Field(default_factory=SuggestSettings)
    site: SiteSettings = Field(default_factory=SiteSettings)
    widget: WidgetSettings = Field(default_factory=WidgetSettings)
    serve: ServeSettings = Field(default_factory=ServeSettings)
    privacy: PrivacySettings = Field(default_factory=PrivacySettings)
    lint: LintSettings = Field(default_factory=LintSettings)
    desk: DeskSettings = Field(default_factory=DeskSettings)
    tiers: TierSettings = Field(default_factory=TierSettings)
    costs: CostSettings = Field(default_factory=CostSettings)
    report: ReportSettings = Field(default_factory=ReportSettings)


def load(path: Path) -> Settings:
    """Read deflect.toml.

    Args:
        path: The file; a missing one means all defaults.

    Raises:
        ConfigError: The file is not TOML, has an unknown key, or a value does not fit.
    """
    if not path.exists():
        return Settings()
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path.name} is not valid TOML: {error}", str(path), "Correct that line") from error
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        raise _explain(error, path) from error


def keys() -> dict[str, list[str]]:
    """Every table of deflect.toml with its keys, in order."""
    return {name: list(section.model_fields) for name, section in sections().items()}


def sections() -> dict[str, type[Section]]:
    """Every table of deflect.toml with the class that describes it, in order."""
    found: dict[str, type[Section]] = {}
    for name, field in Settings.model_fields.items():
        assert isinstance(field.annotation, type)
        assert issubclass(field.annotation, Section)
        found[name] = field.annotation
    return found


def _explain(error: ValidationError, path: Path) -> ConfigError:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return ConfigError(f"unknown setting {place}", str(path), _did_you_mean(first["loc"]))
    said = (
        _form(first["loc"]) if first["type"] == "string_pattern_mismatch" else WANTED.get(first["type"], first["msg"])
    )
    return ConfigError(f"{place}: {said}", str(path), "Correct that value; see the settings reference")


WANTED = {
    "tuple_type": 'this is a list in square brackets, such as ["a", "b"]',
    "dict_type": 'this is a table in braces, such as { name = ["a", "b"] }',
    "string_type": "this is a text in quotes",
    "int_parsing": "this is a whole number, without quotes",
    "int_type": "this is a whole number, without quotes",
    "int_from_float": "this is a whole number",
    "float_parsing": "this is a number without quotes or percent sign, such as 0.05",
    "float_type": "this is a number without quotes or percent sign, such as 0.05",
    "bool_parsing": "this is true or false, without quotes",
    "bool_type": "this is true or false, without quotes",
}
"""What a value has to be, in the words of TOML, by pydantic's name of the fault; its own say `valid tuple`."""


def _form(place: tuple[int | str, ...]) -> str:
    """An example of what stands there, which tells more than the regular expression that it must match."""
    examples = sections()[str(place[0])].model_fields[str(place[1])].examples or []
    return f"Value should have the form of {examples[0]}"


def _did_you_mean(place: tuple[int | str, ...]) -> str:
    known = keys()
    table, wrong = str(place[0]), str(place[-1])
    options = known.get(table, []) if len(place) > 1 else list(known)
    return did_you_mean(wrong, options, "".join(f"{part}." for part in place[:-1]))


def did_you_mean(wrong: str, known: Sequence[str], inside: str = "") -> str:
    """Name the setting that was meant, or all there are.

    Args:
        wrong: What was written.
        known: What can be written there.
        inside: What stands before the setting's name, with a full stop behind each part.

    Returns:
        A sentence for the next step of an error.
    """
    near = difflib.get_close_matches(wrong, known, n=1, cutoff=0.5)
    return f"Did you mean {inside}{near[0]}?" if near else f"Known here: {', '.join(known)}"


def _fault_of(endpoint: str) -> str:
    """Why a server must not be asked at an address; empty if it may. No word of the address: it may hold a key."""
    from deflect.http import is_this_machine  # reads asyncio and ssl, which few settings need

    try:
        parts = urlsplit(endpoint)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "this is no address"
    if not endpoint:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return "an address begins with https:// or http:// and a host"
    if "@" in parts.netloc or parts.query or parts.fragment:
        return "an address holds no name, key or query; name the key with key_variable or key_file"
    if parts.scheme == "http" and not is_this_machine(host):
        return "tickets leave this machine over https only; http is for this machine, such as http://127.0.0.1:8080/v1"
    return ""


def _fault_of_amount(given: list[float], beyond: float | None) -> str:
    if beyond is not None and not all(beyond < each <= MOST for each in given):
        return "growth is a share more than -1, such as 0.2, or -0.2 for a fifth fewer"
    if beyond is None and not all(0 <= each <= MOST for each in given):
        return "an amount is 0 or more"
    if len(given) > 3:
        return "an amount is a number, [low, high] or [low, likely, high]"
    return "" if given == sorted(given) else "the lowest goes first and the highest last"
