"""The words by which shopkeepers ask for what they can do in chat: English, Hindi, Hinglish and Spanish.

An underscore joins the words of a phrase; a word stands for one thing here, whatever else it means elsewhere.
"""

from handlers.replies.calendar_words import COUNTS, DAYS, MONTHS, PARTS, UNITS, WEEKDAYS
from handlers.replies.text import normalise


def _plain(words: str) -> dict[str, str]:
    return {normalise(word.replace("_", " ")): word for word in words.split()}


HOURS = """
    timing timings horario opening_hours open_hours shop_hours store_hours our_hours hours_are hours_today hours_from
    hours_7 hours_8 hours_9 hours_10 hours_11 hours_12
"""
"""By these a shop tells its hours. They stand with what is closed, so that no figure of them is taken for a count."""

_OWN = {
    "stock": """
        stock stok stocks inventory inventario existencias maal स्टॉक माल इन्वेंटरी what_do_i_have what_i_have
        mere_paas_kya_hai mere_paas_kya_kya_hai kya_kya_hai_mere_paas मेरे_पास_क्या_है मेरे_पास_क्या_क्या_है que_tengo
        stock_list stocklist lista_de_existencias
    """,
    "update": "update edit change modify badlo badalna badalo cambiar actualizar अपडेट बदलो",
    "orders": """
        order orders ordr ordrs pedido pedidos ऑर्डर ऑर्डर्स what_to_bring what_to_keep what_to_keep_aside
        what_do_i_bring what_should_i_bring what_should_i_keep what_should_i_keep_aside what_do_i_keep kya_lana_hai
        kya_laana_hai kya_dena_hai kya_rakhna_hai kya_alag_rakhna_hai kya_kya_lana_hai kya_kya_dena_hai
        kya_kya_rakhna_hai क्या_लाना_है क्या_देना_है क्या_रखना_है क्या_क्या_देना_है que_llevo que_debo_llevar
        que_tengo_que_llevar que_aparto pickup pickups
    """,
    "earnings": """
        earnings earning income commission commissions kamai kamaai kamayi hisab hisaab ganancias ganancia comision
        comisiones कमाई कमीशन हिसाब last_payout last_payment pichla_payout pichli_payment pichla_payment ultimo_pago
        how_much_did_i_earn how_much_have_i_earned how_much_i_earned how_much_did_i_make how_much_have_i_made
        kitna_kamaya kitni_kamayi_hui kitna_kamaya_maine maine_kitna_kamaya कितना_कमाया cuanto_gane cuanto_he_ganado
        kitna_paisa_bana kitne_paise_bane paisa_kitna_hua paise_kitne_hue kitna_paisa_hua kitne_paise_hue
        mera_kitna_bana kitna_bana kitna_hua_mera earnings_report
    """,
    "payout": """
        payout payouts pay_out payment payments withdraw withdrawal settlement bhugtan भुगतान पेमेंट पेआउट pago pay_me
        pay_us cash_out pagame paguenme mi_pago cobrar quiero_cobrar
    """,
    "money": "money paisa paise paisay पैसा पैसे dinero amount",
    "give": """
        send give want need transfer release do de_do dedo de_dijiye chahiye chahie chaiye chahiye_tha karo kar_do
        kardo kijiye bhejo bhej_do bhejiye दो दे_दो चाहिए करो कर_दो भेजो भेज_दो quiero necesito manda mandame envia
        enviame pide ask ask_for request
    """,
    "when": "when kab kab_tak cuando कब milega milegi milenge aayega aayegi aayenge ayega मिलेगा मिलेंगे आएगा आएंगे",
    "holiday": """
        holiday holidays vacation vacations vacaciones chutti chhutti chuti chhuti छुट्टी छुट्टियां on_leave
        out_of_station out_of_town de_vacaciones gone_home gaon_ja_raha gaon_ja_rahe festivo leave
    """,
    "closed": f"""
        {HOURS} closed close closing band bandh बंद off away cerrado cerrada cerrados cerramos not_available
        unavailable
    """,
    "open": """
        open opened opening khuli khula khul khul_gayi khul_gaya khul_gai khol_di khol_diya kholi खुली खुला खुल_गई
        खुल_गया खोल_दी खोल_दिया abierto abierta abierto_ya abrimos ya_abri reopen reopened working
    """,
    "back": """
        back wapas vapas waapas wapis वापस back_again returned wapas_aa_gaya wapas_aa_gaye wapas_aa_gayi vapas_aa_gaya
        vapas_aa_gaye वापस_आ_गया वापस_आ_गए volvi regrese de_vuelta ya_volvi ya_regrese resume
    """,
    "will_open": """
        khulega khulegi kholenge khulenge kholunga खुलेगा खुलेगी खोलेंगे aaunga aaenge aayenge_wapas abrire abriremos
        vuelvo volvere volvemos regreso regresamos will_open will_be_back will_be_open opens reopens coming_back
    """,
    "ended": """
        khatam khatm khtm khattam खत्म over ended finished cancel cancelled cancel_karo cancel_kar_do terminado
        termino terminaron se_acabo se_acabaron end stop_it
    """,
    "help": """
        help halp madad sahayata मदद सहायता menu ayuda commands command options guide kya_kar_sakta_hu
        kya_kar_sakta_hoon kya_kya_kar_sakta_hu kya_kya_likh_sakta_hu kya_likhu kya_likhun kaise_use_kare
        kaise_chalta_hai what_can_i_do what_can_i_write what_can_you_do how_does_this_work how_to_use que_puedo_hacer
        que_puedo_escribir como_funciona क्या_कर_सकता_हूं कैसे_काम_करता_है
    """,
    "language": "language languages bhasha bhaasha भाषा idioma lengua lenguaje language_change",
    "english": "english angrezi angreji inglish अंग्रेज़ी अंग्रेजी इंग्लिश ingles",
    "hindi": "hindi हिन्दी हिंदी",
    "hinglish": "hinglish हिंग्लिश roman_hindi",
    "spanish": "spanish espanol castellano",
    "hello": """
        hi hello hey helo hlo hii namaste namaskar नमस्ते नमस्कार hola buenos_dias buenas_tardes buenas good_morning
        good_afternoon good_evening ram_ram salaam salam pranam 🙏
    """,
    "thanks": """
        thanks thank_you thankyou thanku thx ty ok okay okk k theek thik theek_hai thik_hai ठीक ठीक_है accha acha achha
        अच्छा shukriya dhanyavad dhanyawad धन्यवाद शुक्रिया gracias vale listo 👍 👌 ✅ done noted ok_done great super
        badhiya bahut_accha bahut_badhiya perfect perfecto
    """,
    "polite": """
        please pls plz plss kindly sir madam mam boss bro bhai bhaiya bhaiyya bhaisaab yaar dear team ji jee saab sahab
        भाई भैया जी सर por_favor porfavor porfa
    """,
    "my": "my mera mere meri our ours hamara hamare hamari मेरा मेरे मेरी हमारा हमारे हमारी mi mis nuestro nuestros",
    "we": """
        we i me us im we_are i_am am hum main mai हम मैं hu hoon hun hain_hum am_on were well i_will ill we_will will
        estoy estamos be will_be would_be
    """,
    "what": """
        what whats how_much how_many kya kitna kitne kitni क्या कितना कितने कितनी que cuanto cuanta cuantos
        cuantas any koi कोई hay status
    """,
    "show": """
        show see view check list write likho likhna likhiye लिखो escribe dikhao dikha dikha_do dikhado
        dikhaiye dekhna dekho batao bata bata_do btao bataiye दिखाओ
        बताओ दिखा_दो muestra muestrame ver dime tell get know lista report details detail total
    """,
    "is": """
        hogi hoga rahegi rahega rahenge रहेगी रहेगा होगी होगा
        is are hai hain h he है हैं ho hua hui hue bhi the to of for on in ka ki ke का की के es la el los las
        de en ye yeh
    """,
    "current": """
        now abhi अभी ahora new naya naye nayi नया नए pending open_orders baki baaki बाकी all sab सब todos
        current
    """,
    "shop": "shop store dukaan dukan dukhan दुकान tienda market",
    "still": "already ab again ya phir se today_onwards onwards gaya gayi gaye aa_gaya aa_gaye aa_gayi गया गई गए आ_गया",
    "till": "till til until untill untl upto up_to to hasta a al",
    "tak": "tak tk तक",
    "from": "from se_lekar since starting desde",
    "length": "for ke_liye por durante के_लिए",
    "this": "this is_mahine is_mahina mahine_ki mahine_ka इस_महीने este is",
    "next": "next agle agla अगले proximo proxima",
    "ko": """
        at a_las ko को par pe on_the on_this el_dia dia_de tarikh tareekh तारीख th st nd rd and aur y और hi
        only baje bje बजे am pm
    """,
    "neg": "no not nahi nahin nhi nai mat नहीं dont didnt isnt nunca",
}


def _times() -> set[str]:
    return {word for table in (DAYS, WEEKDAYS, PARTS, UNITS, MONTHS, COUNTS) for word in table if not word.isdigit()}


def _merge() -> dict[str, str]:
    """Each word in the first class that lists it; those that tell a time and stand in none are ``time``."""
    taken: set[str] = set()
    classes: dict[str, str] = {}
    for name, words in _OWN.items():
        own = {plain: word for plain, word in _plain(words).items() if plain not in taken}
        taken |= own.keys()
        classes[name] = " ".join(own.values())
    rest = sorted(_times() - taken)
    classes["time"] = " ".join(word.replace(" ", "_") for word in rest)
    return classes


SHOP_WORDS = _merge()
