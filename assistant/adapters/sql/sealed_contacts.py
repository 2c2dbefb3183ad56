"""How to reach somebody as columns, sealed: of a case, of a labour request."""

import json

from sqlalchemy import RowMapping

from assistant.adapters.sql.records import storable
from assistant.domain.contacts import ContactDetails, LeftContact
from assistant.services.contact_ports import FieldCipher


def contact_columns(contact: LeftContact, cipher: FieldCipher, place: str) -> dict[str, object]:
    """`place`: of the row, which what is sealed belongs to; in another it cannot be opened."""
    return {
        "sealed": cipher.seal(_as_text(contact.details), place),
        "consented_at": contact.consented_at,
        "wording": contact.wording,
    }


def contact_from_row(row: RowMapping, cipher: FieldCipher, place: str) -> LeftContact:
    return LeftContact(_from_text(cipher.open(row["sealed"], place)), row["consented_at"], row["wording"])


def _as_text(details: ContactDetails) -> str:
    fields = {"name": details.name, "phone": details.phone, "email": details.email, "when": details.when}
    return json.dumps({name: storable(value) for name, value in fields.items()}, ensure_ascii=False)


def _from_text(text: str) -> ContactDetails:
    """A field that another version does not know is empty."""
    fields = json.loads(text)
    return ContactDetails(*(str(fields.get(name, "")) for name in ("name", "phone", "email", "when")))
