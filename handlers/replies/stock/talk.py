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
        pp p_p per_peice per_pice piece_ka pc_ka piece_wise each per per_pc per_piece per_pcs apiece a_piece
        ek_piece_ka ek_pc_ka prati_piece प्रति ke_hisab_se k_hisab_se ke_hisaab_se के_हिसाब_से a_pop ek_ka एक_का
        ek_ke ek_k ek_piece_ke ek_pc_ke एक_के एक_पीस_का एक_पीस_के
    """,
    "price": """
        price rate rates cost costs prize daam dam dham दाम रेट कीमत keemat kimat bhav भाव mrp amount total
        cost_is charge charges padega padenge padegi lagega lagenge lagegi padta पड़ेगा पड़ेंगे लगेगा लगेंगे
        लगेगी wala wali wale वाला वाली वाले hike increased badh_gaya badh_gya badh_gayi बढ़_गया बढ़_गई mehnga
        kul कुल last_price last_rate last_ka_rate final_price final_rate fixed_price fix_price fixed_rate
        fix_rate fixed best_price best_rate net_price net_rate final ek_daam ek_dam_rate wholesale_rate
        selling_price lowest last_prize costing costed asking_price padegi_ek padegey padenga lagega_ek lagenga
        पड़ेगी पड़ेगें फाइनल फिक्स gone_up went_up has_gone_up increase raised badha_diya badha badh_gaye
        बढ़_गया_है going_for se_kam_nahi se_kam_nhi se_niche_nahi से_कम_नहीं not_less_than no_less_than minimum
    """,
    "rupee": """
        rs re inr rupee rupees rupay rupaye rupiya rupaiye rupe रुपये रुपए रुपया रु usd dollar dollars bucks
    """,
    "of": "of out_of me_se mein_se mai_se m_se में_से में_स",
    # "450 ka": what a price or a number belongs to.
    "ka": "milake milakar mila_ke milaake मिलाकर मिला_के ka ke ki ka_hi का के की",
    # Small words before and behind places, times and prices.
    "mein": "mein mai m में in on pe at for a por por_el por_la para en de me",
    "now": """
        now right_now at_the_moment at_present currently abhi abi abhi_to abhi_toh filhal filhaal अभी फिलहाल
        today todays aaj aj आज as_of_now presently ab अब immediately
    """,
    # Times that are over.
    "past": """
        yesterday last_week last_month already pehle_hi kal_hi pehle पहले this_morning last_night ago recently
    """,
    # Says that it is not known.
    "unsure": """
        stop maybe perhaps possibly may_be might idk dont_know do_not_know not_sure no_idea hm hmm umm um
        depends shayad shyd pata_nahi pta_nahi pata_nhi pta_nhi nahi_pata malum_nahi maloom_nahi nahi_malum शायद
        पता_नहीं मालूम_नहीं could_be i_think_so think_so i_think lagta lagta_hai mushkil मुश्किल difficult
        ho_sakte ho_sakti computer_me computer_mein system_me system_mein register_me register_mein list_me list_mein
        record_me system_shows computer_shows system_says computer_says as_per_computer as_per_system should_be
        hona_chahiye
        hone_chahiye was_told am_told been_told i_heard suna_hai suna_tha सुना_है ho_jaye_to ho_jaaye_to bhai_ki_dukan
        bhai_ki_dukaan bhai_ki_shop brothers_shop chal_jaye_to aa_jaye_to ban_jaye_to kahi_pe kahin_pe combo_me
        combo_mein bola_nahi_ja_sakta kaha_nahi_ja_sakta keh_nahi_sakta keh_nahi_sakte hard_to_say cant_say cannot_say
        kah_nahi_sakta bol_nahi_sakta guess probably i_guess i_hope hopefully if
        agar अगर try will_try koshish कोशिश confuse confused doubt ho_sakta_hai ho_sakta sakta_hai_shayad
        kisi_aur_ke_liye kisi_aur_ka kisi_ke_liye dusre_ke_liye dusre_customer kisi_customer kisi_ka_order
        kisi_ka_booked for_someone_else for_somebody_else for_another_customer for_other_customer
        for_another_buyer someone_elses किसी_और_के_लिए किसी_के_लिए किसी_और_का दूसरे_के_लिए book_hai booked_hai
        mil_gaya_to mil_gya_to mil_gaye_to mila_to mile_to mil_jaye_to hua_to hoga_to aaya_to aa_gaya_to
        मिल_गया_तो मिला_तो मिले_तो हुआ_तो होगा_तो आया_तो if_i_find if_found if_available if_it_comes if_i_get
    """,
    # Puts the answer off, or asks us to speak.
    "wait": """
        bolo boliye boliyega bolna kaho kahiye batao bataiye batana बोलिए बोलो कहिए बताओ बताइए tell_me tell
        dekhiye dekho dekhte_hai time_do thoda_time_do give_me_some_time some_more_time need_time wait hold
        hold_on one_sec one_second a_sec a_second one_min one_minute a_minute a_moment one_moment ek_min
        ek_minute ek_mint ek_second ek_sec ek_minat 1_min 1_minute 1_sec 1_mint 2_min 2_minute 2_mint do_minute
        do_min 5_min_do एक_मिनट दो_मिनट 2_मिनट 1_मिनट ruko rukiye ruk ruk_jao rukna ruko_zara रुको रुकिए रुकिये
        thehro ठहरो check checking lemme_check let_me_check let_me_see let_me_ask let_me_look let_me_look_into
        will_check will_see will_confirm will_tell will_let_you_know i_will_tell ill_check ill_confirm ill_tell
        ill_see dekhta dekhte dekhna dekh_ke dekhke dekhkar dekhunga dekhenge dekh_raha dekh_kar dekhta_hu देखता
        देखते देखकर देखना देख_के देख_कर देखूंगा देख_रहा batata batate btata bataunga btaunga batayenge
        bata_dunga bata_deta bataun batau बताता बताते बताऊंगा बता_दूंगा check_karta check_karke check_kar
        check_krke puchta puchna puch_ke puchke poochta puchh_ke pooch_ke पूछकर पूछता पूछ_के confirm_karta
        confirm_karke confirm_karna confirm_you later_on later busy baad_me baad_mein bad_me बाद_में have_to_see
        have_to_check need_to_check need_to_ask have_to_ask asking get_back revert soch_ke sochta thodi_der
        थोड़ी_देर after_some_time some_time sometime in_a_while call_you call_back let_you_know tell_you
        inform_you ask phir_batata padega_dekhna dekhna_padega my_son my_brother my_father update_you
        dhundhna dhundna dhoondhna dhoondna dhundhta dhundta ढूंढना ढूंढता baat_karte baat_karta baat_karenge
        baat_karunga baat_karke baat_krte baat_krke बात_करते बात_करता बात_करेंगे
        with_customer with_a_customer with_customers busy_with_customer customer_se_baat customer_hai_abhi
        attending_customer attending_a_customer will_get_back will_get_back_to_you get_back_to_you gimme
        gimme_a_min gimme_a_sec give_me_a_min give_me_a_minute give_me_one_min give_me_2_min give_me_a_sec
        just_a_min just_a_sec hang_on wait_a_min bear_with_me
    """,
    # Says that they cannot look.
    "away": """
        nahi_hu nhi_hu nahi_hun nahi_hoon नहीं_हूं bahar बाहर not_at_shop not_in_shop not_at_the_shop
        not_in_the_shop not_at_store out_of_station out_of_town on_leave chutti छुट्टी holiday closed band बंद
        band_hai in_a_meeting meeting driving traveling travelling not_here_today im_not i_am_not am_not outside
        gaon_me on_the_way nahi_khuli nahi_khula not_open not_opened not_open_yet shop_not_open नहीं_खुली
        नहीं_खुला dukan_nahi_khuli dukaan_nahi_khuli
    """,
    # "Nahi hu": of a person, not of goods.
    "am": "hu hun hoon huu हूं हू",
    # Asks wherever it stands near the beginning of a part.
    "asking": """
        what whats when_will when_is when where wheres which who whos whom whose how how_much how_many why kya
        kab kahan kaha kidhar kaun kon kaunsa kaunsi konsa konsi kaun_sa kaun_si kitna kitne kitni kaise kaisa
        kaisi kyu kyun kyon kis kisko kiska kisme kiske क्या कब कहां कौन कौन_सा कौन_सी कौनसा कितना कितने कितनी
        कैसे कैसा क्यों किसका किस किसको any_other need_it_by_when
    """,
    # These ask at the beginning of a part only: "is it there?", but "red is there".
    "asks_first": """
        can_you could_you can_i could_i should_i may_i shall_i do_you did_you are_you will_you would_you is_it
        is_this is_that does_he does_she do_they does_it is_payment is_the will_he is_there_any are_there_any
        am_i are_we shall_we do_we do_i
    """,
    "or": "or ya_phir या ya_fir or_without or_with ya_bina ya_without या_बिना or_else",
    "contrast": "but however though although except_that par lekin magar mgr pr लेकिन पर मगर only_that",
    "and": "and aur और tatha also bhi भी as_well too plus",
    # Takes an answer back.
    "undo": """
        undo un_do undo_it cancel_my_yes cancel_yes by_mistake mistake_se my_mistake mistake galti_se galti
        ghalti_se galti_ho_gayi galti_ho_gai galat galat_ho_gaya galat_bol_diya galat_likh_diya galat_bhej_diya
        ghalat गलती_से गलती गलत गलत_हो_गया wrong_msg wrong_message wrongly take_it_back take_back_my i_take_back
        take_back_my_word wapas_le ignore_my ignore_that ignore_last ignore_previous cancel_what cancel_it
        cancel cancel_kar_do cancel_karo cancel_my cancel_that disregard revert_my undo_karo undo_kar_do retract
        wrong_it_is typo wrong_reply reverse_it haan_galti rollback
    """,
    # Takes an answer back where it denies.
    "actually": """
        actually asal_me asal_mein darasal दरअसल असल_में en_realidad oops ohh_no oh_no uff scratch_that
        correction
    """,
    "wrong": """
        wrong wrong_number wrong_no wrong_person galat_number wrong_shop
    """,
    "call": """
        call call_me phone_me call_karo phone_karo call_kar call_kro call_krna phone ring_me fone कॉल फोन
        call_kijiye baat_karo number contact whatsapp
    """,
    # Other business than stock: what is said of it is no answer.
    "topic": """
        owner malik maalik papa husband wife staff मालिक payment paisa paise पैसे पैसा pay paid unpaid money
        invoice bill photo photos pic pics image address customer commission margin payout courier driver rider
        delivery return returned refund message messages msg order_pichla pichle pichla last_order previous
        advance cod credit udhaar udhar cash online upi gpay paytm account discount boy_nahi hello_how at_night
        wapas_le_jao wapas_le_jana wapas_le_jaiye wapas_le_jaana वापस_ले_जाओ वापस_ले_जाना server dont_message order_do
        order_de_do order_dijiye order_dedo place_order place_the_order
        place_an_order send_order order_bhejo order_karo order_kar_do
    """,
    "size_word": "size sizes saiz साइज sz",
    "order_word": "order orders ऑर्डर ord",
    "want": """
        needed required want need chahiye chahie chaiye चाहिए require urgent
    """,
    "ordinal": "first_one third_one fourth_one 1st 2nd 3rd 4th 5th",
    "thanks": "thanks thank thank_you thankyou thx ty shukriya dhanyawad dhanyavad धन्यवाद शुक्रिया 🙏",
    # Before and behind times.
    "lead": """
        tk after by till until before within around about in_about tak तक baad ke_baad k_baad ke_bad के_बाद बाद
        ko को se_pehle from mei
    """,
    "clock": "am pm a_m p_m oclock baje bje bajey baja बजे",
    # Times that no calendar shows, and some that one does.
    "vague": """
        after_lunch after_diwali after_holi after_eid after_festival after_holidays after_namaz lunch_ke_baad
        khane_ke_baad diwali_ke_baad next_time next_week next_wk next_month agle_hafte agle_hafta agla_hafta
        अगले_हफ्ते अगले_सप्ताह agle_mahine अगले_महीने couple_of_days few_days kuch_din kuch_dino thode_din
        थोड़े_दिन कुछ_दिन is_hafte this_week end_of_day eod end_of_month day_after agli_baar soon jaldi jald
        जल्दी जल्द some_days few_hours kuch_der kal_parso next_delivery next_shipment next_consignment
        with_the_delivery with_delivery with_next_delivery with_the_next_delivery next_batch with_the_shipment
        in_the_next_delivery
    """,
    # What was done, asked or seen: no answer beside a bare yes ("haan dekha"), nothing beside a full one.
    "deed": """
        gaya gya gayi gaye गया गई गए aaya aaye आया आए kiya किये liya diya diye di दिया दिए किए kiye checked
        check_kiya check_kar_liya dekha dekh_liya dekh_lo देखा देख_लिया looked asked pucha poocha got_your
        yes_i_know kehna bol bola bata bataya likh likha samjho samajh ja jao jaana jana jaye jayega jaega
        jayegi bheja bheje laya laye know seen saw read noted ok_ok okay_okay k_k received_msg padha chuka chuke
        chuki चुका चुके चुकी
    """,
    "day": _listed(DAYS, WEEKDAYS, PARTS) + " por_la_tarde en_la_tarde esta_tarde en_la_noche esta_noche",
    "unit_of_time": _listed(UNITS),
    "month": _listed(MONTHS) + " tarikh tareekh तारीख",
    "last": "last akhri aakhri aakhiri akhiri akhiree aakhari akhari aakhree आखिरी अंतिम आख़री आखरी antim final_piece",
    # Asks who we are.
    "who": """
        who_are_you who_is_this who_r_u who_is_it whos_this whos_that who_this who_u who_is_calling
        who_is_speaking who_am_i_speaking_to who_am_i_talking_to may_i_know_who kaun_ho kon_ho kaun_ho_aap
        kaun_hai_aap kon_hai_aap kaun_hain_aap kaun_bol_raha kaun_bol_rahe kaun_bol_rahi kon_bol_raha
        kon_bol_rahe kon_bol_rha kaun_bol_rha aap_kaun aap_kon kaun_sahab kahan_se_bol_rahe kaha_se_bol_rahe
        kis_shop_se आप_कौन कौन_बोल_रहे कौन_बोल_रहा कौन_बोल_रही कौन_हो कौन_हैं_आप कहां_से_बोल_रहे
        where_are_you_from where_are_you_calling_from which_company
    """,
    # Kinds of goods, where they ask which of two.
    "kind": """
        full_sleeve half_sleeve full_sleeves half_sleeves full_sleev half_sleev full_baju half_baju
        full_size_sleeve फुल_स्लीव हाफ_स्लीव full_length half_length
    """,
}  # fmt: skip
