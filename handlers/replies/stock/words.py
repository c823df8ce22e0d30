"""The words of shopkeepers about goods: what says that they are there, gone, coming, damaged, or how many.

A word stands for what it does in an answer about stock, in English, Hindi, Hinglish or Spanish. An underscore joins the
words of a phrase. What the rest of an answer is made of stands in `talk` and `dress`, Spanish in
`spanish`.
"""

from collections.abc import Mapping

from handlers.replies.polarity_words import POLARITY_WORDS
from handlers.replies.stock.colours import COLOURS, SHADES
from handlers.replies.stock.courtesy import COURTESY_WORDS
from handlers.replies.stock.dress import DRESS_WORDS
from handlers.replies.stock.folk import FOLK_WORDS
from handlers.replies.stock.roundabout import ROUNDABOUT_WORDS
from handlers.replies.stock.spanish import SPANISH_WORDS
from handlers.replies.stock.talk import TALK_WORDS
from handlers.replies.stock.wares import WARES
from handlers.replies.text import normalise

GOODS_WORDS = {
    # Whole answers.
    "yes": """
        ys yess_ji ye_s यस येस jee_haan ji_haanji bilkul_hai oui_oui yes yep yeah yup yea yeap ya yaa yah yess
        haan हां haa hanji haanji haji hn hnji hm_haan haan_ji ji_haan ji_han ji_ha han_ji ha_ji haa_ji
        ji_hai_haan जी_हां हां_जी हा si sii sim oui 👍 👌 ✅ ✔ ☑ 🆗 💯 👏 🤝 y yy affirmative sure_yes aye yessir
        yes_sir ha han
    """,
    "ok": """
        ओके ओक ok_sir done_sir consider_it_done sahi sahi_hai सही सही_है accha achha acha acchha अच्छा कन्फर्म
        deal its_done ho_gaya_samjho samjho_ho_gaya ho_payega ho_paega ho_paayega हो_पाएगा ok okay
        okk okey oky okie k kk alright done sure roger agreed confirm confirmed confirming theek_hai thik_hai
        theek_h thik_h teek_h tik_hai teek_hai thik theek teek ठीक ठीक_है chalega_haan perfect great good_to_go
        will_do certainly accepted accept approved noted_yes correct right fine hao ho_jayega ho_jaega hojayega
        ho_jayegi hojaega ho_jayenge ho_jaayega हो_जाएगा हो_जायेगा हो_जाएगी हो_जाएंगे kar_denge kardenge
        kar_dunga kar_denge_ji kr_denge krdenge कर_देंगे कर_दूंगा why_not kyu_nahi kyun_nahi kyon_nahi
        क्यों_नहीं with_pleasure my_pleasure chalo pakka pakki zaroor zarur jarur jaroor पक्का जरूर bilkul
        bilkool billkul ekdam ek_dam एकदम बिल्कुल बिलकुल absolutely definitely of_course ofcourse surely
        sure_thing positive indeed possible_yes manzoor manjoor jo_hukum 🫡 ji_hukum jo_hukm
    """,
    # "No problem": the no in it denies a worry.
    "noworry": """
        नो_प्रॉब्लम नो_इशू chinta_na_karo chinta_mat_kijiye fikr_not tension_na_lo tension_mat_lijiye
        no_tensions no_stress no_hassle galti_nahi no_mistake no_problem no_prob no_probs no_prblm np no_issue
        no_issues no_worries no_tension no_doubt not_an_issue not_a_problem not_a_big_deal dont_worry
        do_not_worry dont_mind never_mind_that koi_baat_nahi koi_baat_nhi koi_baat_ni koi_dikkat_nahi
        koi_dikkat_nhi koi_problem_nahi koi_problem_nhi koi_tension_nahi tension_mat_lo tension_nahi_lo
        tension_nahi fikar_mat_karo fikr_mat_karo chinta_mat_karo chinta_nahi fikar_not befikar कोई_बात_नहीं
        कोई_दिक्कत_नहीं कोई_समस्या_नहीं कोई_परेशानी_नहीं चिंता_मत_करो चिंता_न_करें चिंता_मत_कीजिए फिक्र_मत_करो
        टेंशन_मत_लो nahi_koi_baat no_need_to_worry koi_dikat_nahi dikkat_nahi
    """,
    "no": """
        try_someone_else ask_someone_else try_elsewhere kisi_aur_se नो nooo nope nah naw nopes 👎 ❌ 🚫
        ✖ 🙅 ⛔ ✗ ✘ ji_nahi ji_nhi जी_नहीं nada mana nahi_ji नहीं_जी negative non try_next_shop try_another_shop
        try_other_shop try_next_door check_elsewhere look_elsewhere ask_elsewhere dusri_dukan_dekho dusri_dukaan_dekho
        kahin_aur_dekho
    """,
    # Negations within a sentence.
    "neg": """
        dnt dosnt doesn didn couldn cnt nope_not nhe nhii nahiin नईं nahi nahin nhi nai nahii nahe nahi_to नहीं
        नही ना न mat मत not isnt isn dont doesnt didnt cant cannot wont arent aint wasnt werent couldnt hasnt
        havent do_not does_not did_not can_not will_not is_not are_not never hardly nor neither without naa
        nahee not_even nahin_ji nhin naheen नहिं नई nahi_bhai
    """,
    # The tag of "hai na", and half of a no.
    "na": "na n",
    # The Hindi "is there", which says that goods are.
    "is": "hai h hain है हैं hei hoga rehta he",
    # The English "is", which says so beside a size or number only.
    "be": "is are r its there_is there_are thr_r thr_is there_r",
    "is_there": "is_there are_there",
    # Says that goods are there.
    "have": """
        hv youll_get youll_get_it you_will_get you_will_get_it received है_ना है_न अवेलेबल एवलेबल availble_hai
        paas_hai pass_hai available availble avaliable availabe avail avl avaialble availabel available_hai
        in_stock instock in_stk in_hand have having has got ive_got got_it have_it there here present exists ive
        we_do i_do with_me with_us lying mil_jayega mil_jaega mil_jayga mil_jaayega mil_jayegi mil_jaegi
        mil_jayenge mil_jaenge mil_jaayenge mil_jayege mil_gaya mil_gya mil_gayi milega milegi milenge milga
        milegaa mil_sakta mil_sakti mil_sakte mil mil_rahe mil_raha mil_rha mila mili mile milta milti milte
        मिल_जाएगा मिल_जायेगा मिल_जाएंगे मिल_जाएगी मिल_जायेंगे मिल_गया मिलेगा मिलेगी मिलेंगे मिल मिलता मिलती
        मिलते मिल_सकता pada pade padey padi pde pda padaa pada_hua pade_hue पड़ा पड़े पड़ी pada_h rakha rakhe rakhi
        rakha_hua rakhe_hue rkha rkhe रखा रखे रखी upalabdh uplabdh उपलब्ध maujood mojud मौजूद hazir हाजिर
        mere_paas mere_pas mere_pass hamare_paas hamare_pas mere_ps apne_paas apne_pas मेरे_पास हमारे_पास
        nikal_jayega nikal_jaega nikla found hote_hai hota_hai aate_hai sitting aval avlbl avlble avble avlabl
        avalbl avalable availabl aveilable available_h maal_hai maal_h rakhte rakhta rakhti रखते रखता mojood
        mojooda उपल्ब्ध मिल_जायेगी मिलेंगें मिल_जाऐगा मिल_जाएगें weve_got theyve_got we_have_got
        i_have_got
    """,
    # What is counted or asked for, and where it lies.
    "stock": """
        pair pairs काउंटर stock stk stok स्टॉक maal mal माल piece pieces pc pcs pis pees peace peece peice nos no_s unit
        units पीस नग nag inventory item items product products saman saaman samaan सामान godown godam गोदाम shop
        store dukan dukaan दुकान counter shelf rack warehouse jodi jode set sets article articles cheez cheej
        chij चीज model this_one that_one thing suit lot
    """,
    # Says that goods are not there any more.
    "gone": """
        went_yesterday got_over line_closed आउट_ऑफ_स्टॉक सोल्ड सोल्ड_आउट स्टॉक_आउट stock_out stockout
        out_off_stock khatam_h khalaas used_up taken purchased bought sell_out sold_off out_of_stock out_of_stk
        outofstock out_of_it out_of_that out_of_these out_of_them out_of_those out_of_this oos sold_out soldout
        sold finished finish finishd over gone khatam khatm khtm khtam khattam khallas khatum katam khatam_hai
        ख़त्म समाप्त samapt discontinued discontinue bik_gaya bik_gya bik_gayi bik_gaye bik_gyi bik_gye bikgaya
        bik_chuka bik_chuke bik_chuki bik बिक_गया बिक_गए बिक_गई बिक_गये बिक बिक_चुका बिक_चुके becha बेचा
        bech_diya bech_di bech_diye बेच_दिया बेच_दिए unavailable no_stock nostock zero_stock nil nill no_more
        not_anymore nikal_gaya nikal_gya nikal_gaye nikal_gayi nikl_gya निकल_गया निकल_गए chala_gaya chale_gaye
        चला_गया chala_gya toh_gaya to_gaya to_gya toh_gya band_ho_gaya band_ho_gayi band_hogaya band_kar_diya
        बंद_हो_गया बंद_कर_दिया stopped_keeping stopped_making stopped_coming stopped_selling stopped_production
        not_making no_longer stopped_stocking stop_keeping someone_took somebody_took someone_bought
        already_bought bought_both kisi_ne_le_liya kisi_ne_le_liye koi_le_gaya le_gaya_koi chuk_gaya khali खाली
        empty sellout went out dispatched_all gaya_sab sab_gaya sab_gaye nipat_gaya nibat_gaya reserved booked
        ran_out run_out exhausted cleared khap_gaya bika बिका got_sold got_finished get_sold getting_over
        went_off flew_off taken_away picked_up_already hath_se_gaya utha_le_gaya utha_liya le_gaya le_gaye
        ले_गया ले_गए ख़तम खतम खल्लास निकल_गई reserved_for_another_customer reserved_for_someone
        reserved_for_someone_else reserved_for_other_customer wala_gaya wala_abhi_gaya piece_gaya pc_gaya
        pis_gaya piece_abhi_gaya abhi_abhi_gaya पीस_गया वाला_गया अभी_अभी_गया तो_गया तो_गई तो_गए वो_गया
    """,
    "only": """
        only just sirf sirff bas bass siraf सिर्फ बस केवल kewal fakt hi ही sole merely max maximum up_to upto
        at_most as_of_now_only
    """,
    # How many remain.
    "left": """
        left remaining remain remains balance bacha bachi bache bacha_hai बचा बची बचे baki_hai baaki_hai
        bache_hue reh_gaya reh_gayi reh_gaye रह_गया रह_गए remaning bachaa bachee bachey bachega bachegi bachenge
    """,
    # Deeds that only who has the goods does.
    "send": """
        supply can_supply will_supply sending send shipping ship packing pack packed pkd pckd packing_it dispatch
        dispatching bhej_do bhej_dunga bhej_denge bhej_deta bhej_dete bhej_raha bhej_rahe bhej_rha bhejta bhejte
        bhej_diya bhej_dete_hai bhejdunga bhejdo bhejunga bhejenge bhej bhejo bhijwa bhijwa_deta bhijwa_dunga
        bhijwa_denge bhejwa_deta भेज भेज_देता भेज_दूंगा भेज_रहा भेज_रहे भेज_दो भेज_देंगे भेजता भेजेंगे भिजवा
        भिजवा_देता de_dunga de_denge de_deta de_dete dedunga dedenge dunga denge dungaa doonga de_sakta de_sakte
        de_sakti de_paunga de_paungi de_payenge de_paenge de_paunge de_paoge de_pa_raha de_pa_rahe
        de_dega de_do dedo dena deta dete दे_दूंगा दे_देंगे दे_देता दे_सकता दे_सकते दूंगा देंगे देता
        देते दे_दो दे give giving given can_give can_provide can_arrange provide will_give manage can_manage
        rakh_diya rakh_diye rakh_di rakh_dunga rakh_denge rakh_do rakh_deta rakh_raha rakh_leta rakh_lunga
        rakh_li rakh_liye rakh_liya alag_rakh_diya alag_rakh रख_दिया रख_दिए रख_दी रख_दूंगा रख_देता रख_देंगे
        nikaal_diya nikal_diya nikaal_ke nikal_ke nikal_raha keep_aside keeping_aside kept_aside keep_it_aside
        set_aside kept keep keeping hold_it_for_you holding de_rahe de_raha kar_do kardo kar_dete kar_deta
        nikalwa_deta nikalwa_dunga pahucha_dunga pahuncha_dunga on_hold keep_on_hold kept_on_hold put_on_hold
        keep_it_on_hold holding_it hold_them hold_both saved_for_you saved_it save_it_for_you keeping_it
        reserved_for_you reserved_it_for_you reserving blocked_for_you block_kar_diya book_kar_diya
        side_me_rakha will_hold will_hold_it will_hold_them ill_hold i_will_hold can_hold hold_for_you
        holding_for_you भेज_दीजिए भेजिए भेज_देना bhej_dijiye bhejiye bhej_dena bhej_dijiyega bhijwaiye
    """,
    "ready": "रेडी ready redy taiyar tayar taiyaar tyar तैयार",
    # Says that goods will come.
    "future": """
        coming come_in arriving arrives arrive will_come will_arrive will_reach incoming aayega aayegi aayenge
        ayega ayegi ayenge aaega aaegi aega aa_jayega aa_jaega aa_jayegi aa_jayenge aajayega aa_jaayega aa_jayga
        aajaega aane_wala aane_wali aane_wale aa_raha aa_rahi aa_rahe aa_rha ane_wala आएगा आयेगा आएगी आएंगे
        आ_जाएगा आ_जायेगा आ_जाएगी आ_जाएंगे आने_वाला आने_वाली आने_वाले आ_रहा आ_रही आ_रहे restock restocking
        back_in_stock be_back will_be_available new_lot next_lot mangwa_dunga mangwa_denge mangwana mangwata
        mangwa mangwaya mangaya mangwa_deta manga_dunga manga_denge मंगवा_दूंगा मंगवा_देंगे मंगवाना मंगवा
        expected expecting will_get get_it getting will_be_ready ban_jayega ban_raha banwa_dunga banwa_denge
        arrange arranging karwa_dunga karwa_denge reach reaching pahuch_jayega pahunch_jayega lenge_mangwa
        le_aunga le_aaunga la_dunga lagenge_din delivery_comes delivery_is_coming delivery_coming
        delivery_aayegi delivery_aayega delivery_aa_rahi delivery_ayegi डिलीवरी_आएगी डिलीवरी_आयेगी
        stock_delivery truck_comes truck_aayega gaadi_aayegi gadi_aayegi gadi_aayega
    """,
    # Asks to fetch them.
    "come": """
        come_and_take come_and_collect come come_take collect pickup pick_up pick_it_up take_it take take_away
        le_jao le_jaao lejao le_jana le_jaana le_jaiye le_jaiyega le_lo lelo le_lena le_le le_lijiye aa_jao
        aajao aa_jana aana aa_jaiye aa_ke_le_jana aake_le_jana ले_जाओ ले_जाना ले_जाइए ले_जाइये ले_लो ले_लीजिए
        आ_जाओ आ_जाना आ_जाइए आना utha_lo utha_lena utha_lijiye send_boy send_someone send_the_boy send_your_boy
        send_rider send_your_guy send_pickup send_man ladka_bhejo ladke_ko_bhejo bande_ko_bhejo banda_bhejo
        kisi_ko_bhejo kisi_ko_bhej_do banda_bhej_do ladka_bhej_do aao collect_it take_them can_collect
        rider_bhejo rider_bhej_do rider_bhej_dijiye rider_bhejiye rider_bhej_dena ladka_bhej_dijiye ladka_bhejiye
        kisi_ko_bhej_dijiye banda_bhej_dijiye boy_bhej_do boy_bhejo come_get come_get_it come_pick come_pick_it
        come_grab aa_jaiyega aajaiye आइए
        आ_जाइएगा le_jaaiye le_jaye ले_जाएं ले_जाइएगा
    """,
    "all": """
        all both dono donon do_no donno दोनों दोनो teeno teenon तीनों तीनो charo chaaro चारों paancho panchon
        पांचों sab sabhi sara saara saare sare sb sub_kuch sab_kuch सब सभी सारे सारा सब_कुछ everything
        all_of_them all_pieces full poora poore पूरा पूरे all_three all_two all_four all_five each_one entire
        pura the_pair
    """,
    "none": """
        none nothing ek_bhi_nahi ek_bhi_nhi ek_bi_nahi एक_भी_नहीं not_a_single not_even_one not_one koi_nahi
        koi_nhi koi_bhi_nahi कोई_नहीं koi_bhi_nhi कोई_भी_नहीं kuch_nahi kuch_nhi kuch_bhi_nahi kuch_bhi_nhi
        kuchh_nahi कुछ_नहीं कुछ_भी_नहीं not_any neither_of ek_bhi_piece_nahi ek_piece_bhi_nahi एक_पीस_भी_नहीं
        एक_भी_पीस_नहीं एक_भी_नग_नहीं एक_भी_माल_नहीं ek_bhi_piece_nhi ek_bhi_pc_nahi ek_bhi_pc_nhi
        ek_bhi_nag_nahi ek_bhi_pis_nahi एक_भी_पीस_नही
    """,
    # What no other word of the text names.
    "rest": """
        rest rest_of others other_two other_2 the_other_two the_other_2 baki_do baaki_do other_ones remaining_ones
        baaki baki baaqi bakki बाकी remaining_sold remaining_gone
        remaining_finished balance_sold rest_sold
    """,
    "except": """
        except excluding besides apart_from other_than chhod_ke chod_ke chhodke chodke chhod_kar chod_kar छोड़कर
        छोड़_के siwa siwaye ke_alawa ke_siwa के_अलावा के_सिवा
    """,
    "plenty": """
        plenty lots lots_of many bahut bohot bhot bahot bhut बहुत dher ढेर sufficient enough full_stock
        unlimited kaafi kafi काफी any_quantity jitna_chahiye jitne_chahiye जितने_चाहिए as_many_as_you_want
        utne utna उतने lot_of a_lot more_than_enough loads loads_of tons tons_of heaps dher_sara dher_saara khoob खूब
        bharpur भरपूर
        full_maal
    """,
    "little": """
        some few a_few thoda thode thodi thora थोड़ा थोड़े थोड़ी kuch kuchh कुछ partial partially not_all
        limited kam
    """,
    # Says that something is wrong with the goods.
    "flaw": """
        hole holes chhed ched damaged damage defect defective defects torn tear broken brk crack cracked stain
        stains stained dirty faded used display_piece display sample kharab kharaab kharab_hai खराब phata phati
        fata फटा toota tuta tooti टूटा टूटी daag dag दाग defected not_good bad_condition old_stock purana पुराना
        gandi gande ganda missing button_missing duplicate copy fake mark scratch scratched loose shrunk wet
        second_quality seconds_quality return_piece
    """,
    "offer": """
        chalega chlega chalegi chalenge chalegaa chal_jayega chal_jaega चलेगा चलेगी चल_जाएगा will_it_do works
        will_work ok_with instead badle_me le_sakte give_instead
    """,
    # Something else that they offer.
    "similar": """
        similar similar_one other_colour other_color another_colour another_color other_design dusra_colour
        dusre_colour doosra_rang different_colour different_color milta_julta same_design dusra_design
        alternative other_model another_style another_model another_design another_pattern another_type
        different_style different_design different_model different_pattern different_type different_fabric
        different_material different_print other_style other_pattern other_type other_fabric diff_design
        diff_colour diff_color dusra_model dusre_design dusri_design dusra_pattern dusra_print alag_design
        alag_pattern doosra_design doosra_model दूसरा_डिज़ाइन दूसरे_डिज़ाइन दूसरा_रंग अलग_डिज़ाइन not_the_same
        not_same
    """,
    "another": """
        second_one second_piece 2nd_one 2nd_piece
        other another the_other other_one another_one dusra dusri dusre doosra doosri दूसरा दूसरी दूसरे one_more
        ek_aur एक_और
    """,
    # What there was.
    "was": "was were had tha thi था थी थे used_to hai_to_tha hai_to_thi hai_to_the tha_to था_तो थी_तो है_तो_था",
}  # fmt: skip

