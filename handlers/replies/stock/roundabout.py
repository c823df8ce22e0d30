"""What shops say in a roundabout way, in the classes of `words`: what would be, rhetoric, others' goods, terms.

"Hota to de deta", "where would I get it from" and "si tuviera" deny without a negation, whatever is offered with them.
"""

ROUNDABOUT_WORDS = {
    # Says that the goods are not there: wishes, what would have been, questions that want no answer.
    "lacking": """
        de_haber_tenido de_haberla_tenido kahan_se_launga kahan_se_laaunga kahan_se_layenge kahan_se_laayenge
        kaha_se_launga kaha_se_layenge कहां_से_लाऊंगा कहां_से_लाएंगे ho_to_du ho_to_dun ho_to_doon ho_tab_du
        ho_tab_na हो_तो_दूं हो_तब_ना were_it were_they_here ab_kahan ab_kaha अब_कहां to_kya_du to_kya_dun
        to_kya_doon to_kaise_du to_kaise_dun to_kaise_doon तो_क्या_दूं तो_कैसे_दूं maal_hi_nahi maal_hi_nhi
        stock_hi_nahi stock_hi_nhi size_hi_nahi size_hi_nhi piece_hi_nahi piece_hi_nhi माल_ही_नहीं स्टॉक_ही_नहीं
        साइज_ही_नहीं पीस_ही_नहीं que_mas_quisiera que_mas_quisiera_yo ya_quisiera ya_quisiera_yo de_to_deta
        de_to_dete dena_to_chahta dena_chahta देना_तो_चाहता if_i_had if_we_had if_only if_i_have_had if_it_was
        if_it_were if_there_was if_there_were if_they_were if_they_was if_any_was i_wish we_wish wish_i wish_we
        wish_it wish_there had_i_had had_we_had could_have_given would_have_given could_have_sent
        would_have_sent could_have_kept would_have_kept could_have_helped would_have_helped would_have_loved
        would_have_said would_have_told would_have_packed would_have_saved should_have_asked should_have_told
        should_have_said should_have_called should_have_come should_have_messaged would_of_given wouldve couldve
        wud_have wud_hv would_hv would_ve cud_have could_hv love_to_but hota_to hota_toh hoti_to hoti_toh
        hote_to hote_toh hota_tho hote_tho hoti_tho होता_तो होती_तो होते_तो rehta_to rehta_toh rahta_to rahte_to
        rehte_to rehti_to रहता_तो रहते_तो रहती_तो bolte_to bolte_toh bola_hota bole_hote bol_dete_to batate_to
        batate_toh bataya_hota bata_dete_to kehte_to kahte_to kaha_hota puchte_to puchhte_to poochte_to
        pucha_hota aate_to aate_toh aaye_hote aa_jate_to aa_jaate_to likhte_to milta_to milte_to milti_to
        bacha_hota bache_hote rakha_hota rakhe_hote बोलते_तो बताते_तो बताया_होता कहते_तो कहा_होता पूछते_तो
        आते_तो आए_होते मिलता_तो मिलते_तो बचा_होता kaash काश hai_hi_nahi hai_hi_nhi hai_hi_nahin hai_hi_ni
        hain_hi_nahi h_hi_nahi h_hi_nhi है_ही_नहीं हैं_ही_नहीं है_हि_नहीं kahan_se_du kahan_se_dun
        kahan_se_dunga kahan_se_doon kahan_se_de kahan_se_denge kahan_se_laau kahan_se_laun kahan_se_lau
        kahan_se_laaun kahan_se_laoon kahan_se_lao kahan_se_laye kahan_se_layen kahan_se_nikalu kaha_se_du
        kaha_se_dun kaha_se_dunga kaha_se_de kaha_se_denge kaha_se_laau kaha_se_laun kaha_se_lau kaha_se_laye
        कहां_से_दूं कहां_से_दू कहां_से_देंगे कहां_से_लाऊं कहां_से_लाएं what_i_dont_have what_we_dont_have
        what_i_do_not_have what_isnt_there what_is_not_there where_will_i_get_it where_will_i_get_them
        where_would_i_get where_do_i_get where_will_i_bring where_do_i_bring where_can_i_get
        from_where_will_i_get from_where_i_will_give from_where_to_give from_where_will_i_give
        where_should_i_get in_my_dreams in_your_dreams sapne_me sapne_mein sapno_me सपने_में si_tuviera
        si_tuviese si_tuvieramos si_la_tuviera si_las_tuviera si_lo_tuviera si_los_tuviera si_hubiera si_hubiese
        si_me_quedara si_me_quedaran si_quedara si_quedaran si_hubieras si_me_hubiera de_tener ojala_tuviera
        ojala_tuvieramos ojala_la_tuviera ojala_las_tuviera ojala_hubiera ojala_me_quedara ojala_me_quedaran
        ojala_quedara ojala_pudiera quisiera_tener quisiera_tenerla quisiera_tenerlas quisiera_ayudarle
        quisiera_ayudarte quisiera_ayudarles de_donde_saco de_donde_la_saco de_donde_las_saco de_donde_quiere
        de_donde_quieres de_donde_te_doy de_donde_le_doy lo_que_no_tengo hubiera_venido hubieras_venido
        hubiera_pedido hubieras_pedido hubiera_dicho hubieras_dicho hubiera_avisado hubieras_avisado
        ni_para_remedio ni_para_muestra
    """,
    # Says that others have it.
    "yonder": """
        dusre_dukandar dusre_dukaandar dusra_dukandar other_dealer other_dealers other_shopkeeper
        other_shopkeepers dusre_wale ki_dukan_pe ki_dukan_me ki_dukan_mein ki_dukan_par ki_dukaan_pe
        ki_dukaan_me ki_dukaan_par ki_shop_pe ki_shop_me की_दुकान_पर की_दुकान_में की_दुकान_पे samne_wale
        saamne_wale सामने_वाले wali_dukan wali_dukaan wali_shop wale_shop वाली_दुकान aage_wale agli_dukan
        अगली_दुकान other_shop another_shop other_shops another_store other_store different_shop the_other_guy
        next_shop next_door shop_next_door neighbouring_shop neighboring_shop neighbour neighbor neighbours
        neighbors neighbours_shop cousins_shop brothers_shop friends_shop uncles_shop competitor competition
        other_seller other_vendor elsewhere somewhere_else some_other_shop opposite_shop shop_opposite
        dusri_dukan dusri_dukaan doosri_dukan doosri_dukaan dusre_dukan dusri_shop dusre_shop doosre_shop
        kisi_aur_dukan kisi_dusri_dukan aur_kisi_dukan kisi_aur_shop kisi_aur_ke_paas samne_wali_dukan
        saamne_wali_dukan samne_wale_ke_paas saamne_wale_ke_paas samne_wale_ke_pas bagal_wali_dukan
        bagal_ki_dukan bagal_wali bagal_wale bagalwale bajuwale baju_wale baju_wali pados_wale pados_ki_dukan
        padosi bhai_ki_dukan dost_ki_dukan dost_ke_paas kahin_aur kahi_aur kisi_aur_jagah dusri_jagah
        दूसरी_दुकान दूसरे_दुकान किसी_और_दुकान किसी_और_के_पास सामने_वाली_दुकान सामने_वाले_के_पास बगल_वाली_दुकान
        बगल_वाले बगल_वाली बगल_की_दुकान पड़ोसी पड़ोस_वाले कहीं_और दूसरी_जगह otra_tienda otro_local otro_puesto
        otro_lado otra_parte la_competencia competencia el_vecino la_vecina el_de_al_lado la_de_al_lado
        los_de_enfrente el_de_enfrente la_de_enfrente tienda_de_enfrente tienda_de_al_lado
    """,
    # Their own other shop, terms, and goods or knowledge of somebody else: all of it is to be asked about.
    "unsure": """
        may_get might_get may_come might_come apartada_otra apartado_otro la_tiene_otra lo_tiene_otro
        tiene_apartada tiene_apartado tienen_apartada tienen_apartado tienen_dueno tiene_dueno por_docena
        por_docenas by_the_dozen in_dozens sets_of darjan_me_hi darjan_mein_hi set_me_hi packet_me_hi
        दर्जन_में_ही min_order minimum_order min_qty minimum_qty minimum_quantity min_quantity se_kam_nahi_dete
        se_kam_nahi_deta se_kam_nahi_denge se_kam_nahi_bechte se_kam_nahi_bechta se_kam_nhi_dete se_kam_nhi_deta
        se_kam_nhi_bechte se_niche_nahi_dete से_कम_नहीं_देते से_कम_नहीं_बेचते minimo pedido_minimo compra_minima
        minimo_de nahi_dekha nhi_dekha dekha_nahi nahi_check check_nahi not_checked havent_checked didnt_check
        not_seen नहीं_देखा देखा_नहीं no_he_revisado no_he_visto no_he_checado its_mine it_is_mine is_mine
        mera_nahi mera_nhi mera_khud_ka khud_ke_liye apne_liye_rakha for_myself es_mia es_mio son_mias son_mios
        bol_rakha bola_hua बोल_रखा मेरा_नहीं si_me_cancelan si_cancelan si_me_cancela si_cancela_el
        si_cancela_la my_other_shop our_other_shop my_second_shop our_second_shop my_other_store our_other_store
        other_branch our_other_branch meri_dusri_dukan mere_dusri_dukan hamari_dusri_dukan apni_dusri_dukan
        apni_doosri_dukan मेरी_दूसरी_दुकान हमारी_दूसरी_दुकान mi_otra_tienda mi_otro_local nuestra_otra_tienda
        mi_otra_sucursal otra_sucursal moq only_wholesale wholesale_only bulk_only only_bulk only_in_bulk
        sirf_wholesale wholesale_hi wholesale_me_hi sirf_thok thok_me thok_mein थोक_में सिर्फ_थोक solo_mayoreo
        puro_mayoreo mayoreo al_mayoreo pay_first advance_pay advance_payment advance_first pay_advance
        full_advance first_pay payment_first first_payment paise_pehle paisa_pehle pehle_paisa pehle_paise
        pehle_payment pehle_advance advance_lagega advance_dena advance_do advance_bhejo पहले_पैसे पहले_पैसा
        पहले_एडवांस एडवांस_लगेगा el_anticipo primero_el_pago pago_por_adelantado por_adelantado without_tag
        without_tags no_tag tag_missing bina_tag tag_nahi tag_nhi बिना_टैग sin_etiqueta without_box
        without_packing bina_packing kisi_ka kisi_ki kisi_ke किसी_का किसी_की किसी_के knows ko_pata ko_pata_hai
        ko_maloom ko_malum ko_maloom_hai को_पता को_मालूम hijo_sabe hija_sabe esposo_sabe hermano_sabe el_sabe
        ella_sabe patron_sabe senora_sabe si_no_vienen si_no_viene si_no_la_recogen si_no_las_recogen
        si_no_la_quieren si_no_las_quieren si_no_pasan si_no_pasa
    """,
    "wait": """
        tengo_que la_tengo_que las_tengo_que lo_tengo_que hay_que checarla checarlas pucho puchho poocho poochho
        pooch_lo puch_lo puchh_lo pucho_usse usse_pucho unse_pucho usse_puch_lo पूछो पूछ_लो पूछिए puchiye puchie
        ask_him ask_her ask_them preguntele preguntale preguntenle
    """,
    "away": "he_is_out hes_out she_is_out shes_out boy_is_out son_is_out owner_is_out brother_is_out malik_is_out",
    "gone": """
        चले_गए चले_गये चली_गई chali_gayi chali_gyi chale_gye used_to_have used_to_keep used_to_stock
        used_to_sell used_to_carry rakhte_the rakhta_tha rakhti_thi aata_tha aate_the aati_thi bechte_the
        bechta_tha banate_the रखते_थे रखता_था आता_था आते_थे आती_थी बेचते_थे बनाते_थे manejabamos manejaba
        vendiamos vendia traiamos traia le_gayi le_gyi le_gya le_gye ले_गई ले_गये abhi_abhi_nikla
        abhi_abhi_nikle abhi_abhi_nikli abhi_abhi_bika abhi_abhi_bike abhi_abhi_gaye abhi_abhi_gayi
        अभी_अभी_निकला अभी_अभी_निकले अभी_अभी_निकली अभी_अभी_बिका अभी_अभी_गए अभी_अभी_गई salio salieron ya_salio
        ya_salieron only_one_missing
    """,
    "have": """
        no_se_han_ido no_se_ha_ido kahin_nahi_gaya kahi_nahi_gaya kahin_nahi_gaye kahi_nahi_gaye kahin_nhi_gaya
        कहीं_नहीं_गया कहीं_नहीं_गए no_se_ha_vendido no_se_han_vendido no_se_ha_acabado no_se_han_acabado
        no_se_ha_agotado no_se_han_agotado hota_to_hai hote_to_hai hoti_to_hai hota_toh_hai होता_तो_है
        होते_तो_हैं
    """,
    "ok": "segura seguras seguros",
    "yes": """
        ofc obv obvio_si how_could_i_not how_can_i_not how_could_we_not why_would_i_not why_wouldnt_i
        why_would_we_not why_wouldnt_we why_wont_i when_do_i_not when_do_we_not when_have_i_not
        como_no_voy_a_tener como_no_voy_a_tenerla como_no_voy_a_tenerlas como_no_vamos_a_tener
        como_no_iba_a_tener
    """,
    "noworry": """
        nothing_to_worry nothing_to_worry_about is_not_less isnt_less is_not_short are_not_less nunca_falta
        nunca_faltan kam_nahi kam_nhi kam_nahin kam_nai kam_kyu_hoga kam_kyun_hoga kam_kyu_honge kam_kyun_honge
        कम_नहीं कम_क्यों_होगा कम_क्यों_होंगे no_shortage not_less not_short never_short no_faltan no_falta
        no_hacen_falta kami_nahi kami_nhi koi_kami_nahi कमी_नहीं कोई_कमी_नहीं
    """,
    "except": """
        except_that_one except_this_one except_that_size except_this_size iske_alawa iske_siwa iske_siva
        iske_ilawa isko_chhod_ke isko_chod_ke isko_chhodke ise_chhod_ke ye_chhod_ke yeh_chhod_ke इसके_अलावा
        इसके_सिवा इसको_छोड़कर इसे_छोड़कर aside_from leaving_out leaving barring minus hata_ke hatake ko_nikal_ke
        ke_bina k_alawa k_siwa ke_ilawa हटा_के हटाकर fuera_de aparte_de quitando
    """,
    "flaw": """
        rotita rotito rotitas rotitos manchadita manchaditas manchadito usadita usadito usaditas descosidita
        rayadita maltratadita danadita danadito not_original original_nahi original_nhi not_new naya_nahi
        naya_nhi not_fresh fresh_nahi fresh_nhi asli_nahi asli_nhi नया_नहीं असली_नहीं ओरिजिनल_नहीं
        no_es_original no_es_nueva no_es_nuevo no_son_nuevas
    """,
    "dress": "chhod_do chod_do छोड़_दो chahta chahte chahti चाहता चाहते",
    "deed": """
        pata_hai pta_hai malum_hai maloom_hai पता_है मालूम_है mange maange manga maanga mangi maangi mangwaye
        mange_the maange_the मांगे मांगा मांगी मांगे_थे bole boli bole_the bataye bola_tha kahe kahe_the
        kaha_tha kahi बोले बोले_थे कहे कहा pidio pidieron pediste queria querian querias pedian pedia solicito
        solicitaron ordered requested_for you_said der_kar_di der_ho_gayi der_kardi der_se_aaye der_se_bola
        late_ho_gaye late_ho_gaya late_kar_diya late_kar_di देर_कर_दी देर_हो_गई देर_से_आए लेट_हो_गए too_late
        youre_late you_are_late came_late llego_tarde llegaste_tarde llegaron_tarde
    """,
    "past": "thodi_der_pehle thodi_der_pahle kuch_der_pehle ghante_pehle ghanta_pehle थोड़ी_देर_पहले कुछ_देर_पहले",
    "send": "apartadita apartaditas apartadito apartaditos",
}  # fmt: skip
