"""Words of days, hours and durations, normalised as handlers.replies.text does (no accents, no apostrophes)."""

from collections.abc import Mapping

from handlers.replies.text import normalise


def _table(rows: Mapping[int, str]) -> dict[str, int]:
    return {normalise(word.replace("_", " ")): value for value, row in rows.items() for word in row.split()}


# Days from today. Hindi "kal" is yesterday and tomorrow: a snooze looks ahead.
DAYS = _table(
    {
        0: "today hoy hoje aaj aj आज aujourd_hui aujourdhui",
        1: "tomorrow tmrw tmr tomo tommorow tomorow tommorrow kal कल manana amanha demain",
        2: "day_after_tomorrow overmorrow parso parson परसों pasado_manana depois_de_amanha apres_demain",
    }
)

# Monday is 0.
WEEKDAYS = _table(
    {
        0: "monday mon lunes segunda segunda_feira lundi somwar somvar सोमवार",
        1: "tuesday tue tues martes terca terca_feira mardi mangalwar mangalvar मंगलवार",
        2: "wednesday wed miercoles quarta quarta_feira mercredi budhwar budhvar बुधवार",
        3: "thursday thu thurs thur jueves quinta quinta_feira jeudi guruwar guruvar गुरुवार बृहस्पतिवार",
        4: "friday fri viernes sexta sexta_feira vendredi shukrawar shukravar शुक्रवार",
        5: "saturday sat sabado samedi shaniwar shanivar शनिवार weekend fin_de_semana fim_de_semana week_end",
        6: "sunday sun domingo dimanche ravivar raviwar itwar itvar रविवार इतवार",
    }
)

# Minutes after midnight.
PARTS = _table(
    {
        10 * 60: "morning subah subha सुबह manha matin por_la_manana en_la_manana de_la_manana a_la_manana",
        12 * 60: "noon midday lunchtime lunch_time mediodia meio_dia midi",
        15 * 60: "afternoon dopahar dopeher dopahr दोपहर tarde apres_midi",
        18 * 60 + 30: "evening evng eve evenin sham shaam शाम soir soiree after_work after_office despues_del_trabajo",
        20 * 60: "night nite tonight raat रात noche noite nuit",
    }
)

# Minutes.
UNITS = _table(
    {
        1: "minute minutes min mins minuto minutos minut मिनट",
        60: "hour hours hr hrs h hora horas heure heures ghanta ghante ghanto घंटे घंटा घंटों",
        24 * 60: "day days dia dias jour jours din दिन दिनों",
        7 * 24 * 60: "week weeks wk wks semana semanas semaine semaines hafta hafte हफ्ते हफ्ता सप्ताह",
        30 * 24 * 60: "month months mes meses mois mahina mahine maheene महीना महीने",
        365 * 24 * 60: "year years yr yrs ano anos ans saal साल",
    }
)

COUNTS = _table(
    {
        1: "a an one un una uno uma une ek एक",
        2: "two couple dos dois duas deux do दो couple_of a_couple_of a_couple",
        3: "three tres trois teen तीन few a_few",
        4: "four cuatro quatro quatre char chaar चार",
        5: "five cinco cinq paanch panch पांच",
        6: "six seis chhe che छह",
        7: "seven siete sete sept saat सात",
        8: "eight ocho oito huit aath आठ",
        9: "nine nueve nove neuf nau नौ",
        10: "ten diez dez dix das दस",
        15: "fifteen quince quinze pandrah",
        20: "twenty veinte vinte vingt bees बीस",
        30: "thirty treinta trinta trente tees तीस",
    }
)

MONTHS = _table(
    {
        1: "january jan enero janeiro janvier जनवरी",
        2: "february feb febrero fevereiro fevrier फरवरी",
        3: "march mar marzo marco mars मार्च",
        4: "april apr abril avril अप्रैल",
        5: "may mayo maio mai मई",
        6: "june jun junio junho juin जून",
        7: "july jul julio julho juillet जुलाई",
        8: "august aug agosto aout अगस्त",
        9: "september sep sept septiembre setembro septembre सितंबर",
        10: "october oct octubre outubro octobre अक्टूबर",
        11: "november nov noviembre novembro novembre नवंबर",
        12: "december dec diciembre dezembro decembre दिसंबर",
    }
)


def choose(table: Mapping[str, int]) -> str:
    """A regular expression of every key, the longest first."""
    return "|".join(sorted((key.replace(" ", r"\s") for key in table), key=len, reverse=True))
