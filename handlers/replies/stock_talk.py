"""What shopkeepers say beside the goods: prices, times, doubts, questions, other business, small talk."""

from collections.abc import Mapping

from handlers.replies.calendar_words import DAYS, MONTHS, PARTS, UNITS, WEEKDAYS

_TODAY = frozenset(word for word, days in DAYS.items() if days == 0)
# "h" is how "hai" is typed far more often than an hour; "mes", "mar" and "sun" are other words too.
_NO_TIMES = frozenset({"h", "hs", "mar", "set", "out", "ago", "mes", "sun", "tarde", "may", "mai"}) | _TODAY


def _listed(*tables: Mapping[str, int]) -> str:
    words = {word for table in tables for word in table} - _NO_TIMES
    return " ".join(sorted(word.replace(" ", "_") for word in words if not word.isdigit()))


TALK_WORDS = {
    # Beside a price.
    "each": """
        pp p_p per_peice per_pice piece_ka pc_ka piece_wise each per per_pc per_piece per_pcs apiece a_piece c/u
        cada cada_uno cada_una ek_piece_ka ek_pc_ka prati_piece प्रति ke_hisab_se k_hisab_se ke_hisaab_se
        के_हिसाब_से a_pop ek_ka एक_का
    """,
    "price": """
        price rate rates cost costs prize daam dam dham दाम रेट कीमत keemat kimat bhav भाव mrp amount total
        precio precios cuesta cuestan vale_a cost_is charge charges padega padenge padegi lagega lagenge lagegi
        padta पड़ेगा पड़ेंगे लगेगा लगेंगे लगेगी wala wali wale वाला वाली वाले hike increased badh_gaya badh_gya
        badh_gayi बढ़_गया बढ़_गई mehnga kul कुल subio
    """,
    "rupee": """
        rs re inr rupee rupees rupay rupaye rupiya rupaiye rupe रुपये रुपए रुपया रु peso pesos usd dollar
        dollars euro euros bucks mxn
    """,
    "of": "of out_of me_se mein_se mai_se m_se में_से में_स",
    # "450 ka": what a price or a number belongs to.
    "ka": "milake milakar mila_ke milaake मिलाकर मिला_के ka ke ki ka_hi का के की",
    # Small words before and behind places, times and prices.
    "mein": "me mein mai m में in on pe at for a por por_el por_la para en de",
    "now": """
        now right_now at_the_moment at_present currently abhi abi abhi_to abhi_toh filhal filhaal अभी फिलहाल
        ahora ahorita ahora_mismo today todays aaj aj आज hoy as_of_now presently ab अब immediately
    """,
    # Times that are over.
    "past": """
        yesterday last_week last_month ayer anoche already pehle_hi kal_hi pehle पहले this_morning esta_manana
        last_night ago recently
    """,
    # Says that it is not known.
    "unsure": """
        stop maybe perhaps possibly may_be might idk dont_know do_not_know not_sure no_idea hm hmm umm um
        depends quizas quiza tal_vez no_se no_lo_se shayad shyd pata_nahi pta_nahi pata_nhi pta_nhi nahi_pata
        malum_nahi maloom_nahi nahi_malum शायद पता_नहीं मालूम_नहीं could_be i_think_so think_so i_think lagta
        lagta_hai mushkil मुश्किल difficult hard_to_say cant_say cannot_say kah_nahi_sakta bol_nahi_sakta
        creo_que_si creo guess probably i_guess i_hope hopefully if agar अगर try will_try koshish कोशिश confuse
        confused doubt ho_sakta_hai ho_sakta sakta_hai_shayad puede_ser depende
    """,
    # Puts the answer off, or asks us to speak.
    "wait": """
        bolo boliye boliyega bolna kaho kahiye batao bataiye batana बोलिए बोलो कहिए बताओ बताइए tell_me tell
        dekhiye dekho dekhte_hai digame time_do thoda_time_do give_me_some_time some_more_time need_time wait
        hold hold_on one_sec one_second a_sec a_second one_min one_minute a_minute a_moment one_moment ek_min
        ek_minute ek_mint ek_second ek_sec ek_minat 1_min 1_minute 1_sec 1_mint 2_min 2_minute 2_mint do_minute
        do_min 5_min_do एक_मिनट दो_मिनट 2_मिनट 1_मिनट ruko rukiye ruk ruk_jao rukna ruko_zara रुको रुकिए रुकिये
        thehro ठहरो check checking lemme_check let_me_check let_me_see let_me_ask let_me_look let_me_look_into
        will_check will_see will_confirm will_tell will_let_you_know i_will_tell ill_check ill_confirm ill_tell
        ill_see dekhta dekhte dekhna dekh_ke dekhke dekhkar dekhunga dekhenge dekh_raha dekh_kar dekhta_hu देखता
        देखते देखकर देखना देख_के देख_कर देखूंगा देख_रहा batata batate btata bataunga btaunga batayenge
        bata_dunga bata_deta bataun batau बताता बताते बताऊंगा बता_दूंगा check_karta check_karke check_kar
        check_krke puchta puchna puch_ke puchke poochta puchh_ke pooch_ke पूछकर पूछता पूछ_के confirm_karta
        confirm_karke confirm_karna confirm_you later_on later busy baad_me baad_mein bad_me बाद_में espera
        espere esperame dejame deja_reviso reviso dejame_ver dejame_revisar checo deja_checo te_aviso te_digo
        un_momento un_segundo un_minuto momento luego ahorita_te_digo have_to_see have_to_check need_to_check
        need_to_ask have_to_ask asking get_back revert soch_ke sochta thodi_der थोड़ी_देर after_some_time
        some_time sometime in_a_while call_you call_back let_you_know tell_you inform_you ask phir_batata
        padega_dekhna dekhna_padega my_son my_brother my_father update_you
    """,
    # Says that they cannot look.
    "away": """
        nahi_hu nhi_hu nahi_hun nahi_hoon नहीं_हूं bahar बाहर not_at_shop not_in_shop not_at_the_shop
        not_in_the_shop not_at_store out_of_station out_of_town on_leave chutti छुट्टी holiday closed band बंद
        band_hai in_a_meeting meeting driving traveling travelling estoy_fuera cerrado not_here_today im_not
        i_am_not am_not outside gaon_me on_the_way no_estoy
    """,
    # "Nahi hu": of a person, not of goods.
    "am": "hu hun hoon huu हूं हू",
    # Asks wherever it stands near the beginning of a part.
    "asking": """
        what whats when_will when_is when where wheres which who whos whom whose how how_much how_many why kya
        kab kahan kaha kidhar kaun kon kaunsa kaunsi konsa konsi kaun_sa kaun_si kitna kitne kitni kaise kaisa
        kaisi kyu kyun kyon kis kisko kiska kisme kiske क्या कब कहां कौन कौन_सा कौन_सी कौनसा कितना कितने कितनी
        कैसे कैसा क्यों किसका किस किसको any_other que_color de_que que_talla cual cuales cuando donde quien
        quienes cuanto cuanta cuantos cuantas como por_que para_cuando que need_it_by_when
    """,
    # These ask at the beginning of a part only: "is it there?", but "red is there".
    "asks_first": """
        can_you could_you can_i could_i should_i may_i shall_i do_you did_you are_you will_you would_you is_it
        is_this is_that does_he does_she do_they does_it is_payment is_the will_he is_there_any are_there_any
        am_i are_we shall_we do_we do_i
    """,
    "or": "or ya_phir या ya_fir",
    "contrast": "but however though although except_that par lekin magar mgr pr लेकिन पर मगर pero sino only_that",
    "and": "and aur और tatha also bhi भी as_well too tambien plus",
    # Takes an answer back.
    "undo": """
        undo un_do undo_it cancel_my_yes cancel_yes by_mistake mistake_se my_mistake mistake galti_se galti
        ghalti_se galti_ho_gayi galti_ho_gai galat galat_ho_gaya galat_bol_diya galat_likh_diya galat_bhej_diya
        ghalat गलती_से गलती गलत गलत_हो_गया wrong_msg wrong_message wrongly take_it_back take_back_my i_take_back
        take_back_my_word wapas_le ignore_my ignore_that ignore_last ignore_previous cancel_what cancel_it
        cancel cancel_kar_do cancel_karo cancel_my cancel_that disregard revert_my undo_karo undo_kar_do retract
        me_equivoque equivoque deshacer error_mio cancela cancelar fue_un_error wrong_it_is typo wrong_reply
        reverse_it haan_galti rollback
    """,
    # Takes an answer back where it denies.
    "actually": """
        actually asal_me asal_mein darasal दरअसल असल_में en_realidad oops ohh_no oh_no uff scratch_that
        correction
    """,
    "wrong": """
        who_are_you who_is_this who_r_u kaun_ho kaun_bol_raha aap_kaun wrong wrong_number wrong_no wrong_person
        galat_number wrong_shop numero_equivocado
    """,
    "call": """
        call call_me phone_me call_karo phone_karo call_kar call_kro call_krna phone ring_me fone कॉल फोन
        llamame marcame call_kijiye baat_karo number contact whatsapp
    """,
    # Other business than stock: what is said of it is no answer.
    "topic": """
        owner malik maalik papa husband wife staff मालिक payment paisa paise पैसे पैसा pay paid unpaid money
        invoice bill gst photo photos pic pics image fotos foto address customer commission margin payout
        courier driver rider delivery return returned refund message messages msg order_pichla pichle pichla
        last_order previous pago pagos cliente comision entrega advance cod credit udhaar udhar cash online upi
        gpay paytm account discount boy_nahi hello_how at_night server dont_message
    """,
    "size_word": "size sizes saiz साइज sz talla tallas",
    "order_word": "order orders ordr ऑर्डर pedido ord",
    "want": """
        needed required want need chahiye chahie chaiye चाहिए necesita necesitas ocupa ocupas quiere quieres
        require urgent
    """,
    "ordinal": "first_one second_one third_one fourth_one 1st 2nd 3rd 4th 5th",
    "colour": """
        red blue green yellow black white pink orange purple brown grey gray maroon navy beige cream golden gold
        silver violet mustard peach turquoise teal magenta khaki olive rust indigo lavender multicolour
        multicolor laal lal neela neeli hara hari peela peeli kala kaala kali safed gulabi narangi bhura
        baingani लाल नीला नीली हरा हरी पीला पीली काला काली सफेद गुलाबी नारंगी भूरा बैंगनी rojo roja azul verde
        amarillo amarilla negro negra blanco blanca rosa naranja morado morada cafe gris
    """,
    "thanks": "thanks thank thank_you thankyou thx ty gracias shukriya dhanyawad dhanyavad धन्यवाद शुक्रिया 🙏",
    # Before and behind times.
    "lead": """
        tk after by till until before within around about in_about tak तक baad ke_baad k_baad ke_bad के_बाद बाद ko
        को se_pehle dentro hasta despues antes from mei para_el para_la el_dia
    """,
    "clock": "am pm a_m p_m oclock baje bje bajey baja बजे",
    # Times that no calendar shows, and some that one does.
    "vague": """
        after_lunch after_diwali after_holi after_eid after_festival after_holidays after_namaz lunch_ke_baad
        khane_ke_baad diwali_ke_baad next_time next_week next_wk next_month agle_hafte agle_hafta agla_hafta
        अगले_हफ्ते अगले_सप्ताह agle_mahine अगले_महीने proxima_semana la_proxima_semana la_semana_que_viene
        el_proximo_mes couple_of_days few_days kuch_din kuch_dino thode_din थोड़े_दिन कुछ_दिन is_hafte this_week
        end_of_day eod end_of_month day_after agli_baar soon jaldi jald जल्दी जल्द pronto some_days few_hours
        kuch_der kal_parso
    """,
    # What was done, asked or seen: no answer beside a bare yes ("haan dekha"), nothing beside a full one.
    "deed": """
        gaya gya gayi gaye गया गई गए aaya aaye आया आए kiya किये liya diya diye di दिया दिए किए kiye checked
        check_kiya check_kar_liya dekha dekh_liya dekh_lo देखा देख_लिया looked asked pucha poocha got_your
        yes_i_know kehna bol bola bata bataya likh likha samjho samajh ja jao jaana jana jaye jayega jaega
        jayegi bheja bheje laya laye know seen saw read noted ok_ok okay_okay k_k received_msg padha chuka chuke
        chuki चुका चुके चुकी
    """,
    # What an answer is dressed in.
    "dress": """
        someone somebody ladka ladke ladko banda bande aadmi boy boys guy guys man person physically completely
        totally simply exact_same again consider considered check_done do i we u you im ill id she they them him
        her it that this these those the my your our us mine yours to be been being will would shall can could
        does did so very much really quite please pls plz plss kindly sir sirji sir_ji madam mam maam mem boss
        bos bro brother bhai bhaiya bhaiyya bhaia bhai_saab bhai_sahab bhaisaab bhaisahab bhaiji bhayya yaar yar
        dost uncle aunty didi dear friend buddy dude ji jee jii saab sahab sahib seth भाई भैया भाई_साहब साहब सर
        मैडम जी यार दोस्त hello hey hlo helo hi_there hello_there hey_there namaste namaskar नमस्ते नमस्कार
        ram_ram good_morning good_afternoon good_evening good_night gm salaam salam jai_shree_krishna
        morning_sir oh ohh oho ah aww arre are_bhai arey arrey aree अरे haha hehe lol well then as with still
        any up own mere hamare mera meri hamara apne apna मेरे हमारे मेरा मेरी हमारा अपने mujhe hum ham main
        maine humne hamne मैं मैंने हम हमने aap aapko aapka aapke आप आपको tum wo woh vo yeh ye isko usko iska
        uska ये यह वो वह इसका उसका waha wahan yaha yahan यहां वहां idhar toh तो hi_hai ho_gaya hogaya ho_gya
        hogya ho_gayi ho_gaye hogaye ho_gyi हो_गया हो_गई हो_गए raha rahe rahi रहा रहे रही rha rhe rhi hote hota
        hoti कर kar karo kro krdo kr de_diya se सе से aa aata aati aate ata ati आता आती आते aake aakar आकर senor
        senora jefe amigo amiga hola buenos buenas buen_dia buenos_dias buenas_tardes por_favor favor porfa
        porfavor lo los la las le les el te se_lo es son esta estan estas este esto eso ese esa mi mis tu su con
        todavia lo_siento una_disculpa disculpe disculpa sorry sry soory sori maaf maaf_kijiye maaf_karna
        maf_karo maafi माफ माफ_कीजिए माफ_करना afraid unfortunately regret revise yes_i kind good nice new fresh
        naya nayi नया original best same wahi wohi exact exactly size_me dear_sir right_here lying_here anytime
        any_time whenever kabhi_bhi kabhi_bhi_aa in_the_back back front large medium small big of_them lagbhag
        approx approximately nearly count quantity qty quantities khud hamesha always jab jo jaise haazir
        counter_ke_neeche neeche upar andar company कंपनी supplier factory pay_first by_hand safe safely
        now_itself itself hand myself ourselves side aside alag अलग pass paas pas पास ps making make made wanted
        asked_for asking_for mentioned you_asked you_wanted today_itself chhota bada market din_bhar aram aaram
        lekar leke kiya_hai rehne wagera vagera etc sakta sakte sakti possible capable able moment hua hue hui
        se_zyada se_jyada zyada jyada more_than above mas_de hua_hai
    """,
    "day": _listed(DAYS, WEEKDAYS, PARTS) + " por_la_tarde en_la_tarde esta_tarde en_la_noche esta_noche",
    "unit_of_time": _listed(UNITS),
    "month": _listed(MONTHS) + " tarikh tareekh तारीख",
}  # fmt: skip
