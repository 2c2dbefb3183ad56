"""Every knob, read from the environment or a `.env` file once, at start."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SecretsSettingsSource, SettingsConfigDict

#: Where containers find secrets: a file each, named as the setting in small letters.
SECRETS_DIR = Path("/run/secrets")


class Settings(BaseSettings):
    """Settings of one process. README lists each with its meaning; a test keeps the two in step."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is said in code goes before the environment, this before `.env`, this before files of secrets."""
        sources = (init_settings, env_settings, dotenv_settings)
        return (*sources, SecretsSettingsSource(settings_cls, SECRETS_DIR)) if SECRETS_DIR.is_dir() else sources

    data_dir: Path = Field(Path("data"), description="Everything that is written: database and index")
    knowledge_dir: Path = Field(Path("knowledge_base"), description="Where the knowledge is read from")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in DATA_DIR")
    host: str = Field("127.0.0.1", description="Address to listen on")
    port: int = Field(8000, description="Port to listen on")
    public_url: str = Field("", description="Address people use, where a proxy stands in front")
    trusted_proxies: str = Field(
        "", description="Comma-separated addresses or networks whose X-Forwarded-For is believed"
    )
    messages_per_minute: int = Field(12, description="Messages a minute for one conversation")
    messages_per_minute_address: int = Field(300, description="Messages a minute for one address; a hall may share one")
    conversations_per_minute_address: int = Field(60, description="New conversations a minute for one address")
    max_message_characters: int = Field(2000, description="Longer messages are declined with a hint")
    turn_timeout_seconds: float = Field(20.0, description="A turn that takes longer ends with a named status")
    turn_threads: int = Field(16, description="Turns worked on at the same time in one process")
    cookie_secure: bool = Field(False, description="Set the cookie for HTTPS only; switch on behind TLS")
    sample_content: Literal["auto", "true", "false"] = Field(
        "auto",
        description="Show the invented sample vacancies; auto: until the first real source has brought an advert",
    )
    employer_lists_dir: Path | None = Field(
        None, description="Folder of CSV lists of employers (e.g. published wage arrears) that checks are made against"
    )
    saved_search_seconds: float = Field(300.0, description="How often saved searches are looked at again")
    notify_webhook_url: str = Field(
        "", description="Where notices are posted as JSON: saved searches, replies, deadlines"
    )
    smtp_host: str = Field("", description="Mail server that notices are handed to, where there is no webhook")
    smtp_port: int = Field(587, description="Its port")
    smtp_tls: Literal["starttls", "tls", "none"] = Field("starttls", description="How the connection is encrypted")
    smtp_user: str = Field("", description="User of the mail server; empty: nobody logs in")
    smtp_password: SecretStr = Field(SecretStr(""), description="The user's password")
    smtp_from: str = Field("", description="Sender of notices")
    smtp_to: str = Field("", description="The operator's address; a team without an address of its own is told there")
    unseen_reply_seconds: float = Field(
        120.0,
        ge=0,
        description="How long a reply may stay unread in the chat before a person who left contact details is told",
    )
    deadline_notice_minutes: float = Field(
        30.0, ge=0, description="Least time between two digests of deadlines to a team; urgent cases do not wait"
    )
    streams_per_conversation: int = Field(
        8, gt=0, description="Event streams open at once for one conversation or case"
    )
    streams_per_address: int = Field(
        600, gt=0, description="Event streams open at once for one address; a hall may share one"
    )
    streams_in_all: int = Field(800, gt=0, description="Event streams open at once in a process; further pages poll")
    openai_api_key: SecretStr = Field(
        SecretStr(""), description="Key for the model endpoint; empty where none is needed"
    )
    openai_base_url: str = Field(
        "", description="Address of an OpenAI-compatible endpoint, e.g. http://127.0.0.1:11434/v1"
    )
    chat_model: str = Field("", description="Name of the model that writes answers; empty: rules alone answer")
    chat_second_model: str = Field("", description="Model that stands in where the first one fails; empty: none")
    chat_second_base_url: str = Field("", description="Its endpoint, where that is another one")
    chat_second_api_key: SecretStr = Field(SecretStr(""), description="The key for that endpoint")
    chat_turn_seconds: float = Field(
        14.0, description="Time all model calls of a turn have together; must leave TURN_TIMEOUT_SECONDS time for rules"
    )
    chat_call_seconds: float = Field(8.0, description="How long a model may be silent within a call")
    chat_calls_per_turn: int = Field(5, description="Most model calls of a turn, a second attempt included")
    chat_max_tokens: int = Field(900, description="Most tokens of one model answer")
    chat_wording: Literal["close", "free"] = Field(
        "close", description="Whether a model keeps to the words of its evidence, or may say it in its own (ADR 19)"
    )
    chat_concurrency: int = Field(
        200, description="Turns that may wait for the model at once in a process; rules answer further ones"
    )
    chat_yuan_per_million_read: float = Field(0.0, description="Price of a million prompt tokens, for the cost shown")
    chat_yuan_per_million_written: float = Field(0.0, description="Price of a million answer tokens")
    prompts_dir: Path = Field(Path("prompts"), description="Where the prompts are read from")
    quality_report: Path = Field(
        Path("evals/results/report.json"), description="The quality report that /quality shows; none: the page says so"
    )
    admin_token: SecretStr = Field(
        SecretStr(""), description="Opens /admin (HTTP Basic, any user name) and /metrics; empty: neither exists"
    )
    field_keys: SecretStr = Field(
        SecretStr(""),
        description="Keys that seal contact details (32 bytes in base64, comma-separated, the first one seals); "
        "empty: one made for development, beside the data",
    )
    keep_conversations_days: int = Field(
        365, ge=0, description="A conversation goes this long after its last words; here and below, 0: kept for ever"
    )
    keep_contacts_days: int = Field(
        90, ge=1, description="Contact details of cases and labour requests go this long after these have come to rest"
    )
    keep_cases_days: int = Field(1095, ge=0, description="A case goes this long after it was closed")
    keep_labour_requests_days: int = Field(
        1095, ge=0, description="A labour request goes this long after it came to rest"
    )
    keep_audit_days: int = Field(1095, ge=0, description="A line of the audit log goes after this long")
    keep_counts_days: int = Field(1825, ge=0, description="Counts for the dashboard go after this long")
    keep_feed_runs_days: int = Field(
        90, ge=0, description="Reports of a source's runs go after this long; its last one stays"
    )
    keep_enrolment_details_days: int = Field(
        30,
        ge=1,
        description="Name, phone and note of an enrolment are removed so many days after its course ended",
    )
    embedding_model: str = Field("", description="Name of an embedding model at that endpoint; empty: none")
    embedding_model_dir: str = Field("", description="Folder with an ONNX embedding model and tokenizer; empty: none")
    reranker_model_dir: str = Field("", description="Folder with an ONNX cross-encoder and tokenizer; empty: none")
    chroma_url: str = Field("", description="Address of a chroma server for the vectors; empty: a folder in DATA_DIR")
    embedding_timeout_seconds: float = Field(
        2.0, gt=0, description="How long a search waits for the embedding model; then it goes on by words alone"
    )
    document_megabytes: int = Field(50, ge=1, le=500, description="Largest file that is taken in as a document")
    notice_years: int = Field(
        3, ge=1, description="A notice that names no end is told as current for so many years after it was sent out"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged")

    @property
    def resolved_database_url(self) -> str:
        return self.database_url or f"sqlite:///{self.database_file}"

    @property
    def database_file(self) -> Path:
        """Where SQLite keeps everything unless DATABASE_URL says otherwise."""
        return self.data_dir / "assistant.db"
