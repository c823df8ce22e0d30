"""Number words of English, Hindi, Hinglish and Spanish, normalised as handlers.replies.text does."""

from fractions import Fraction

from handlers.replies.text import normalise


def _table(rows: dict[int, str]) -> dict[str, int]:
    return {normalise(word): value for value, row in rows.items() for word in row.split()}


# Words that add up ("twenty" and "two"); Hindi has one for each number up to a hundred.
SMALL = _table(
    {
        0: "zero nought nil cero shunya sunya शून्य जीरो zeero sifar सिफर",
        1: "one ek एक इक uno una un वन single wan ikko ikk ik hikk",
        2: "two do dos doh दो टू couple",
        3: "three teen tin tres तीन थ्री theen trés teeen",
        4: "four char chaar cuatro चार फोर",
        5: "five paanch panch pach paach cinco पांच पाँच पाच फाइव paaanch",
        6: "six chhe cheh chhah chah chhai seis छह छः छे छ सिक्स chey chha che",
        7: "seven saat siete सात sat",
        8: "eight aath ath ocho आठ aanth",
        9: "nine nau nueve नौ nou nao",
        10: "ten das dus diez दस टेन dass",
        11: "eleven once gyarah gyara ग्यारह gyaarah gyarha giyarah ग्यारा",
        12: "twelve barah bara baarah doce बारह baraah baarha बारा",
        13: "thirteen terah trece तेरह teraah tehrah",
        14: "fourteen chaudah catorce चौदह choudah chauda chouda chaudha",
        15: "fifteen pandrah pandra quince पंद्रह पन्द्रह pandrha pundrah पंद्रा",
        16: "sixteen solah dieciseis सोलह solha solaah sola",
        17: "seventeen satrah diecisiete सत्रह satra sattrah satara",
        18: "eighteen atharah dieciocho अठारह athara attharah athaarah अट्ठारह",
        19: "nineteen unnis diecinueve उन्नीस unees unnees",
        20: "twenty bees bis veinte बीस beess",
        21: "ikkis veintiuno veintiun veintiuna इक्कीस ikkees ikis",
        22: "bais baais veintidos बाईस बाइस baees baayis",
        23: "teis veintitres तेईस teyis",
        24: "chaubis veinticuatro चौबीस chaubees choubis",
        25: "pachis pachchis pacchis veinticinco पच्चीस पचीस pachees pacchees",
        26: "chabbis veintiseis छब्बीस chhabbis chabbees",
        27: "sattais veintisiete सत्ताईस sattaees satais",
        28: "atthais veintiocho अट्ठाईस atthaees athais",
        29: "untis veintinueve उनतीस untees unattis",
        30: "thirty tees treinta तीस",
        31: "ikattis इकतीस इकत्तीस iktees ikatis ikattees",
        32: "battis बत्तीस battees batis",
        33: "taintis तैंतीस tetis taintees tentis",
        34: "chautis चौंतीस chautees chauntis",
        35: "paintis पैंतीस paintees pentis",
        36: "chattis छत्तीस chhattis chattees",
        37: "saintis सैंतीस saintees sentis",
        38: "adtis अड़तीस adtees artis",
        39: "untalis उनतालीस untaalis unchalis",
        40: "forty fourty chalis chaalis cuarenta चालीस chalees chaalees",
        41: "iktalis इकतालीस iktaalis ektalis",
        42: "bayalis बयालीस bayaalis biyalis",
        43: "taintalis तैंतालीस tentalis taintaalis",
        44: "chauvalis चौवालीस chavalis chauwalis चवालीस",
        45: "paintalis पैंतालीस paintaalis pentalis",
        46: "chiyalis छियालीस chhiyalis छियालिस",
        47: "saintalis सैंतालीस sentalis saintaalis",
        48: "adtalis अड़तालीस adtaalis artalis",
        49: "unchas उनचास unchaas उन्चास",
        50: "fifty pachas pachaas cincuenta पचास pachaass",
        51: "ikyavan इक्यावन ikyawan ikavan",
        52: "bavan बावन bawan baavan",
        53: "tirpan तिरपन tirepan",
        54: "chauvan चौवन chauwan chouvan चव्वन",
        55: "pachpan पचपन pachpann",
        56: "chhappan छप्पन chappan",
        57: "sattavan सत्तावन sattawan",
        58: "atthavan अट्ठावन atthawan athavan",
        59: "unsath उनसठ unsathh",
        60: "sixty saath sesenta साठ saathh",
        61: "iksath इकसठ iksathh",
        62: "basath बासठ baasath",
        63: "tirsath तिरसठ",
        64: "chausath चौंसठ chaunsath",
        65: "painsath पैंसठ paisath",
        66: "chiyasath छियासठ chhiyasath",
        67: "sadsath सड़सठ sarsath",
        68: "adsath अड़सठ arsath",
        69: "unhattar उनहत्तर unhatar",
        70: "seventy sattar setenta सत्तर sattarr",
        71: "ikhattar इकहत्तर ikhatar",
        72: "bahattar बहत्तर bahatar",
        73: "tihattar तिहत्तर",
        74: "chauhattar चौहत्तर",
        75: "pachhattar पचहत्तर pachattar pichattar पिचहत्तर पचत्तर",
        76: "chihattar छिहत्तर chhihattar",
        77: "sathattar सतहत्तर sathatar",
        78: "athhattar अठहत्तर",
        79: "unasi उनासी unnasi उन्यासी",
        80: "eighty assi ochenta अस्सी assee",
        81: "ikyasi इक्यासी ikasi",
        82: "bayasi बयासी",
        83: "tirasi तिरासी teerasi",
        84: "chaurasi चौरासी chourasi",
        85: "pachasi पचासी pichasi",
        86: "chiyasi छियासी chhiyasi",
        87: "sattasi सत्तासी",
        88: "atthasi अट्ठासी",
        89: "navasi नवासी nawasi नौवासी",
        90: "ninety nabbe noventa नब्बे nabbey nabe नब्बै",
        91: "ikyanve इक्यानवे ikyanave",
        92: "banve बानवे bayanve बयानवे",
        93: "tiranve तिरानवे tiranave",
        94: "chauranve चौरानवे chauranave",
        95: "panchanve पंचानवे पंचानबे pachanve pichanve पचानवे",
        96: "chiyanve छियानवे chhiyanve",
        97: "sattanve सत्तानवे sattanave",
        98: "atthanve अट्ठानवे atthanave",
        99: "ninyanve निन्यानवे ninyanave ninanve",
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
        12: "dozen dozens dozan docen dozon dz doz darjan darzan dazan दर्जन दरजन docena docenas",
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
        Fraction(3, 2): "dedh derh dhed ded डेढ़ डेढ",
        Fraction(5, 2): "dhai dhaai adhai dhayi dhaayi ढाई ढाइ अढ़ाई",
    }.items()
    for word in row.split()
}

# What Hindi says before a number to make it a half or a quarter more, or a quarter less.
ADDED = {
    normalise(word): value
    for value, row in {
        Fraction(1, 2): "sadhe saadhe sade saade sadde saadde साढ़े साढे",
        Fraction(1, 4): "sava sawa सवा",
        Fraction(-1, 4): "paune pone पौने",
    }.items()
    for word in row.split()
}
