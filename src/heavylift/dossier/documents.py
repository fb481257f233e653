"""What a dossier carries of the documents behind it.

Their hashes, their dates and the log of custody always; the documents themselves only
where the case says that they may be published, because they are mostly somebody's.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Final

import msgspec

from heavylift.documents import Collection, files_of, manifest
from heavylift.documents.collection import LOG
from heavylift.errors import CannotWrite
from heavylift.files import replacing

#: Names in a dossier.
LIST: Final = "documents.json"
EVIDENCE: Final = "evidence"


def carry_documents(collection: Collection, out: Path, *, full_texts: bool) -> None:
    """Write what is known of the documents of a case into its dossier.

    What an earlier run left there goes away first: texts that were published by mistake
    must not stay. A case without documents writes nothing.

    Args:
        collection: The documents of the case.
        out: Folder of the dossier.
        full_texts: Whether it carries the documents themselves.

    Raises:
        CannotWrite: The dossier cannot be written to.
    """
    target = out / EVIDENCE
    try:
        if (target / LOG).is_file():
            shutil.rmtree(target)
        (out / LIST).unlink(missing_ok=True)
        if not collection.held:
            return
        for name in files_of(collection, full_texts=full_texts):
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(collection.folder / name, path)
    except OSError as error:
        raise CannotWrite(target, error.strerror or str(error)) from error
    told = {
        "documents": [msgspec.to_builtins(row) for row in manifest(collection)],
        "log": collection.head,
        "texts": "carried" if full_texts else "not carried",
    }
    with replacing(out / LIST) as temporary:
        text = json.dumps(told, indent=2, ensure_ascii=False)
        temporary.write_text(text + "\n", encoding="utf-8")