# What the words of `polarity_words` do here; those of its classes that are not named stand in other classes of ours.
_SHARED = {"plain": "yes", "no": "no", "gone": "gone", "thanks": "thanks", "asking": "asking", "unsure": "unsure"}
_NOT_SHARED = frozenset(
    normalise(word.replace("_", " "))
    for word in """
    pass ill_pass i_pass le_liya ले_लिया im_good im_ok im_okay im_fine stop another either either_way how_it_is i_do
    already_have_one already_bought already_ordered me_se not_yet not_now not_right_now abhi_nahi ahorita_no ahora_no
    not_today not_tonight pas_maintenant agora_nao no_stock nevermind never_mind
    """.split()  # noqa: SIM905
)


def _merge(*tables: Mapping[str, str]) -> dict[str, str]:
    """Our own classes, and of the shared ones the words that stand in none of them."""
    classes: dict[str, list[str]] = {}
    for table in tables:
        for name, words in table.items():
            classes.setdefault(name, []).extend(words.split())
    taken = {_plain(word) for words in classes.values() for word in words} | _NOT_SHARED
    for name, words in POLARITY_WORDS.items():
        if name in _SHARED:
            classes[_SHARED[name]] += [word for word in words.split() if _plain(word) not in taken]
    return {name: " ".join(words) for name, words in classes.items()}


def _plain(word: str) -> str:
    return normalise(word.replace("_", " "))


_COLOURS = {"colour": " ".join([*(word for names in COLOURS for word in names), *SHADES])}
_WARES = {"ware": " ".join(word for names in WARES for word in names)}
_DRESS = {"dress": " ".join(DRESS_WORDS.values())}
STOCK_WORDS = _merge(
    GOODS_WORDS, TALK_WORDS, SPANISH_WORDS, FOLK_WORDS, COURTESY_WORDS, ROUNDABOUT_WORDS, _COLOURS, _WARES, _DRESS
)
