"""In which language a text is, or that it cannot be told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.documents import SENTENCES
from builders.shared import SHARED, needs_shared
from heavylift.documents.languages import is_english, language_of

#: The same two sentences, written for this test.
TEXTS = {
    "en": "The ambassador said on Monday that at least six cargo aircraft had landed "
    "there. He said that this was a major concern for the people of the region.",
    "de": "Der Botschafter sagte am Montag, dass dort mindestens sechs Frachtflugzeuge "
    "gelandet sind. Das sei eine große Sorge für die Menschen in der Region.",
    "fr": "L'ambassadeur a déclaré lundi qu'au moins six avions de fret y avaient "
    "atterri. C'est une grande inquiétude pour les habitants de la région.",
    "es": "El embajador dijo el lunes que al menos seis aviones de carga habían "
    "aterrizado allí. Es una gran preocupación para la gente de la región.",
    "it": "L'ambasciatore ha detto lunedì che almeno sei aerei da carico sono "
    "atterrati nella base. È una grande preoccupazione per gli abitanti della regione.",
    "tr": "Büyükelçi pazartesi günü en az altı kargo uçağının oraya indiğini söyledi. "
    "Bu durum bölge halkı için çok büyük bir endişe kaynağı olarak görülüyor.",
    "az": "Səfir bazar ertəsi ən azı altı yük təyyarəsinin oraya endiyini bildirib. "
    "Bu, region əhalisi üçün böyük narahatlıqdır.",
    "ru": "Посол заявил в понедельник, что там приземлились по меньшей мере шесть "
    "грузовых самолётов. Это вызывает большую тревогу у жителей региона.",
    "he": "השגריר אמר ביום שני כי לפחות שישה מטוסי מטען נחתו שם. "
    "זו דאגה גדולה לתושבי האזור.",
    "ar": "قال السفير يوم الاثنين إن ست طائرات شحن على الأقل هبطت هناك. وهذا مصدر قلق "
    "كبير لسكان المنطقة.",
    "hy": "Դեսպանը երկուշաբթի օրը ասաց, որ այնտեղ վայրէջք է կատարել առնվազն վեց "
    "բեռնատար ինքնաթիռ։",
    "ka": "ელჩმა ორშაბათს თქვა, რომ იქ სულ მცირე ექვსი სატვირთო თვითმფრინავი დაეშვა.",
    "fa": "سفیر روز دوشنبه گفت که دست‌کم شش هواپیمای باری در آنجا فرود آمده‌اند. این "
    "نگرانی بزرگی برای مردم منطقه است.",
    "uk": "Посол заявив у понеділок, що там приземлилися щонайменше шість вантажних "
    "літаків. Це викликає велику тривогу в мешканців регіону.",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items(), ids=list(TEXTS))
def test_two_sentences_tell_their_language(language, text):
    assert language_of(text) == language
    assert is_english(text) is (language == "en")


@pytest.mark.parametrize("language", TEXTS)
def test_a_quotation_in_english_does_not_turn_a_text_into_english(language):
    text = TEXTS[language] * 3 + ' "It is a major concern for us," he said.'

    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "   ", "12 345", "Ovda, Baku, Ganja", "🛬" * 50])
def test_what_cannot_be_told_is_undetermined(text):
    assert language_of(text) == "und"


def test_a_short_text_without_any_sign_of_another_language_counts_as_english():
    assert is_english("Six cargo aircraft landed.")
    assert not is_english("Шесть самолётов")
    assert not is_english("")


def test_every_sentence_of_the_builders_is_english():
    assert all(map(is_english, SENTENCES))


@given(st.text())
def test_no_text_breaks_it(text):
    assert len(language_of(text)) in (2, 3)


@needs_shared
def test_a_whole_article_is_english():
    text = (SHARED / "case" / "article.txt").read_text(encoding="utf-8")

    assert language_of(text) == "en"
