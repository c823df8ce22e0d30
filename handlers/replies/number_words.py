"""Number words of English, Hindi, Hinglish and Spanish, normalised as handlers.replies.text does."""

from fractions import Fraction

from handlers.replies.text import normalise


def _table(rows: dict[int, str]) -> dict[str, int]:
    return {normalise(word): value for value, row in rows.items() for word in row.split()}


# Words that add up ("twenty" and "two"); Hindi has one for each number up to a hundred.
SMALL = _table(
    {
        0: "zero nought nil cero shunya sunya शून्य जीरो",
        1: "one ek एक इक uno una un वन single",
        2: "two do dos doh दो टू couple",
        3: "three teen tin tres तीन थ्री",
        4: "four char chaar cuatro चार फोर",
        5: "five paanch panch pach paach cinco पांच पाँच पाच फाइव",
        6: "six chhe cheh chhah chah chhai seis छह छः छे छ सिक्स",
        7: "seven saat siete सात",
        8: "eight aath ath ocho आठ",
        9: "nine nau nueve नौ",
        10: "ten das dus diez दस टेन",
        11: "eleven gyarah gyara ग्यारह",
        12: "twelve barah bara baarah doce बारह",
        13: "thirteen terah trece तेरह",
        14: "fourteen chaudah catorce चौदह",
        15: "fifteen pandrah pandra quince पंद्रह पन्द्रह",
        16: "sixteen solah dieciseis सोलह",
        17: "seventeen satrah diecisiete सत्रह",
        18: "eighteen atharah dieciocho अठारह",
        19: "nineteen unnis diecinueve उन्नीस",
        20: "twenty bees bis veinte बीस",
        21: "ikkis veintiuno veintiun veintiuna इक्कीस",
        22: "bais baais veintidos बाईस बाइस",
        23: "teis veintitres तेईस",
        24: "chaubis veinticuatro चौबीस",
        25: "pachis pachchis pacchis veinticinco पच्चीस पचीस",
        26: "chabbis veintiseis छब्बीस",
        27: "sattais veintisiete सत्ताईस",
        28: "atthais veintiocho अट्ठाईस",
        29: "untis veintinueve उनतीस",
        30: "thirty tees treinta तीस",
        31: "ikattis इकतीस इकत्तीस",
        32: "battis बत्तीस",
        33: "taintis तैंतीस",
        34: "chautis चौंतीस",
        35: "paintis पैंतीस",
        36: "chattis छत्तीस",
        37: "saintis सैंतीस",
        38: "adtis अड़तीस",
        39: "untalis उनतालीस",
        40: "forty fourty chalis chaalis cuarenta चालीस",
        41: "iktalis इकतालीस",
        42: "bayalis बयालीस",
        43: "taintalis तैंतालीस",
        44: "chauvalis चौवालीस",
        45: "paintalis पैंतालीस",
        46: "chiyalis छियालीस",
        47: "saintalis सैंतालीस",
        48: "adtalis अड़तालीस",
        49: "unchas उनचास",
        50: "fifty pachas pachaas cincuenta पचास",
        51: "ikyavan इक्यावन",
        52: "bavan बावन",
        53: "tirpan तिरपन",
        54: "chauvan चौवन",
        55: "pachpan पचपन",
        56: "chhappan छप्पन",
        57: "sattavan सत्तावन",
        58: "atthavan अट्ठावन",
        59: "unsath उनसठ",
        60: "sixty saath sesenta साठ",
        61: "iksath इकसठ",
        62: "basath बासठ",
        63: "tirsath तिरसठ",
        64: "chausath चौंसठ",
        65: "painsath पैंसठ",
        66: "chiyasath छियासठ",
        67: "sadsath सड़सठ",
        68: "adsath अड़सठ",
        69: "unhattar उनहत्तर",
        70: "seventy sattar setenta सत्तर",
        71: "ikhattar इकहत्तर",
        72: "bahattar बहत्तर",
        73: "tihattar तिहत्तर",
        74: "chauhattar चौहत्तर",
        75: "pachhattar पचहत्तर",
        76: "chihattar छिहत्तर",
        77: "sathattar सतहत्तर",
        78: "athhattar अठहत्तर",
        79: "unasi उनासी",
        80: "eighty assi ochenta अस्सी",
        81: "ikyasi इक्यासी",
        82: "bayasi बयासी",
        83: "tirasi तिरासी",
        84: "chaurasi चौरासी",
        85: "pachasi पचासी",
        86: "chiyasi छियासी",
        87: "sattasi सत्तासी",
        88: "atthasi अट्ठासी",
        89: "navasi नवासी",
        90: "ninety nabbe noventa नब्बे",
        91: "ikyanve इक्यानवे",
        92: "banve बानवे",
        93: "tiranve तिरानवे",
        94: "chauranve चौरानवे",
        95: "panchanve पंचानवे पंचानबे",
        96: "chiyanve छियानवे",
        97: "sattanve सत्तानवे",
        98: "atthanve अट्ठानवे",
        99: "ninyanve निन्यानवे",
        100: "cien ciento",
        200: "doscientos doscientas",
        300: "trescientos trescientas",
        400: "cuatrocientos cuatrocientas",
        500: "quinientos quinientas",
        600: "seiscientos seiscientas",
        700: "setecientos setecientas",
        800: "ochocientos ochocientas",
        900: "novecientos novecientas",
    }
)

# Words that multiply what stands before them; a kodi is what wholesalers in India count twenty by.
MULTIPLIERS = _table(
    {
        12: "dozen dozens dozon dz doz darjan darzan dazan दर्जन दरजन docena docenas",
        20: "kodi कोड़ी",
        100: "hundred hundreds sau सौ",
        144: "gross",
        1000: "thousand thousands k hazar hazaar hajar hajaar हजार mil",
        10**5: "lakh lakhs lac lacs लाख",
        10**6: "million millions millon millones मिलियन",
        10**7: "crore crores करोड़",
        10**9: "billion arab अरब बिलियन",
        10**11: "kharab खरब",
        10**12: "trillion billones billon",
    }
)

# Values below a whole or between wholes: alone, behind "and", or before a dozen or hundred.
FRACTIONS = {
    normalise(word): value
    for value, row in {
        Fraction(1, 2): "half aadha aadhe adha aadhi आधा आधे आधी media medio",
        Fraction(1, 4): "quarter cuarto pav पाव",
        Fraction(3, 2): "dedh derh डेढ़",
        Fraction(5, 2): "dhai dhaai adhai ढाई अढ़ाई",
    }.items()
    for word in row.split()
}

# What Hindi says before a number to make it a half or a quarter more, or a quarter less.
ADDED = {
    normalise(word): value
    for value, row in {
        Fraction(1, 2): "sadhe saadhe sade साढ़े",
        Fraction(1, 4): "sava sawa सवा",
        Fraction(-1, 4): "paune pone पौने",
    }.items()
    for word in row.split()
}
